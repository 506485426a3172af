import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { answerCheck, expectNoFaults } from '../../apps/api/src/testing/index.js';
import { build } from '../../scripts/lib/build.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import { repositoryRoot } from '../../scripts/services.mjs';
import { type PrivateServices } from './services.js';
import { type Pace, SELDOM, until } from './supervised.js';

export interface Video {
  readonly id: string;
  readonly status: string;
  readonly stage: string;
  readonly stageHistory: readonly { readonly stage: string; readonly enteredAt: string; readonly leftAt: string | null }[];
  readonly progress: { readonly percent: number; readonly message: string; readonly segments: Record<string, number> };
  readonly title: string;
  readonly request: Record<string, unknown>;
  readonly approvals: readonly { readonly type: string; readonly status: string; readonly preview?: unknown }[];
  readonly artifacts: readonly { readonly name: string; readonly url: string; readonly bytes: number; readonly sha256: string }[];
  readonly video: { readonly url: string; readonly durationSeconds: number; readonly width: number; readonly height: number } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** An event as the store holds it, for comparing before with after. */
export interface StoredEvent {
  readonly position: string;
  readonly stream_id: string;
  readonly version: number;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

const KEY = 'kadr_test_0123456789abcdef0123456789';

/** The built application as a process of its own, on services that the spec may kill. */
export class AppProcess {
  readonly dataDir: string;
  private child: ChildProcess | null = null;
  private output = '';
  private port = 0;
  private readonly check = answerCheck();
  private readonly faults: string[] = [];

