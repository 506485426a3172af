import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { patiently, type StartedKadr } from '../startup-and-films/started-kadr.js';

/** A job's end is told by a webhook; this is for one that got lost. */
const LOOK_MS = 10_000;
const ENDED_WITHIN_MS = 900_000;
const IN_FLIGHT = 48;
/** No smaller film can be ordered that takes every way a film takes: script, pictures, voice, sound, render, ledger, announcements. */
const FILM = { prompt: 'A lighthouse', durationSeconds: 5, resolution: '480p', fps: 24, music: false, subtitles: false };
const picture = (model: string) => ({ model, input: { prompt: 'A lighthouse in the fog', aspectRatio: '1:1' } });
const SOUND = { model: 'local:music', input: { prompt: 'calm', durationSeconds: 3 } };
/** A picture of one pixel. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const node = (id: string, type: string, params: object = {}) => ({ id, type, params });
/** A node that is a task of its own between two that are done in passing. */
const GRAPH = {
  nodes: [
    node('place', 'Input.Text', { default: 'A lighthouse' }),
    node('wait', 'Delay', { seconds: 0 }),
    node('told', 'Text.Template', { template: '{{nodes.wait.value}} in the fog' }),
  ],
  edges: [{ from: 'place.text', to: 'wait.value' }],
};
const ENDS = ['completed', 'failed', 'cancelled'];

interface Ended {
  readonly id: string;
  readonly status: string;
  readonly asset?: { readonly id: string } | null;
}

/**
 * Jobs that are as small as each kind can be, in a mix: of 1,000 one is a film, one the sheet of a batch, two are drawn pictures, two sounds,
 * twenty pictures that a provider is paid for (the sandbox), thirty files that are sent in; the others are runs of a workflow. Every 100th
 * brings what people make now and then: a workflow with a schedule, a key, an endpoint, a series. All of it is deleted as soon as it has ended.
 */
export class SmallJobs {
  private constructor(
    private readonly kadr: StartedKadr,
    private readonly receiver: Receiver,
  ) {}

