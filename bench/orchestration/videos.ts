import 'reflect-metadata';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Eventing as EventingType } from '#eventing';
import { type Models as ModelsType } from '#integrations';
import { type instantProviders as instantProvidersType } from '#integrations/testing';
import { type createApp as createAppType } from '../../apps/api/src/create-app.js';
import { type Contender, type Services } from './contender.js';

const KEY = 'kadr_bench_0123456789abcdef0123456789';
export const SEGMENTS = 48;
const SEGMENT_SECONDS = 5;
const ORDER = {
  prompt: 'Why octopuses have three hearts',
  durationSeconds: SEGMENTS * SEGMENT_SECONDS,
  segmentation: { mode: 'sections', segmentSeconds: SEGMENT_SECONDS },
  visuals: { mode: 'image-to-video', seed: 7 },
  resolution: '480p',
  fps: 24,
};
const SETTLE_WITHIN_MS = 60_000;
const ENDS = ['JobCompleted', 'JobFailed', 'JobCancelled'];

interface Video {
  readonly id: string;
  readonly status: string;
}

/** The whole app of one build, with its default settings; only the providers are the benchmark's: they answer at once. */
export class VideosContender implements Contender {
  readonly #ends = new Map<string, () => void>();
  readonly #videos = new Map<string, string>();
  #app: NestExpressApplication | null = null;
  #url = '';

  /** @param root of a checkout that has been built */
  constructor(
    private readonly services: Services,
    private readonly root: string,
  ) {}

  async start(): Promise<void> {
    const name = `bench${process.pid}`;
    const { databaseUrl, natsUrl, redisUrl, folder } = this.services;
    Object.assign(process.env, {
      ...{ DATABASE_URL: databaseUrl, NATS_URL: natsUrl, REDIS_URL: redisUrl, PORT: '0' },
      ...{ KADR_NATS_PREFIX: name, KADR_NATS_STREAM: name, KADR_NAMESPACE: name, KADR_DATA_DIR: path.join(folder, name) },
      ...{ KADR_BOOTSTRAP_API_KEY: KEY, KADR_RATE_LIMIT_PER_MINUTE: '100000', KADR_OVERLOAD_DELAY_MS: '0' },
    });
    const { createApp } = await this.#load<{ createApp: typeof createAppType }>('apps/api/src/create-app.js');
    const { Eventing } = await this.#load<{ Eventing: typeof EventingType }>('libs/eventing/src/index.js');
    const { Models } = await this.#load<{ Models: typeof ModelsType }>('libs/integrations/src/index.js');
    const { instantProviders } = await this.#load<{ instantProviders: typeof instantProvidersType }>(
      'libs/integrations/src/testing/instant-provider.js',
    );
    const app = await createApp();
    this.#app = app;
    await app.listen(0, '127.0.0.1');
    this.#url = await app.getUrl();
    const models = app.get(Models, { strict: false });
    for (const provider of instantProviders()) models.register(provider);
    app.get(Eventing, { strict: false }).eventLog.onAdvance((events) => {
      for (const event of events) if (ENDS.includes(event.type)) this.#ends.get(event.streamId)?.();
    });
  }

  async job(jobId: string): Promise<void> {
    const response = await this.#request('/v1/videos', { method: 'POST', body: JSON.stringify(ORDER) });
    if (response.status !== 202) throw new Error(`the order was answered ${response.status}: ${await response.text()}`);
    const { id } = (await response.json()) as Video;
    this.#videos.set(jobId, id);
    await new Promise<void>((resolve, reject) => {
      this.#ends.set(`video-job-${id}`, resolve);
      // It may have ended before anybody listened.
      this.#video(id).then(({ status }) => status === 'completed' && resolve(), reject);
    });
    this.#ends.delete(`video-job-${id}`);
  }

  /** What others read says that they have ended. */
  async settled(): Promise<void> {
    const deadlineMs = performance.now() + SETTLE_WITHIN_MS;
    for (const id of this.#videos.values()) {
      for (;;) {
        const { status } = await this.#video(id);
        if (status === 'completed') break;
        if (performance.now() > deadlineMs || ['failed', 'cancelled'].includes(status)) throw new Error(`video ${id} is ${status}`);
        await sleep(5);
      }
    }
  }

  /** Every segment and the film, each event once. */
  async verify(jobIds: readonly string[]): Promise<void> {
    for (const jobId of jobIds) {
      const id = this.#videos.get(jobId) ?? '';
      const { data } = (await (await this.#request(`/v1/videos/${id}/segments`)).json()) as { data: { videoStatus: string }[] };
      const done = data.filter(({ videoStatus }) => videoStatus === 'completed');
      if (done.length !== SEGMENTS) throw new Error(`video ${id} has ${done.length} segments, not ${SEGMENTS}`);
      const film = await this.#request(`/v1/videos/${id}/artifacts/final.mp4`);
      await film.arrayBuffer();
      if (film.status !== 200) throw new Error(`the film of video ${id} was answered ${film.status}`);
      this.#videos.delete(jobId);
    }
  }

  async stop(): Promise<void> {
    await this.#app?.close();
  }

  async #video(id: string): Promise<Video> {
    return (await (await this.#request(`/v1/videos/${id}`)).json()) as Video;
  }

  #request(pathname: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.#url + pathname, { ...init, headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' } });
  }

  async #load<T>(file: string): Promise<T> {
    return (await import(pathToFileURL(path.join(this.root, 'dist', file)).href)) as T;
  }
}
