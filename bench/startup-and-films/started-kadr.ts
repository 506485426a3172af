import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

export interface Video {
  readonly id: string;
  readonly status: string;
  readonly stageHistory: readonly { readonly stage: string; readonly enteredAt: string; readonly leftAt: string | null }[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

const KEY = 'kadr_bench_0123456789abcdef0123456789';
const READY_WITHIN_MS = 240_000;
const FILM_WITHIN_MS = 600_000;
const POLL_MS = 100;
const TRIES = 5;
/** The benchmark's own services are not the ones it shall use. */
const NOT_INHERITED = ['DATABASE_URL', 'NATS_URL', 'REDIS_URL', 'PORT', 'NODE_OPTIONS'];

/** Kadr as `npm start` runs it: supervisor, services of its own, the app; all on a data folder of the benchmark's. */
export class StartedKadr {
  #supervisor: ChildProcess | null = null;
  #output = '';
  #url = '';

  /** @param settings more variables of the app's environment. */
  constructor(
    private readonly dataDir: string,
    private readonly settings: Readonly<Record<string, string>> = {},
  ) {}

  /** Where it answers, once it has been started. */
  get url(): string {
    return this.#url;
  }

  /** @returns the seconds until it said that it is ready */
  async start(): Promise<number> {
    const inherited = Object.entries(process.env).filter(([variable]) => !NOT_INHERITED.includes(variable));
    // Scripts are not compiled with the benchmark: they lie where it is started.
    const ports = (await import(pathToFileURL(path.resolve('scripts/lib/ports.mjs')).href)) as { freePort(): Promise<number> };
    const port = await ports.freePort();
    this.#url = `http://127.0.0.1:${port}`;
    this.#output = '';
    const startedAtMs = performance.now();
    const supervisor = spawn(process.execPath, [path.resolve('scripts/bootstrap.cjs'), 'start'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(inherited),
        PORT: String(port),
        KADR_DATA_DIR: this.dataDir,
        KADR_BOOTSTRAP_API_KEY: KEY,
        KADR_SKIP_INSTALL: '1',
        ...this.settings,
      },
    });
    this.#supervisor = supervisor;
    const listen = (chunk: Buffer): void => void (this.#output = (this.#output + chunk.toString()).slice(-20_000));
    supervisor.stdout.on('data', listen);
    supervisor.stderr.on('data', listen);
    while (!this.#output.includes('Kadr is ready')) {
      if (supervisor.exitCode !== null || performance.now() - startedAtMs > READY_WITHIN_MS) {
        throw new Error(`Kadr did not become ready (exit code ${supervisor.exitCode}):\n${this.#output.slice(-4000)}`);
      }
      await sleep(10);
    }
    return (performance.now() - startedAtMs) / 1000;
  }

  /** Twice is safe. */
  async stop(): Promise<void> {
    const supervisor = this.#supervisor;
    this.#supervisor = null;
    if (!supervisor || supervisor.exitCode !== null || supervisor.signalCode !== null) return;
    const ended = once(supervisor, 'exit');
    supervisor.kill('SIGTERM');
    await ended;
  }

  /** @returns the key of a new organisation without any limit */
  async organisation(name: string): Promise<string> {
    const body = JSON.stringify({ name, plan: 'unlimited', timezone: 'UTC' });
    const response = await this.request('/v1/admin/organisations', { method: 'POST', body });
    if (response.status !== 201) throw new Error(`the organisation was answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as { apiKey: { key: string } }).apiKey.key;
  }

  /** Asks again while Kadr has too much to do, or was asked too often. @returns the id of the video */
  async order(body: object, key = KEY): Promise<string> {
    const response = await patiently(() => this.request('/v1/videos', { method: 'POST', body: JSON.stringify(body) }, key));
    if (response.status !== 202) throw new Error(`the order was answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as Video).id;
  }

  /** @throws Error when it ends otherwise */
  async completed(id: string, key = KEY): Promise<Video> {
    const deadlineMs = performance.now() + FILM_WITHIN_MS;
    for (;;) {
      const video = (await (await this.request(`/v1/videos/${id}`, {}, key)).json()) as Video;
      if (video.status === 'completed') return video;
      if (['failed', 'cancelled'].includes(video.status) || performance.now() > deadlineMs) {
        throw new Error(`video ${id} is ${video.status}: ${JSON.stringify(video.error)}\n${this.#output.slice(-4000)}`);
      }
      await sleep(POLL_MS);
    }
  }

  film(video: Video): Promise<Buffer> {
    return this.artifact(video, 'final.mp4');
  }

  async artifact({ id }: Video, file: string): Promise<Buffer> {
    const response = await patiently(() => this.request(`/v1/videos/${id}/artifacts/${file}`));
    if (!response.ok) throw new Error(`${file} was answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }

  /** @returns the id of the asset that the file is now */
  async asset(name: string, content: Buffer): Promise<string> {
    const body = new FormData();
    body.append('file', new Blob([new Uint8Array(content)]), name);
    const response = await patiently(() =>
      fetch(`${this.#url}/v1/assets`, { method: 'POST', headers: { authorization: `Bearer ${KEY}` }, body }),
    );
    if (response.status !== 201) throw new Error(`the upload of ${name} was answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as { id: string }).id;
  }

  /** Sends a file of a megabyte as slowly as it comes. */
  async upload(key: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
    const boundary = 'bench-boundary';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="slow.mp4"\r\ncontent-type: video/mp4\r\n\r\n`;
    async function* body(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(head);
      yield* chunks;
      yield Buffer.from(`\r\n--${boundary}--\r\n`);
    }
    const response = await fetch(`${this.#url}/v1/assets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: Readable.toWeb(Readable.from(body())),
      duplex: 'half',
    } as RequestInit);
    return response.status;
  }

  /** Tried again where a connection was lost: one that was kept alive may have been given up on a busy machine. Every POST has its key, the caller's or one of its own. */
  async request(pathname: string, init: RequestInit = {}, key = KEY, contentType = 'application/json'): Promise<Response> {
    const repeatable = init.method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
    const given = init.headers as Readonly<Record<string, string>> | undefined;
    const headers = { authorization: `Bearer ${key}`, 'content-type': contentType, ...repeatable, ...given };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await fetch(`${this.#url}${pathname}`, { ...init, headers });
      } catch (error) {
        if (attempt === TRIES) throw new Error(`${pathname} was not answered:\n${this.#output.slice(-4000)}`, { cause: error });
        await sleep(attempt * 500);
      }
    }
  }
}

/** Asks again while the answer is that there is too much to do, or that it was asked too often. */
export async function patiently(ask: () => Promise<Response>): Promise<Response> {
  let response = await ask();
  for (let attempt = 1; [429, 503].includes(response.status) && attempt < TRIES; attempt += 1) {
    await sleep(Number(response.headers.get('retry-after') ?? 1) * 1000);
    response = await ask();
  }
  return response;
}
