export interface RecordedKind {
  readonly cpuSeconds: number;
  readonly threads: number;
  readonly wallSeconds: number;
}
export interface Recording {
  readonly resolution: string;
  readonly filmSeconds: number;
  readonly segments: number;
  readonly pieces: number;
  readonly kinds: Readonly<Record<string, RecordedKind>>;
  readonly aroundCpuSeconds: number;
  readonly servicesCpuSeconds: number;
  readonly cpuSeconds: number;
  readonly events: number;
  readonly megabytes: number;
}
export interface Recorded {
  readonly handoffSeconds: number;
  readonly spread: number;
  readonly leftOut: Readonly<Record<string, string>>;
  readonly providers: {
    readonly kinds: Readonly<
      Record<string, { cpuSeconds?: number; cpuSecondsPerSecond?: Readonly<Record<string, number>>; waitSeconds?: number }>
    >;
  };
  readonly recordings: readonly Recording[];
}
export interface Order {
  readonly tenants: readonly number[];
  readonly split: { readonly workers: number; readonly renderers: number } | null;
  readonly cores: number;
  readonly places: number;
  readonly arrivals: 'burst' | 'hour';
  readonly resolution: string;
  readonly seconds: number;
  readonly segments: number | null;
  readonly sources: 'local' | 'providers';
  readonly seed: number;
  readonly spread?: number;
}
export interface Run {
  readonly endSeconds: number;
  readonly films: readonly { readonly org: number; readonly seconds: number }[];
  readonly waits: ReadonlyMap<string, readonly number[]>;
  readonly cpuSeconds: number;
  readonly roles: readonly { readonly role: string; readonly processes: number; readonly cores: number; readonly usedSeconds: number }[];
}
export function simulate(order: Order, recorded: Recorded): Run;
