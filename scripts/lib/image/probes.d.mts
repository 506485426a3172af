export declare class Probes {
  constructor(container: object, address: string, ask?: (url: string, timeoutSeconds: number) => Promise<boolean>);
  readonly isStarted: boolean;
  readonly isReady: boolean;
  readonly changes: readonly ('ready' | 'not ready')[];
  readonly verdict: string | null;
  start(): this;
  stop(): Promise<void>;
}
