import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type ClipRequest, type ModelInfo, Models, type Provider, ProviderError } from '#integrations';
import { ObjectStorage } from '#assets';
import { instantMakers } from '#integrations/testing';
import { pngOf } from '#media/testing';
import { startTestApp, type TestApp } from '../../apps/api/src/testing/index.js';
import { dataUrlOf, difference, paintedPng, tinyFrames } from '../support/pictures.js';
import { until } from '../support/supervised.js';

interface Clips {
  readonly id: string;
  readonly status: 'processing' | 'completed';
  readonly model: string;
  readonly clips: Readonly<Record<string, 'pending' | string | { readonly error: { readonly code: string; readonly message: string } }>>;
  readonly frames: Readonly<Record<string, string>>;
  readonly summary: { readonly total: number; readonly pending: number; readonly completed: number; readonly failed: number };
}
interface Problem {
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly code: string; readonly nearest?: readonly number[] }[];
  readonly successor?: string;
}
interface Asked {
  readonly seconds: number;
  readonly request: ClipRequest;
}

const PICTURE = dataUrlOf(pngOf(90, 160));

/** Makes clips at once, unless their length stands for something else; a clip of 6 s waits until it may go on. */
class Studio implements Provider {
  readonly name = 'studio';
  readonly asked: Asked[] = [];
  isOpen = true;
  private letGo: () => void = () => undefined;
  private readonly mayGo = new Promise<void>((resolve) => (this.letGo = resolve));

  go(): void {
    this.letGo();
  }

  models(): readonly ModelInfo[] {
    const base = { provider: 'studio', durationsSeconds: [4, 6, 8], aspectRatios: ['9:16', '16:9'], unit: 'second' as const };
    const open = { available: this.isOpen, unavailableReason: this.isOpen ? null : 'no key', successor: null, priceMicros: 1000 };
    return [
      { ...base, ...open, id: 'studio:between', capability: 'frames-to-video' },
      { ...base, ...open, id: 'studio:words', capability: 'text-to-video' },
      { ...base, ...open, id: 'studio:old', capability: 'frames-to-video', available: false, successor: 'studio:between' },
    ];
  }

  makers() {
    return {
      clip: {
        make: async (...[request, output, context]: Parameters<typeof instantMakers.clip.make>) => {
          this.asked.push({ seconds: request.durationSeconds, request });
          if (request.durationSeconds === 8) throw new ProviderError('content_refused', 'not this', false);
          if (request.durationSeconds === 6) await this.mayGo;
          const made = await instantMakers.clip.make(request, output, context);
          const amountMicros = request.durationSeconds * 1000;
          const cost = {
            provider: 'studio',
            model: 'studio:between',
            units: request.durationSeconds,
            amountMicros,
            currency: 'USD' as const,
          };
          return { ...made, cost };
        },
      },
    };
  }
}

