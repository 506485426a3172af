/** The real app on real services, with providers that answer at once and do what a spec tells them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type INestApplication } from '@nestjs/common';
import {
  Models,
  type ClipRequest,
  type ConformRequest,
  type Makers,
  type PictureRequest,
  type Provider,
  type ScriptRequest,
} from '#integrations';
import { instantMakers, instantProviders } from '#integrations/testing';
import { type AppOptions } from '../../apps/api/src/app.module.js';
import { startTestApp, type TestApp } from '../../apps/api/src/testing/index.js';
import { type StoredEvent, type Video } from './app-process.js';
import { SELDOM, untilNextLookMs } from './supervised.js';

const DEADLINE_MS = 180_000;
/** Of what stays: the app is this very process, and works slower while it is looked at. */
const seldom = (waitedMs: number): number => untilNextLookMs(waitedMs, SELDOM);

export interface Segment {
  readonly index: number;
  readonly section: string;
  readonly text: string;
  readonly durationSeconds: number;
  readonly imageStatus: string;
  readonly videoStatus: string;
  readonly source: string | null;
  readonly attempts: number;
  readonly isFallback: boolean;
  readonly attribution: { readonly id: string } | null;
}

/** What providers were asked for since the app began, in order. */
export interface Asked {
  readonly scripts: ScriptRequest[];
  readonly images: PictureRequest[];
  readonly clips: ClipRequest[];
  /** Pieces that were encoded. */
  readonly pieces: string[];
}

export class DirectedApp {
  private constructor(
    private readonly app: TestApp,
    readonly asked: Asked,
  ) {}

  /** @param others providers of the spec's own, beside the local ones. */
  static async start(
    others: readonly Provider[] = [],
    env: Readonly<Record<string, string>> = {},
    options: AppOptions = {},
  ): Promise<DirectedApp> {
    const app = await startTestApp({ ...options, env: { KADR_RATE_LIMIT_PER_MINUTE: '100000', KADR_RETRY_BASE_MS: '10', ...env } });
    const asked: Asked = { scripts: [], images: [], clips: [], pieces: [] };
    const models = app.app.get(Models, { strict: false });
    for (const provider of [...instantProviders(recording(asked)), ...others]) models.register(provider);
    return new DirectedApp(app, asked);
  }

  close(): Promise<void> {
    return this.app.close();
  }

  get url(): string {
    return this.app.url;
  }

  get apiKey(): string {
    return this.app.apiKey;
  }

  /** Its parts, for what no request can bring about. */
  get nest(): INestApplication {
    return this.app.app;
  }

  /** Behind the API's back. */
  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.app.sql.query<Row>(sql, [...values])).rows;
  }

  request(pathname: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${this.app.apiKey}`, 'content-type': 'application/json' };
    return fetch(new URL(pathname, this.app.url), { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } });
  }

  /** @throws when it is refused */
  async post<T = Video>(pathname: string, body: unknown = {}): Promise<T> {
    const response = await this.request(pathname, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Follows a signed link of an answer, without a key. Its host is where clients would reach a deployment. */
  follow(link: string): Promise<Response> {
    const { pathname, search } = new URL(link);
    return fetch(new URL(pathname + search, this.app.url));
  }

  /** Status and code of what is refused. */
  async refused(pathname: string, body: unknown = {}): Promise<[number, string]> {
    const response = await this.request(pathname, { method: 'POST', body: JSON.stringify(body) });
    return [response.status, ((await response.json()) as { code: string }).code];
  }

  async get<T>(pathname: string): Promise<T> {
    const response = await this.request(pathname);
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  async segments(id: string): Promise<Segment[]> {
    return (await this.get<{ data: Segment[] }>(`/v1/videos/${id}/segments`)).data;
  }

  async when(id: string, condition: (video: Video) => boolean, nextLookMs = (_waitedMs: number): number => 20): Promise<Video> {
    let last: Video | null = null;
    const begun = Date.now();
    for (; Date.now() < begun + DEADLINE_MS; await sleep(nextLookMs(Date.now() - begun))) {
      last = await this.get<Video>(`/v1/videos/${id}`);
      if (condition(last)) return last;
    }
    throw new Error(`video ${id} did not come so far: ${JSON.stringify({ ...last, artifacts: undefined, request: undefined })}`);
  }

  atGate(id: string, type: string): Promise<Video> {
    return this.when(id, ({ approvals }) => approvals.some((gate) => gate.type === type && gate.status === 'pending'), seldom);
  }

  ended(id: string): Promise<Video> {
    return this.when(id, ({ status }) => ['completed', 'failed', 'cancelled'].includes(status), seldom);
  }

  /** The job's events straight from the store. */
  events(videoId: string): Promise<StoredEvent[]> {
    const sql = 'SELECT position, stream_id, version, type, data FROM eventing.events WHERE stream_id = $1 ORDER BY version';
    return this.query<StoredEvent>(sql, [`video-job-${videoId}`]);
  }
}

function recording(asked: Asked): Partial<Makers> {
  const { script, image, clip, render } = instantMakers;
  return {
    script: { write: (request, context) => (asked.scripts.push(request), script.write(request, context)) },
    image: { make: (request, output, context) => (asked.images.push(request), image.make(request, output, context)) },
    clip: { make: (request, output, context) => (asked.clips.push(request), clip.make(request, output, context)) },
    render: {
      ...render,
      conform: (request: ConformRequest, output, context) => {
        // The picture that stands for the film is one frame, made with each film, and no piece of it.
        if (request.piece.id !== 'thumbnail') asked.pieces.push(request.piece.id);
        return render.conform(request, output, context);
      },
    },
  };
}