  /** What hears of the jobs, and what Kadr is to be told of it. */
  static async receiver(): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new Receiver(server);
  }

  /** @param count how many, some at once; ends when the last is deleted */
  static async run(kadr: StartedKadr, receiver: Receiver, count: number): Promise<void> {
    const jobs = new SmallJobs(kadr, receiver);
    const endpoint = await jobs.post('/v1/webhook-endpoints', { url: receiver.url, events: ['*'] });
    const workflow = await jobs.post('/v1/workflows', { name: 'A word', graph: GRAPH });
    let left = count;
    const one = async (): Promise<void> => {
      for (let n = left--; n > 0; n = left--) await jobs.job(n, workflow);
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, one));
    await jobs.delete(`/v1/workflows/${workflow}`);
    await jobs.delete(`/v1/webhook-endpoints/${endpoint}`);
  }

  private async job(n: number, workflow: string): Promise<void> {
    const place = n % 1_000;
    if (n % 100 === 50) await this.besides();
    if (place === 1) return this.film();
    if (place === 2) return this.batch();
    if (place === 3 || place === 503) return this.generation(picture('local:illustrator'));
    if (place === 4 || place === 504) return this.generation(SOUND);
    if (place % 50 === 5) return this.generation(picture('kie:google/nano-banana'));
    if (place % 33 === 6) return this.file();
    return this.run(workflow);
  }

  private async film(): Promise<void> {
    const { id } = await this.ended('/v1/videos', await this.post('/v1/videos', FILM));
    await this.delete(`/v1/videos/${id}`);
  }

  /** Of one row. */
  private async batch(): Promise<void> {
    const { id } = await this.ended(
      '/v1/batches',
      await this.post('/v1/batches', { name: 'One', defaults: FILM, items: [{ key: 'one' }] }),
    );
    const { data } = await this.json<{ data: readonly { videoId: string | null }[] }>(`/v1/batches/${id}/items`);
    for (const { videoId } of data) if (videoId !== null) await this.delete(`/v1/videos/${videoId}`);
    await this.delete(`/v1/batches/${id}`);
  }

  private async generation(order: object): Promise<void> {
    const { id, asset } = await this.ended('/v1/generations', await this.post('/v1/generations', order));
    await this.delete(`/v1/generations/${id}`);
    if (asset) await this.delete(`/v1/assets/${asset.id}`);
  }

  private async file(): Promise<void> {
    await this.delete(`/v1/assets/${await this.kadr.asset('pixel.png', PIXEL)}`);
  }

  private async run(workflow: string): Promise<void> {
    const { id } = await this.ended('/v1/workflow-runs', await this.post(`/v1/workflows/${workflow}/runs`, {}));
    await this.delete(`/v1/workflow-runs/${id}`);
  }

  private async besides(): Promise<void> {
    const workflow = await this.post('/v1/workflows', { name: 'Every morning', graph: GRAPH });
    const schedule = await this.post(`/v1/workflows/${workflow}/schedules`, { cron: '0 9 * * *', timezone: 'UTC' });
    await this.run(workflow);
    await this.delete(`/v1/workflow-schedules/${schedule}`);
    await this.delete(`/v1/workflows/${workflow}`);
    const key = await this.post('/v1/api-keys', { name: 'For a day', scopes: ['videos:read'] });
    await this.delete(`/v1/api-keys/${key}`);
    const endpoint = await this.post('/v1/webhook-endpoints', { url: this.receiver.url, events: ['*'] });
    await this.delete(`/v1/webhook-endpoints/${endpoint}`);
    const series = await this.post('/v1/series', { name: 'Deep sea', topics: ['the anglerfish'] });
    await this.delete(`/v1/series/${series}`);
  }

  /** @returns the id of what was made */
  private async post(route: string, body: object): Promise<string> {
    return (await this.json<{ id: string }>(route, { method: 'POST', body: JSON.stringify(body) })).id;
  }

  private async ended(route: string, id: string): Promise<Ended> {
    const deadlineMs = performance.now() + ENDED_WITHIN_MS;
    for (;;) {
      await this.receiver.told(id, LOOK_MS);
      const found = await this.json<Ended>(`${route}/${id}`);
      if (found.status === 'completed') return found;
      if (ENDS.includes(found.status) || performance.now() > deadlineMs) {
        throw new Error(`${route}/${id} is ${found.status}: ${JSON.stringify(found)}`);
      }
    }
  }

  /** Asks again while Kadr has too much to do. */
  private async json<T>(route: string, init: RequestInit = {}): Promise<T> {
    const headers = { 'idempotency-key': randomUUID() };
    const answer = await patiently(() => this.kadr.request(route, init.method === 'POST' ? { ...init, headers } : init));
    if (!answer.ok) throw new Error(`${route} was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  private async delete(route: string): Promise<void> {
    let asked = 0;
    const answer = await patiently(() => {
      asked += 1;
      return this.kadr.request(route, { method: 'DELETE' });
    });
    // The first time may have been heard, and not answered.
    if (!answer.ok && !(asked > 1 && answer.status === 404)) {
      throw new Error(`${route} was answered ${answer.status}: ${await answer.text()}`);
    }
    await answer.arrayBuffer();
  }
}

/** Takes whatever it is told, and wakes who waits for the end of something. */
export class Receiver {
  readonly host: string;
  readonly #waiting = new Map<string, () => void>();
  /** Ends that were told of before anybody waited: answers to orders may be slower. */
  readonly #early = new Set<string>();

  constructor(private readonly server: Server) {
    this.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void text(request).then((body) => {
        response.writeHead(204).end();
        const { type, data } = JSON.parse(body) as { type: string; data: object };
        if (ENDS.some((end) => type.endsWith(`.${end}`))) this.hear(Object.values(data));
      });
    });
  }

  get url(): string {
    return `http://${this.host}/hook`;
  }

  /** When what has this id has ended, or so much later. */
  async told(id: string, withinMs: number): Promise<void> {
    if (this.#early.delete(id)) return;
    const timeout = new AbortController();
    const heard = new Promise<void>((resolve) => this.#waiting.set(id, resolve));
    await Promise.race([heard, sleep(withinMs, undefined, { signal: timeout.signal }).catch(() => undefined)]);
    timeout.abort();
    this.#waiting.delete(id);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private hear(values: readonly unknown[]): void {
    for (const value of values) {
      if (typeof value !== 'string') continue;
      const wake = this.#waiting.get(value);
      if (wake) wake();
      else if (value.length === 36) this.#early.add(value);
    }
  }
}
