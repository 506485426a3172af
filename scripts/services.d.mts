// What TypeScript sees of services.mjs.
export declare const repositoryRoot: string;
export declare function defaultDataDir(): string;
export declare function defaultProgramsDir(): string;

type Name = 'postgres' | 'nats' | 'redis';

export interface StartOptions {
  dataDir: string;
  programsDir?: string;
  durable?: boolean;
  external?: Partial<Record<Name, string | undefined>>;
  only?: Name[];
  tools?: boolean;
  say?: (line: string) => void;
  onPids?: (services: Services) => void;
  database?: string;
}

export interface Service {
  readonly name: Name;
  readonly pid: number | null;
  readonly port: number | null;
  readonly url: string;
  readonly isRunning: boolean;
  readonly definition: { readonly dataDir: string };
  /** Resolves with the milliseconds it took. */
  start(): Promise<number>;
  stop(options?: { quick?: boolean; patienceMs?: number }): Promise<void>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export interface Services {
  readonly all: readonly Service[];
  readonly missing: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  get(name: Name): Service | null;
  url(name: Name): string | undefined;
  databaseUrl(database: string): string;
  stop(options?: { quick?: boolean; patienceMs?: number }): Promise<void>;
}

export declare function startServices(options: StartOptions): Promise<Services>;