  constructor(
    private readonly services: PrivateServices,
    /** Settings, or how to make them once the app's address is known. */
    private readonly env: Record<string, string> | ((url: string) => Record<string, string>) = {},
    dataDir?: string,
  ) {
    this.dataDir = dataDir ?? mkdtempSync(path.join(services.dataDir, 'app-'));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Header of the first organisation's key, for calls that are no JSON. */
  get authorization(): string {
    return `Bearer ${KEY}`;
  }

  /** The end of what it has written out since it was started. */
  get said(): string {
    return this.output;
  }

  get pid(): number {
    if (!this.child?.pid) throw new Error('the app does not run');
    return this.child.pid;
  }

  async start(): Promise<this> {
    await this.launch();
    await this.ready();
    return this;
  }

  /** Starts the process, and does not wait for it. */
  async launch(): Promise<this> {
    await build(repositoryRoot);
    this.port ||= await freePort();
    this.output = '';
    const dist = path.join(repositoryRoot, 'dist/apps/api/src');
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', path.join(dist, 'otel.js'), path.join(dist, 'main.js')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: repositoryRoot,
      env: {
        ...process.env,
        ...this.services.env,
        PORT: String(this.port),
        KADR_DATA_DIR: this.dataDir,
        KADR_PUBLIC_URL: this.url,
        KADR_BOOTSTRAP_API_KEY: KEY,
        KADR_LOG_LEVEL: 'info',
        KADR_RATE_LIMIT_PER_MINUTE: '100000',
        // How busy the machine of a run is must not decide what its specs see.
        KADR_OVERLOAD_DELAY_MS: '0',
        KADR_DATABASE_ACQUIRE_TIMEOUT_MS: '20000',
        NODE_OPTIONS: '',
        JEST_WORKER_ID: '',
        ...(typeof this.env === 'function' ? this.env(this.url) : this.env),
      },
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-200_000)));
    }
    return this;
  }

  /** @throws Error when it ends instead, or is not ready in time */
  async ready(): Promise<void> {
    await until('the app is ready', 90_000, async () => {
      const { child } = this;
      if (child === null) throw new Error('the app was not started');
      if (child.exitCode !== null) throw new Error(`the app ended with ${child.exitCode}`);
      return (await fetch(`${this.url}/health/ready`).catch(() => null))?.ok;
    }).catch((cause: unknown) => {
      throw new Error(`${String(cause)}\n${this.output.slice(-4000)}`, { cause });
    });
  }

  /** Null: nobody answers. */
  async readiness(): Promise<{ readonly status: number; readonly error: Readonly<Record<string, { readonly message?: string }>> } | null> {
    const response = await fetch(`${this.url}/health/ready`).catch(() => null);
    if (!response) return null;
    const { error = {} } = (await response.json()) as { error?: Record<string, { message?: string }> };
    return { status: response.status, error };
  }

  /** Lines of its log with such a member. */
  logged(name: string, value: unknown): readonly Record<string, unknown>[] {
    return this.output.split('\n').flatMap((line) => {
      if (!line.startsWith('{') || !line.endsWith('}')) return [];
      const fields = JSON.parse(line) as Record<string, unknown>;
      return fields[name] === value ? [fields] : [];
    });
  }

  /** Its end by itself. @returns the exit code */
  async ended(withinMs = 60_000): Promise<number | null> {
    const { child } = this;
    if (!child) throw new Error('the app was not started');
    await until('the app has ended', withinMs, () => child.exitCode !== null || child.signalCode !== null);
    return child.exitCode;
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await until('the app is gone', 10_000, () => child.signalCode !== null || child.exitCode !== null);
  }

  /** @returns its exit code */
  async stop(): Promise<number | null> {
    const { child } = this;
    this.child = null;
    if (!child) return null;
    child.kill('SIGTERM');
    await until('the app has stopped', 40_000, () => child.signalCode !== null || child.exitCode !== null);
    return child.exitCode;
  }

  /** @throws Error when an answer was not as docs/openapi.json has it */
  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
    expectNoFaults(this.faults);
  }

  async request(pathname: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(pathname, this.url);
    const response = await fetch(url, {
      ...init,
      headers: {
        authorization: `Bearer ${KEY}`,
        'content-type': 'application/json',
        ...(init.headers as Record<string, string> | undefined),
      },
    });
    const contentType = response.headers.get('content-type') ?? '';
    const text = /json/.test(contentType) ? await response.clone().text() : null;
    const fault = this.check.faultOf({ method: init.method ?? 'GET', path: url.pathname, status: response.status, contentType, text });
    if (fault !== null) this.faults.push(fault);
    return response;
  }

  post(pathname: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Response> {
    return this.request(pathname, { method: 'POST', body: JSON.stringify(body), headers });
  }

  async order(body: Record<string, unknown>): Promise<Video> {
    const response = await this.post('/v1/videos', body);
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as Video;
  }

  /** @throws when it is refused */
  async video(id: string): Promise<Video> {
    const response = await this.request(`/v1/videos/${id}`);
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as Video;
  }

  /** Waits for the end, whichever it is; an error then shows what the app said last. */
  async finished(id: string, withinMs = 120_000): Promise<Video> {
    return this.when(id, ({ status }) => ['completed', 'failed', 'cancelled'].includes(status), withinMs, SELDOM);
  }

  async when(id: string, condition: (video: Video) => boolean, withinMs = 120_000, pace?: Pace): Promise<Video> {
    let last: Video | null = null;
    const look = async (): Promise<Video | null> => {
      last = await this.video(id).catch(() => last);
      return last && condition(last) ? last : null;
    };
    try {
      return await until(`video ${id} as waited for`, withinMs, look, pace);
    } catch (error) {
      throw new Error(`${String(error)}\n${JSON.stringify(last)?.slice(0, 2000)}\n${this.output.slice(-6000)}`, { cause: error });
    }
  }

  /** The job's events straight from the store. */
  async events(videoId: string): Promise<StoredEvent[]> {
    const sql = 'SELECT position, stream_id, version, type, data FROM eventing.events WHERE stream_id = $1 ORDER BY version';
    return this.query<StoredEvent>(sql, [`video-job-${videoId}`]);
  }

  /** Behind the app's back. */
  async query<Row extends object>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.services.databaseUrl() });
    await client.connect();
    try {
      return (await client.query<Row>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  async download(url: string): Promise<Buffer> {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} for ${url}`);
    return Buffer.from(await response.arrayBuffer());
  }
}