describe('clips from pairs of pictures', () => {
  const studio = new Studio();
  let app: TestApp;
  let web: Server;
  let webUrl: string;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kadr-clips-'));
    web = createServer((request, response) => {
      if (request.url === '/to-loopback') return response.writeHead(302, { location: 'http://127.0.0.1:9/secret' }).end();
      if (request.url === '/page') return response.writeHead(200, { 'content-type': 'image/png' }).end('<html>no picture</html>');
      if (request.url === '/large') return response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(30_000_000));
      if (request.url === '/picture.png') return response.writeHead(200, { 'content-type': 'image/png' }).end(pngOf(90, 160));
      return response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(web.address() as AddressInfo).port}`;
    webUrl = `http://${host}`;
    app = await startTestApp({ env: { KADR_EGRESS_ALLOW: host, KADR_RATE_LIMIT_PER_MINUTE: '5000', KADR_RETRY_BASE_MS: '10' } });
    app.app.get(Models).register(studio);
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    web?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const call = (method: string, pathname: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(app.url + pathname, {
      method,
      headers: { authorization: `Bearer ${app.apiKey}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const order = async (body: unknown): Promise<Clips> => {
    const response = await call('POST', '/v1/clips', body);
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as Clips;
  };
  const read = async (id: string): Promise<Clips> => (await (await call('GET', `/v1/clips/${id}`)).json()) as Clips;
  const refused = async (body: unknown): Promise<Problem & { status: number }> => {
    const response = await call('POST', '/v1/clips', body);
    return { ...((await response.json()) as Problem), status: response.status };
  };
  const when = (id: string, isSo: (clips: Clips) => boolean): Promise<Clips> =>
    until(`clips ${id}`, 60_000, async () => {
      const clips = await read(id);
      return isSo(clips) ? clips : null;
    });
  const finished = (id: string): Promise<Clips> => when(id, ({ status }) => status === 'completed');
  const sql = async <R extends object>(text: string, params: unknown[] = []): Promise<R[]> => {
    const client = new Client({ connectionString: app.databaseUrl });
    await client.connect();
    try {
      return (await client.query<R>(text, params)).rows;
    } finally {
      await client.end();
    }
  };
  const pair = (duration: number, first = PICTURE, last = PICTURE) => ({ first_frame: first, last_frame: last, duration });
  const outcome = (clips: Clips, scene: string) => clips.clips[clips.frames[scene] ?? ''];
  const codeOf = (clips: Clips, scene: string): string | undefined => {
    const found = outcome(clips, scene);
    return typeof found === 'object' ? found.error.code : found;
  };

  it('begin with the first picture and end with the last one, drawn here', async () => {
    const [first, last] = [await paintedPng('testsrc2'), await paintedPng('mandelbrot')];
    const ordered = await order({
      model: 'local:illustrator',
      frames: { there: pair(1, dataUrlOf(first), dataUrlOf(last)), back: pair(1.5, dataUrlOf(last), dataUrlOf(first)) },
    });
    expect(ordered).toMatchObject({ status: 'processing', summary: { total: 2, pending: 2, completed: 0, failed: 0 } });
    expect(Object.keys(ordered.frames)).toEqual(['there', 'back']);
    expect(Object.keys(ordered.clips)).toEqual(Object.values(ordered.frames));
    const done = await finished(ordered.id);
    expect(done.summary).toEqual({ total: 2, pending: 0, completed: 2, failed: 0 });

    const pictureFrame = async (name: string, bytes: Buffer): Promise<Buffer> => {
      await writeFile(path.join(folder, name), bytes);
      const [frame] = await tinyFrames(path.join(folder, name));
      return frame ?? Buffer.alloc(0);
    };
    const pictures = { first: await pictureFrame('first.png', first), last: await pictureFrame('last.png', last) };
    expect(difference(pictures.first, pictures.last)).toBeGreaterThan(30);
    for (const [scene, begins, ends, frames] of [
      ['there', 'first', 'last', 30],
      ['back', 'last', 'first', 45],
    ] as const) {
      const link = outcome(done, scene);
      if (typeof link !== 'string') throw new Error(JSON.stringify(link));
      // Without any header: the link itself says that it may be seen.
      const file = path.join(folder, `${scene}.mp4`);
      await writeFile(file, Buffer.from(await (await fetch(app.url + new URL(link).pathname)).arrayBuffer()));
      const shown = await tinyFrames(file);
      expect(shown).toHaveLength(frames);
      expect(difference(shown[0] ?? Buffer.alloc(0), pictures[begins])).toBeLessThan(5);
      expect(difference(shown.at(-1) ?? Buffer.alloc(0), pictures[ends])).toBeLessThan(5);
      // On the way it is neither.
      const middle = shown[Math.floor(frames / 2)] ?? Buffer.alloc(0);
      expect(Math.min(difference(middle, pictures.first), difference(middle, pictures.last))).toBeGreaterThan(8);
    }
  }, 120_000);

  it('come out each by itself: one is there, one has failed, one is pending', async () => {
    const { id } = await order({ model: 'studio:between', frames: { '10': pair(6), '2': pair(4), last: pair(8) } });
    const half = await when(id, ({ summary }) => summary.pending === 1);
    expect(half).toMatchObject({ status: 'processing', summary: { total: 3, pending: 1, completed: 1, failed: 1 } });
    expect([outcome(half, '10'), codeOf(half, 'last')]).toEqual(['pending', 'content_refused']);
    expect(outcome(half, '2')).toMatch(/^http.*clip\.mp4$/);
    const eventsBefore = await sql('SELECT 1 FROM eventing.events WHERE stream_id = $1', [`clip-set-${id}`]);

    const { organisation } = (await (await call('GET', '/v1/me')).json()) as { organisation: { id: string } };
    const kept = () => app.app.get(ObjectStorage).head(`${organisation.id}/${id}/pictures/${half.frames['10']}-first`);
    expect(await kept()).not.toBeNull();

    const checked = await call('POST', `/v1/clips/${id}/check`);
    expect(checked.status).toBe(202);
    expect(((await checked.json()) as Clips).summary.pending).toBe(1);
    // Nothing has changed, so nothing was written.
    expect(await sql('SELECT 1 FROM eventing.events WHERE stream_id = $1', [`clip-set-${id}`])).toHaveLength(eventsBefore.length);

    studio.go();
    const done = await finished(id);
    expect(done.summary).toEqual({ total: 3, pending: 0, completed: 2, failed: 1 });
    const asked = studio.asked.filter(({ seconds }) => seconds === 4).at(-1);
    expect(asked?.request.firstImagePath && asked.request.lastImagePath).toBeTruthy();

    // What they have used is booked, and nothing is set aside any more; the pictures are gone.
    await until('the account is even', 20_000, async () => {
      const quota = (await (await call('GET', '/v1/billing/quota')).json()) as { resources: { reserved: number }[] };
      return quota.resources.every(({ reserved }) => reserved === 0);
    });
    const records = (await (await call('GET', '/v1/billing/records?limit=100')).json()) as {
      data: { resource: string; quantity: number }[];
    };
    const spent = records.data.filter(({ resource }) => resource === 'provider_cost_micros').map(({ quantity }) => quantity);
    expect(spent.sort()).toEqual([4000, 6000]);
    await until('the pictures are forgotten', 20_000, async () => {
      const found = await sql('SELECT 1 FROM eventing.events WHERE stream_id = $1 AND type = $2', [
        `clip-set-${id}`,
        'ClipPicturesForgotten',
      ]);
      return found.length === 1;
    });
    expect(await kept()).toBeNull();
  }, 60_000);

  it('say of every picture that cannot be had what is wrong, and go on with the others', async () => {
    const { id } = await order({
      model: 'studio:between',
      frames: {
        fine: pair(4, `${webUrl}/picture.png`, `${webUrl}/picture.png`),
        loopback: pair(4, `${webUrl}/to-loopback`),
        page: pair(4, PICTURE, `${webUrl}/page`),
        large: pair(4, `${webUrl}/large`),
        missing: pair(4, `${webUrl}/nothing`),
        asset: pair(4, `/v1/assets/${randomUUID()}/content`),
      },
    });
    const done = await finished(id);
    expect(['loopback', 'page', 'large', 'missing', 'asset'].map((scene) => codeOf(done, scene))).toEqual([
      'url_not_allowed',
      'unsupported_media',
      'payload_too_large',
      'not_found',
      'not_found',
    ]);
    expect(outcome(done, 'fine')).toMatch(/clip\.mp4$/);
    await until(
      'the addresses are forgotten',
      20_000,
      async () => (await sql("SELECT 1 FROM assets.kept_addresses WHERE purpose = 'picture'")).length === 0,
    );
    // An address may be a secret: it stands in no event and no task.
    const [leaks] = await sql<{ count: string }>(
      `SELECT (SELECT count(*) FROM eventing.events WHERE data::text LIKE '%to-loopback%')
            + (SELECT count(*) FROM tasks.tasks WHERE payload::text LIKE '%to-loopback%') AS count`,
    );
    expect(Number(leaks?.count)).toBe(0);
  }, 60_000);

  it('are refused with all faults at once, each under its pair', async () => {
    const { status, code, errors } = await refused({
      model: 'studio:between',
      aspectRatio: '1:1',
      frames: {
        '1': { first_frame: 'http://127.0.0.1/a.png', last_frame: 'ftp://example.com/b.png', duration: 5 },
        '2': { first_frame: dataUrlOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'), last_frame: '' },
        '3': { first_frame: PICTURE, last_frame: PICTURE, duration: '8', prompt: 'x' },
        '4': 'no pair',
        'white space': pair(4),
        '6': { first_frame: 'https://169.254.169.254/latest', last_frame: `data:image/png;base64,${'A'.repeat(14_500_000)}`, duration: 99 },
      },
    });
    expect([status, code]).toEqual([400, 'validation_failed']);
    const found = errors.map((error) => `${error.path} ${error.code}`);
    for (const fault of [
      'aspectRatio validation_failed',
      'frames.1.first_frame url_not_allowed',
      'frames.1.last_frame url_not_allowed',
      'frames.1.duration validation_failed',
      'frames.2.first_frame unsupported_media',
      'frames.2.last_frame validation_failed',
      'frames.3.duration validation_failed',
      'frames.3.prompt validation_failed',
      'frames.4 validation_failed',
      'frames.white space validation_failed',
      'frames.6.first_frame url_not_allowed',
      'frames.6.last_frame unsupported_media',
      'frames.6.duration validation_failed',
    ]) {
      expect(found).toContain(fault);
    }
    expect(errors.find((error) => error.path === 'frames.1.duration')?.nearest).toEqual([4, 6]);
    expect(errors.find((error) => error.path === 'frames.6.duration')?.nearest).toEqual([8]);
    const [kept] = await sql<{ count: string }>("SELECT count(*) FROM assets.kept_addresses WHERE purpose = 'picture'");
    expect(Number(kept?.count)).toBe(0);
  });

  it.each([
    [
      'an address that is never fetched',
      { frames: { '1': pair(4, 'http://localhost/x.png') } },
      400,
      'url_not_allowed',
      'frames.1.first_frame',
    ],
    ['no pair at all', { frames: {} }, 400, 'validation_failed', 'frames'],
    ['an unknown model', { model: 'nobody:nothing', frames: { '1': pair(4) } }, 400, 'unknown_model', 'model'],
    ['a retired model', { model: 'studio:old', frames: { '1': pair(4) } }, 400, 'model_retired', 'model'],
    ['a model that takes no pictures', { model: 'studio:words', frames: { '1': pair(4) } }, 400, 'validation_failed', 'model'],
    ['too many', { frames: Object.fromEntries(Array.from({ length: 121 }, (_, i) => [`s${i}`, {}])) }, 400, 'validation_failed', 'frames'],
  ])('are refused for %s', async (_name, body, status, code, where) => {
    const problem = await refused(body);
    expect([problem.status, problem.code]).toEqual([status, code]);
    expect(problem.errors.map((error) => error.path)).toContain(where);
    if (code === 'model_retired') expect(problem.successor).toBe('studio:between');
  });

  it('are refused while their model is closed, and nothing is reserved', async () => {
    studio.isOpen = false;
    try {
      const problem = await refused({ model: 'studio:between', frames: { '1': pair(4) } });
      expect([problem.status, problem.code]).toEqual([409, 'model_unavailable']);
      const { model } = await order({ frames: { '1': pair(1) } });
      expect(model).toBe('local:illustrator');
    } finally {
      studio.isOpen = true;
    }
  });

  it('are ordered once by an Idempotency-Key, shown to their owner only, and listed newest first', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { model: 'studio:between', frames: { '1': pair(4) } };
    const first = await call('POST', '/v1/clips', body, key);
    const again = await call('POST', '/v1/clips', body, key);
    const { id } = (await first.json()) as Clips;
    expect([again.status, again.headers.get('idempotency-replayed'), again.headers.get('location')]).toEqual([
      202,
      'true',
      `/v1/clips/${id}`,
    ]);
    expect(((await again.json()) as Clips).id).toBe(id);

    const page = (await (await call('GET', '/v1/clips?limit=2')).json()) as { data: Clips[]; nextCursor: string | null };
    expect(page.data[0]?.id).toBe(id);
    expect(page.data).toHaveLength(2);
    const next = (await (await call('GET', `/v1/clips?limit=2&cursor=${page.nextCursor}`)).json()) as { data: Clips[] };
    expect(next.data.map((one) => one.id)).not.toContain(page.data[1]?.id);

    const made = (await (await call('POST', '/v1/admin/organisations', { name: 'Others' })).json()) as { apiKey: { key: string } };
    const others = { authorization: `Bearer ${made.apiKey.key}` };
    const foreign = [await call('GET', `/v1/clips/${id}`, undefined, others), await call('POST', `/v1/clips/${id}/check`, {}, others)];
    expect(foreign.map(({ status }) => status)).toEqual([404, 404]);
    expect(((await (await call('GET', '/v1/clips', undefined, others)).json()) as { data: Clips[] }).data).toEqual([]);
    expect((await call('GET', '/v1/clips?cursor=nonsense')).status).toBe(400);
  });
});
