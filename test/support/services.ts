import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
// The same code that `npm start` runs; it is plain JavaScript, so that it needs no compiler on a bare machine.
import { defaultProgramsDir, repositoryRoot, startServices as start } from '../../scripts/services.mjs';
import { layEmptyCluster } from './empty-cluster.js';

export type ServiceName = 'postgres' | 'nats' | 'redis';

/** Services of one spec alone, which it may kill, wipe and start again. */
export interface PrivateServices {
  readonly dataDir: string;
  /** DATABASE_URL, NATS_URL, REDIS_URL, FFMPEG_PATH … as the app expects them. Without those that were not asked for. */
  readonly env: Readonly<Record<string, string>>;
  /** URL of a database of this Postgres; `kadr` exists from the start, and `postgres` for creating others. */
  databaseUrl(database?: string): string;
  /** Null while it is down, or where this machine cannot have it. */
  pid(name: ServiceName): number | null;
  port(name: ServiceName): number;
  /** Ends it as a power cut would (SIGKILL), and returns when it is gone. */
  kill(name: ServiceName): Promise<void>;
  /** Removes everything it has stored. Only while it is down. */
  wipe(name: 'nats' | 'redis'): void;
  /** Starts it again on the same port, with the data it has. */
  restart(name: ServiceName): Promise<void>;
  /** Stops all of them and removes their data. Twice is safe. */
  stop(): Promise<void>;
}

/** The run has looked for these programs, and started them to see what they can do. */
function foundByRun(): Record<string, string> {
  const names = ['FFMPEG_PATH', 'FFPROBE_PATH', 'ESPEAK_PATH', 'ESPEAK_DATA_PATH'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/**
 * Starts Postgres, NATS and Redis in a fresh folder, which takes about a second.
 * @param only which of them; default all
 * @param durable true: Postgres keeps each commit through its own death, as the app has it; needed where a spec kills Postgres
 */
export async function startServices({
  only = ['postgres', 'nats', 'redis'],
  durable = false,
}: { only?: ServiceName[]; durable?: boolean } = {}): Promise<PrivateServices> {
  const dataDir = mkdtempSync(path.join(process.env['KADR_TEST_DATA_DIR'] ?? repositoryRoot, '.data-test-private-'));
  if (only.includes('postgres')) await layEmptyCluster(dataDir);
  const wantsTools = only.length === 3;
  const found = wantsTools ? foundByRun() : {};
  const tools = wantsTools && !found['FFMPEG_PATH'];
  const services = await start({ dataDir, programsDir: defaultProgramsDir(), durable, only, tools });
  const one = (name: ServiceName) => {
    const service = services.get(name);
    if (!service) throw new Error(`${name} does not run here: ${services.missing.join(' ') || 'it was not asked for'}`);
    return service;
  };
  return {
    dataDir,
    get env() {
      return { ...found, ...services.env };
    },
    databaseUrl: (database = 'kadr') => services.databaseUrl(database),
    pid: (name) => (services.get(name)?.isRunning ? one(name).pid : null),
    port(name) {
      const { port } = one(name);
      if (port === null) throw new Error(`${name} was never started`);
      return port;
    },
    kill: (name) => one(name).kill(),
    wipe(name) {
      if (one(name).isRunning) throw new Error(`${name} must be down while its data is removed`);
      rmSync(one(name).definition.dataDir, { recursive: true, force: true });
    },
    restart: async (name) => {
      await one(name).start();
    },
    async stop() {
      await services.stop({ quick: true });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
