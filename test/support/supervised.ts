import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultProgramsDir, repositoryRoot } from '../../scripts/services.mjs';

/** One line of `<data>/run/processes.json`. */
export interface ListedProcess {
  name: string;
  role: 'supervisor' | 'app' | 'postgres' | 'nats' | 'redis';
  pid: number;
  port: number | null;
  dataDir: string;
}

/** Stands in for the app: it is ready once it listens, and answers `GET /` with its environment. */
const STAND_IN = `
import http from 'node:http';
const server = http.createServer((request, response) => {
  if (request.url === '/health/ready') response.end('{"status":"ok"}');
  else response.end(JSON.stringify(process.env));
});
server.listen(Number(process.env.PORT));
process.on('SIGTERM', () => { server.close(() => process.exit(0)); server.closeAllConnections(); });
`;

/** A busy machine is slow: limits are there to end what hangs. */
export const PATIENCE = 3;

/** What is waited for long is looked at less often: a look asks the very process whose work is waited for. */
export interface Pace {
  /** Of the time that was waited already, until the next look. */
  readonly share: number;
  readonly atMostMs: number;
}
const FIRST_LOOK_MS = 25;
const OFTEN: Pace = { share: 1 / 20, atMostMs: 300 };
/** For what stays once it is there, as an end does: a look at a film takes 8 ms of a busy machine's processors. */
export const SELDOM: Pace = { share: 1 / 8, atMostMs: 1_500 };

/** The time until the next look. */
export const untilNextLookMs = (waitedMs: number, { share, atMostMs }: Pace): number =>
  Math.min(atMostMs, Math.max(FIRST_LOOK_MS, waitedMs * share));

/** Waits for a condition. @throws Error naming what was waited for */
export async function until<T>(what: string, withinMs: number, probe: () => T | Promise<T>, pace: Pace = OFTEN): Promise<NonNullable<T>> {
  const begun = Date.now();
  const deadline = begun + withinMs * PATIENCE;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs * PATIENCE} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, untilNextLookMs(Date.now() - begun, pace)));
  }
}

/** False for a zombie: nobody but its parent can tell it from nothing. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** `scripts/start.mjs` with a data folder of its own, as `npm start` runs it. */
export class Supervised {
  readonly dataDir = mkdtempSync(path.join(process.env['KADR_TEST_DATA_DIR'] ?? repositoryRoot, '.data-test-start-'));
  #process: ChildProcess | null = null;
  #output = '';

  constructor(private readonly env: Record<string, string> = {}) {
    writeFileSync(path.join(this.dataDir, 'stand-in.mjs'), STAND_IN);
  }

  get output(): string {
    return this.#output;
  }

  /** Starts it and waits until it says that it is ready, or has ended. */
  async start(env: Record<string, string> = {}): Promise<{ exitCode: number | null }> {
    const child = this.launch(env);
    await until('ready or ended', 60_000, () => this.#output.includes('Kadr is ready') || child.exitCode !== null);
    return { exitCode: child.exitCode };
  }

  launch(env: Record<string, string> = {}): ChildProcess {
    this.#output = '';
    const inherited = { ...process.env };
    for (const name of ['DATABASE_URL', 'NATS_URL', 'REDIS_URL']) delete inherited[name];
    const child = spawn(process.execPath, [path.join(repositoryRoot, 'scripts/start.mjs')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...inherited,
        PORT: '0',
        KADR_DATA_DIR: this.dataDir,
        KADR_PROGRAMS_DIR: defaultProgramsDir(),
        KADR_APP_ENTRY: path.join(this.dataDir, 'stand-in.mjs'),
        ...this.env,
        ...env,
      },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    this.#process = child;
    return child;
  }

  get processes(): ListedProcess[] {
    return JSON.parse(readFileSync(path.join(this.dataDir, 'run/processes.json'), 'utf8')) as ListedProcess[];
  }

  listed(role: ListedProcess['role']): ListedProcess {
    const found = this.processes.find((listed) => listed.role === role);
    if (!found) throw new Error(`${role} is not listed: ${JSON.stringify(this.processes)}\n${this.#output.slice(-4000)}`);
    return found;
  }

  get pid(): number {
    if (!this.#process?.pid) throw new Error('not started');
    return this.#process.pid;
  }

  /** @returns its exit code; null when a signal ended it */
  async signal(name: NodeJS.Signals, withinMs = 60_000): Promise<number | null> {
    const child = this.#process;
    if (!child) throw new Error('not started');
    child.kill(name);
    await until(`ended by ${name}`, withinMs, () => child.exitCode !== null || child.signalCode !== null);
    return child.exitCode;
  }

  /** Ends what may still run and removes the data. */
  async dispose(): Promise<void> {
    if (this.#process && this.#process.exitCode === null && this.#process.signalCode === null) await this.signal('SIGTERM');
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
