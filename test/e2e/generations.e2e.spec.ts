import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStore } from '#eventing';
import { Kadr } from '@kadr/sdk';
import { type ImageMaker, type ModelInfo, Models, type PictureRequest, type Provider, ProviderError } from '#integrations';
import { pngOf } from '#media/testing';
import { Receiver } from '#webhooks/testing';
import { startTestApp, type TestApp } from '../../apps/api/src/testing/index.js';
import { keptInDatabase, keptInFolder, keptInNats, keptInRedis, placesOf } from '../support/everything-kept.js';
import { dataUrlOf } from '../support/pictures.js';
import { until } from '../support/supervised.js';

interface Generation {
  readonly id: string;
  readonly model: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  readonly asset: {
    readonly id: string;
    readonly kind: string;
    readonly contentType: string;
    readonly width: number | null;
    readonly height: number | null;
    readonly durationSeconds: number | null;
    readonly bytes: number;
    readonly source: string;
    readonly url: string;
  } | null;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
  readonly cost: { readonly amountMicros: number; readonly currency: string };
  readonly completedAt: string | null;
}
interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly path: string; readonly code: string; readonly nearest?: readonly number[] }[];
  readonly successor?: string;
}

/** Draws one picture for everything; changes pictures that it is given; says no to one prompt. */
class Atelier implements Provider {
  readonly name = 'atelier';
  readonly asked: { readonly request: PictureRequest; readonly source: Buffer | null }[] = [];
  isOpen = true;

  models(): readonly ModelInfo[] {
    const open = { available: this.isOpen, unavailableReason: this.isOpen ? null : 'no key', successor: null };
    const model = {
      ...open,
      provider: 'atelier',
      durationsSeconds: null,
      aspectRatios: ['1:1', '9:16'],
      unit: 'image' as const,
      priceMicros: 5000,
    };
    return [
      { ...model, id: 'atelier:brush', capability: 'text-to-image' },
      { ...model, id: 'atelier:brush', capability: 'image-edit' },
      { ...model, id: 'atelier:reel', capability: 'image-to-video', durationsSeconds: [5, 10] },
      { ...model, id: 'atelier:writer', capability: 'script' },
      { ...model, id: 'atelier:chalk', capability: 'text-to-image', available: false, successor: 'atelier:brush' },
    ];
  }

  makers(): { image: ImageMaker } {
    return {
      image: {
        make: async (request, { path }) => {
          this.asked.push({ request, source: request.sourceImagePath === undefined ? null : await readFile(request.sourceImagePath) });
          if (request.prompt === 'forbidden') throw new ProviderError('content_refused', 'not this', false);
          await writeFile(path, pngOf(64, 64));
          const cost = { provider: 'atelier', model: 'atelier:brush', units: 1, amountMicros: 5000, currency: 'USD' as const };
          return { path, contentType: 'image/png', cost };
        },
      },
    };
  }
}

const DEAR_MICROS = 7000;

/** Has a price, and refuses everything. */
const dear: Provider = {
  name: 'dear',
  models: () => [
    {
      ...{ id: 'dear:reel', provider: 'dear', capability: 'text-to-video', unit: 'call', priceMicros: DEAR_MICROS },
      ...{ durationsSeconds: null, aspectRatios: ['9:16'], available: true, unavailableReason: null, successor: null },
    },
  ],
  makers: () => ({ clip: { make: () => Promise.reject(new ProviderError('content_refused', 'not this', false)) } }),
};

describe('single generations', () => {
  const atelier = new Atelier();
  let app: TestApp;
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await new Receiver().start();
    // Mails go nowhere: what was to be said stays to be said.
    const mail = { KADR_SMTP_URL: 'smtp://127.0.0.1:9', KADR_MAIL_FROM: 'kadr@example.com' };
    const calm = { KADR_RATE_LIMIT_PER_MINUTE: '5000', KADR_RETRY_BASE_MS: '10' };
    app = await startTestApp({ env: { ...calm, ...mail, KADR_EGRESS_ALLOW: receiver.host } });
    app.app.get(Models).register(atelier);
    app.app.get(Models).register(dear);
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    await receiver?.stop();
  }, 60_000);

  const call = (method: string, pathname: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(app.url + pathname, {
      method,
      headers: { authorization: `Bearer ${app.apiKey}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const read = async (id: string): Promise<Generation> => (await (await call('GET', `/v1/generations/${id}`)).json()) as Generation;
  const order = async (model: string, input: object): Promise<Generation> => {
    const response = await call('POST', '/v1/generations', { model, input });
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as Generation;
  };
  const made = async (model: string, input: object): Promise<Generation> => {
    const { id } = await order(model, input);
    return until(`generation ${id}`, 60_000, async () => {
      const generation = await read(id);
      return ['completed', 'failed'].includes(generation.status) ? generation : null;
    });
  };

  it.each([
    ['a picture', 'local:illustrator', { prompt: 'A lighthouse in the rain', aspectRatio: '1:1' }, 'image', { width: 1080, height: 1080 }],
    [
      'a clip',
      'local:illustrator',
      { prompt: 'A lighthouse', durationSeconds: 1.5, aspectRatio: '16:9' },
      'video',
      { width: 1280, height: 720 },
    ],
    ['speech', 'local:speech', { prompt: 'Привет, мир' }, 'audio', {}],
    ['music', 'local:music', { prompt: 'calm', durationSeconds: 3 }, 'audio', {}],
  ])(
    'make %s, which becomes an asset',
    async (_what, model, input, kind, size) => {
      const generation = await made(model, input);
      expect(generation).toMatchObject({ model, status: 'completed', error: null, asset: { kind, source: model, ...size } });
      expect(generation.cost).toMatchObject({ amountMicros: 0, currency: 'USD' });
      const { asset } = generation;
      if ('durationSeconds' in input) expect(asset?.durationSeconds).toBeCloseTo(input.durationSeconds, 1);
      const listed = (await (await call('GET', `/v1/assets/${asset?.id}`)).json()) as { bytes: number };
      expect(listed.bytes).toBe(asset?.bytes);
      const bytes = await (await fetch(app.url + new URL(asset?.url ?? '').pathname)).arrayBuffer();
      expect(bytes.byteLength).toBe(asset?.bytes);
    },
    90_000,
  );

  it('tell the model word for word what was asked, and hand it the picture', async () => {
    const prompt = '  «Маяк»\n\tunder --ar 9:16 & "rain" <b>\u{1F327}  ';
    const picture = pngOf(33, 44);
    const generation = await made('atelier:brush', { prompt, negativePrompt: 'no people', imageUrl: dataUrlOf(picture), seed: 7 });
    expect(generation).toMatchObject({
      status: 'completed',
      cost: { amountMicros: 5000 },
      asset: { kind: 'image', width: 64, source: 'atelier:brush' },
    });
    const asked = atelier.asked.at(-1);
    expect(asked?.request).toMatchObject({ prompt, negativePrompt: 'no people', seed: 7 });
    expect(asked?.source?.equals(picture)).toBe(true);
    // An asset is a picture like any other.
    const again = await made('atelier:brush', { prompt: 'again', imageUrl: `/v1/assets/${generation.asset?.id}/content` });
    expect(again.status).toBe('completed');
    expect(atelier.asked.at(-1)?.source?.equals(pngOf(64, 64))).toBe(true);
  }, 60_000);

  it('say why there is no result, and reserve nothing any more', async () => {
    const generation = await made('atelier:brush', { prompt: 'forbidden' });
    expect(generation).toMatchObject({ status: 'failed', asset: null, error: { code: 'content_refused', retryable: false } });
    expect(generation.completedAt).not.toBeNull();
    await until('the account is even', 20_000, async () => {
      const quota = (await (await call('GET', '/v1/billing/quota')).json()) as {
        resources: { resource: string; reserved: number; used: number }[];
      };
      return quota.resources.every(({ reserved }) => reserved === 0) ? quota : null;
    });
    const refreshed = await call('POST', `/v1/generations/${generation.id}/refresh`);
    expect([refreshed.status, ((await refreshed.json()) as Generation).status]).toEqual([202, 'failed']);
  }, 60_000);

  const HTTP = 'http://127.0.0.1/x.png';
  it.each([
    ['an unknown model', 'nobody:nothing', { prompt: 'a' }, 400, 'unknown_model', 'model'],
    ['a retired model', 'atelier:chalk', { prompt: 'a' }, 400, 'model_retired', 'model'],
    ['a model that writes scripts', 'atelier:writer', { prompt: 'a' }, 400, 'validation_failed', 'model'],
    ['a renderer', 'ffmpeg', { prompt: 'a' }, 400, 'validation_failed', 'model'],
    ['nothing to say', 'local:speech', { prompt: ' ' }, 400, 'validation_failed', 'input.prompt'],
    ['NUL', 'local:speech', { prompt: 'a\0b' }, 400, 'validation_failed', 'input.prompt'],
    ['a field nobody knows', 'local:speech', { prompt: 'a', voice: 'x' }, 400, 'validation_failed', 'input.voice'],
    ['a length of what has none', 'local:speech', { prompt: 'a', durationSeconds: 5 }, 400, 'validation_failed', 'input.durationSeconds'],
    [
      'a length the model cannot make',
      'atelier:reel',
      { prompt: 'a', imageUrl: HTTP, durationSeconds: 7 },
      400,
      'validation_failed',
      'input.durationSeconds',
    ],
    [
      'a length nobody makes',
      'local:illustrator',
      { prompt: 'a', durationSeconds: 3600 },
      400,
      'validation_failed',
      'input.durationSeconds',
    ],
    [
      'a picture for a voice',
      'local:speech',
      { prompt: 'a', imageUrl: dataUrlOf(pngOf(8, 8)) },
      400,
      'validation_failed',
      'input.imageUrl',
    ],
    ['no picture where one is needed', 'atelier:reel', { prompt: 'a' }, 400, 'validation_failed', 'input.imageUrl'],
    [
      'a last picture without a first',
      'local:illustrator',
      { prompt: 'a', lastImageUrl: dataUrlOf(pngOf(8, 8)) },
      400,
      'validation_failed',
      'input.imageUrl',
    ],
    ['an address that is never fetched', 'atelier:brush', { prompt: 'a', imageUrl: HTTP }, 400, 'url_not_allowed', 'input.imageUrl'],
    [
      'a picture that is none',
      'atelier:brush',
      { prompt: 'a', imageUrl: dataUrlOf(Buffer.from('<svg/>'), 'image/svg+xml') },
      400,
      'unsupported_media',
      'input.imageUrl',
    ],
    ['a shape the model cannot make', 'atelier:brush', { prompt: 'a', aspectRatio: '16:9' }, 400, 'validation_failed', 'input.aspectRatio'],
  ])('are refused for %s', async (_name, model, input, status, code, where) => {
    const response = await call('POST', '/v1/generations', { model, input });
    const problem = (await response.json()) as Problem;
    expect([response.status, problem.code]).toEqual([status, code]);
    const error = problem.errors?.find(({ path }) => path === where);
    expect(error).toBeDefined();
    if (model === 'atelier:reel' && 'durationSeconds' in input) expect(error?.nearest).toEqual([5]);
    if (code === 'model_retired') expect(problem.successor).toBe('atelier:brush');
  });

  it('are refused while the model is closed', async () => {
    atelier.isOpen = false;
    try {
      const response = await call('POST', '/v1/generations', { model: 'atelier:brush', input: { prompt: 'a' } });
      expect([response.status, ((await response.json()) as Problem).code]).toEqual([409, 'model_unavailable']);
    } finally {
      atelier.isOpen = true;
    }
  });

  it('are ordered once by an Idempotency-Key, shown to their owner only, and listed newest first', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { model: 'atelier:brush', input: { prompt: 'once' } };
    const first = await call('POST', '/v1/generations', body, key);
    const again = await call('POST', '/v1/generations', body, key);
    const { id } = (await first.json()) as Generation;
    expect([first.status, first.headers.get('location')]).toEqual([202, `/v1/generations/${id}`]);
    expect([again.headers.get('idempotency-replayed'), ((await again.json()) as Generation).id]).toEqual(['true', id]);
    const other = await call('POST', '/v1/generations', { ...body, input: { prompt: 'twice' } }, key);
    expect(other.status).toBe(422);

    const page = (await (await call('GET', '/v1/generations?limit=1')).json()) as { data: Generation[]; nextCursor: string | null };
    expect(page.data.map((one) => one.id)).toEqual([id]);
    expect(page.nextCursor).not.toBeNull();

    const org = (await (await call('POST', '/v1/admin/organisations', { name: 'Others' })).json()) as { apiKey: { key: string } };
    const others = { authorization: `Bearer ${org.apiKey.key}` };
    const foreign = [
      await call('GET', `/v1/generations/${id}`, undefined, others),
      await call('POST', `/v1/generations/${id}/refresh`, {}, others),
    ];
    expect(foreign.map(({ status }) => status)).toEqual([404, 404]);
    expect((await call('GET', '/v1/generations/no-id')).status).toBe(404);
  });

  describe('faults C35: what was deleted', () => {
    const WORD = 'zymurgy';
    /** @returns columns, files and others in which the word stands */
    const search = async (word = WORD): Promise<string[]> => {
      const { KADR_NATS_STREAM: stream = '', KADR_NAMESPACE: namespace = '', KADR_DATA_DIR: folder = '' } = process.env;
      const places = [
        await keptInDatabase(app.sql),
        await keptInNats(process.env['NATS_URL'] ?? '', stream),
        await keptInRedis(process.env['REDIS_URL'] ?? '', namespace),
        keptInFolder(folder),
      ];
      return places.flatMap((kept) => placesOf(word, kept));
    };
    const post = async (pathname: string, body: unknown): Promise<{ id: string }> => {
      const response = await call('POST', pathname, body, { 'idempotency-key': randomUUID() });
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      return (await response.json()) as { id: string };
    };
    const ended = (pathname: string, isSo: (one: { status: string }) => boolean) =>
      until(pathname, 60_000, async () => {
        const one = (await (await call('GET', pathname)).json()) as { status: string };
        return isSo(one) ? one : null;
      });

    /** A receiver was told the word, and has answered with it: answers of hosts that the operator lists, as this one, are else not kept. */
    const repeated = () =>
      until('a receiver has repeated it', 60_000, async () => {
        const { rowCount } = await app.sql.query(
          `UPDATE webhooks.deliveries d
              SET log = ARRAY(SELECT jsonb_set(entry::jsonb, '{5}', to_jsonb('told of ' || $1))::text FROM unnest(d.log) AS entry)
             FROM webhooks.announcements a
            WHERE d.log <> '{}' AND a.id = d.announcement_id AND (a.metadata::text || a.data::text) LIKE '%' || $1 || '%'`,
          [WORD],
        );
        return receiver.heard.some(({ body }) => body.includes(WORD)) && rowCount;
      });
    /** The only video of a batch, waiting at a gate. */
    const ofBatch = async (item: object): Promise<{ id: string; batch: string }> => {
      const batch = await post('/v1/batches', { items: [{ ...item, durationSeconds: 5, approvals: ['script'] }] });
      const id = await until('its video is there', 60_000, async () => {
        const { data } = (await (await call('GET', `/v1/batches/${batch.id}/items`)).json()) as {
          data: { videoId: string | null; status: string }[];
        };
        return data[0]?.status === 'pending' ? null : (data[0]?.videoId ?? null);
      });
      return { id, batch: batch.id };
    };

    it('leaves no word anywhere: of videos, generations, clips and assets, whichever way they ended', async () => {
      await post('/v1/webhook-endpoints', { url: receiver.url('/hook'), events: ['*'] });
      const made = await post('/v1/generations', { model: 'atelier:brush', input: { prompt: `a ${WORD}`, negativePrompt: `no ${WORD}` } });
      const failed = await post('/v1/generations', { model: 'atelier:brush', input: { prompt: 'forbidden', negativePrompt: WORD } });
      const picture = dataUrlOf(pngOf(64, 64));
      const frames = { [`scene-${WORD}`]: { first_frame: picture, last_frame: picture, duration: 1 } };
      const clips = await post('/v1/clips', { model: 'local:illustrator', frames });
      const words = { title: WORD, metadata: { [WORD]: WORD }, tone: WORD, audience: WORD, style: WORD };
      const video = await post('/v1/videos', { ...words, prompt: `the ${WORD} of it`, durationSeconds: 5, approvals: ['script'] });
      const written = await post('/v1/videos', { script: `${WORD} it says, and nothing more.`, approvals: ['script'] });
      const row = await ofBatch({ key: WORD, prompt: `a ${WORD} in a row`, metadata: { [WORD]: WORD } });
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(pngOf(32, 32))], { type: 'image/png' }), `${WORD}.png`);
      const upload = await fetch(`${app.url}/v1/assets`, {
        method: 'POST',
        body: form,
        headers: { authorization: `Bearer ${app.apiKey}` },
      });
      const asset = (await upload.json()) as { id: string };

      await Promise.all([made, failed].map(({ id }) => ended(`/v1/generations/${id}`, ({ status }) => /completed|failed/.test(status))));
      await ended(`/v1/clips/${clips.id}`, ({ status }) => status === 'completed');
      await Promise.all([video, written, row].map(({ id }) => ended(`/v1/videos/${id}`, ({ status }) => status === 'awaiting_approval')));
      await post(`/v1/videos/${written.id}/approvals/script/links`, { label: WORD });
      await post(`/v1/videos/${video.id}/approvals/script/reject`, { comment: `more ${WORD}` });
      await Promise.all([video, written, row].map(({ id }) => post(`/v1/videos/${id}/cancel`, {})));
      await repeated();
      // The search finds what is there; what was said in events is sealed already.
      const before = await search();
      const known = [
        'platform.idempotency_keys.body',
        'jobs.video_index.data',
        'webhooks.announcements.metadata',
        'notifications.approval_links.label',
      ];
      expect(before).toEqual(expect.arrayContaining([...known, 'webhooks.deliveries.log', 'batches.items.given']));
      expect(before).not.toContain('eventing.events.data');
      expect(before).not.toContain('nats');

      const things = [
        ...[made, failed].map(({ id }) => ({ pathname: `/v1/generations/${id}`, stream: `generation-${id}`, last: 'GenerationErased' })),
        ...[video, written, row].map(({ id }) => ({ pathname: `/v1/videos/${id}`, stream: `video-job-${id}`, last: 'FilesRemoved' })),
        { pathname: `/v1/clips/${clips.id}`, stream: `clip-set-${clips.id}`, last: 'ClipSetErased' },
        { pathname: `/v1/assets/${asset.id}`, stream: `asset-${asset.id}`, last: 'AssetFilesRemoved' },
      ];
      for (const { pathname } of things) expect([pathname, (await call('DELETE', pathname)).status]).toEqual([pathname, 204]);
      for (const { pathname, stream, last } of things) {
        expect([pathname, (await call('GET', pathname)).status]).toEqual([pathname, 404]);
        await until(`${last} of ${stream}`, 60_000, async () => {
          const { rows } = await app.sql.query('SELECT 1 FROM eventing.events WHERE stream_id = $1 AND type = $2', [stream, last]);
          return rows.length > 0 || null;
        });
      }
      expect(await search()).toEqual([]);
      const { rows } = await app.sql.query('SELECT stream_id FROM eventing.stream_keys WHERE key IS NOT NULL AND stream_id = ANY($1)', [
        things.map(({ stream }) => stream),
      ]);
      expect(rows).toEqual([]);
      for (const { stream } of things) {
        const events = await app.app.get(EventStore, { strict: false }).readStream(stream);
        expect(JSON.stringify(events)).not.toContain(WORD);
      }
    }, 180_000);

    it('leaves no word of endpoints and runs: neither in rows nor in answers that are kept', async () => {
      const word = 'quincunx';
      const endpoint = await post('/v1/webhook-endpoints', { url: `https://hooks.example/${word}`, events: ['*'], description: word });
      const node = { id: 'said', type: 'Input.Text', params: { default: 'nothing' } };
      const graph = { nodes: [node], edges: [], outputs: { said: 'said.text' } };
      const workflow = await post('/v1/workflows', { name: 'Plain', graph });
      const run = await post(`/v1/workflows/${workflow.id}/runs`, { inputs: { said: `${word} again` } });
      await ended(`/v1/workflow-runs/${run.id}`, ({ status }) => status === 'completed');
      expect(await search(word)).toEqual(expect.arrayContaining(['webhooks.endpoints.data', 'platform.idempotency_keys.body']));
      for (const pathname of [`/v1/workflow-runs/${run.id}`, `/v1/webhook-endpoints/${endpoint.id}`])
        expect([pathname, (await call('DELETE', pathname)).status]).toEqual([pathname, 204]);
      let found: string[] = [];
      await until('no word is left', 60_000, async () => (found = await search(word)).length === 0).catch(() => undefined);
      expect(found).toEqual([]);
    }, 180_000);

    it('leaves no word of batches, workflows and schedules: neither in rows nor in answers that are kept', async () => {
      const word = 'eleemosynary';
      const { id, batch } = await ofBatch({ prompt: 'plain', key: word });
      const node = { id: 'said', type: 'Input.Text', params: { default: 'nothing' } };
      const workflow = await post('/v1/workflows', { name: word, graph: { nodes: [node], edges: [] } });
      const schedule = await post(`/v1/workflows/${workflow.id}/schedules`, { name: word, cron: '0 9 * * *', timezone: 'UTC' });
      const named = await post('/v1/batches', { name: word, items: [{ prompt: 'plain', durationSeconds: 5, approvals: ['script'] }] });
      for (const one of [batch, named.id]) await post(`/v1/batches/${one}/cancel`, {});
      for (const one of [batch, named.id]) await ended(`/v1/batches/${one}`, ({ status }) => status === 'cancelled');
      await ended(`/v1/videos/${id}`, ({ status }) => status === 'cancelled');
      const known = ['batches.items.key', 'batches.orders.name', 'workflows.workflows.data', 'platform.idempotency_keys.body'];
      expect(await search(word)).toEqual(expect.arrayContaining(known));
      const things = [
        `/v1/batches/${batch}`,
        `/v1/batches/${named.id}`,
        `/v1/workflow-schedules/${schedule.id}`,
        `/v1/workflows/${workflow.id}`,
      ];
      for (const pathname of things) expect([pathname, (await call('DELETE', pathname)).status]).toEqual([pathname, 204]);
      let found: string[] = [];
      // A graph is kept once however often it is used, until the organisation is erased.
      const left = async () => (found = (await search(word)).filter((place) => place !== 'workflows.graphs.document'));
      await until('no word is left', 60_000, async () => (await left()).length === 0).catch(() => undefined);
      expect(found).toEqual([]);
      const { rows } = await app.sql.query('SELECT 1 FROM eventing.stream_keys WHERE key IS NOT NULL AND stream_id = ANY($1)', [
        [`workflow-${workflow.id}`, `workflow-schedule-${schedule.id}`],
      ]);
      expect(rows).toEqual([]);
    }, 180_000);

    it('leaves no word of an organisation that is erased, whatever it had under way', async () => {
      const made = await post('/v1/admin/organisations', { name: `${WORD} films`, plan: 'unlimited' });
      const { key } = (made as unknown as { apiKey: { key: string } }).apiKey;
      const theirs = { authorization: `Bearer ${key}` };
      const order = async (pathname: string, body: object): Promise<string> => {
        const response = await call('POST', pathname, body, theirs);
        expect([pathname, response.status < 300]).toEqual([pathname, true]);
        return response.text();
      };
      const picture = dataUrlOf(pngOf(64, 64));
      await order('/v1/videos', { prompt: WORD, durationSeconds: 5, approvals: ['script'] });
      await order('/v1/videos', { script: `${WORD} runs while it is erased.` });
      await order('/v1/generations', { model: 'atelier:brush', input: { prompt: WORD } });
      const frames = { [WORD]: { first_frame: picture, last_frame: picture, duration: 1 } };
      await order('/v1/clips', { model: 'local:illustrator', frames });
      await order('/api/short-video', { scenes: [{ text: WORD, sceneDuration: 3 }], config: { skipVoiceover: true } });
      const { id: keyId } = JSON.parse(await order('/v1/api-keys', { name: WORD, scopes: ['videos:read'] })) as { id: string };
      expect((await fetch(`${app.url}/v1/api-keys/${keyId}`, { method: 'DELETE', headers: theirs })).status).toBe(204);
      await order('/v1/members', { subject: WORD, email: `${WORD}@example.com`, role: 'viewer' });
      await order('/v1/contacts/email', { address: `${WORD}@example.com`, name: WORD, role: 'approver' });
      await order('/v1/webhook-endpoints', { url: `https://hooks.example/${WORD}`, events: ['*'], description: WORD });
      await order('/v1/webhook-endpoints', { url: receiver.url('/hook'), events: ['*'] });
      const rows = [WORD, `${WORD} again`].map((prompt, n) => ({ key: `${WORD}-${n}`, prompt, durationSeconds: 5, approvals: ['script'] }));
      const { id: seriesId } = JSON.parse(await order('/v1/series', { name: WORD, bible: WORD, topics: [WORD] })) as { id: string };
      await order(`/v1/series/${seriesId}/episodes`, { durationSeconds: 5, approvals: ['script'] });
      await order('/v1/batches', { name: WORD, defaults: { metadata: { [WORD]: WORD } }, items: rows });
      const node = { id: 'said', type: 'Input.Text', params: { default: WORD } };
      const workflow = { name: WORD, graph: { nodes: [node], edges: [], outputs: { said: 'said.text' } } };
      const { id: workflowId } = JSON.parse(await order('/v1/workflows', workflow)) as { id: string };
      await order(`/v1/workflows/${workflowId}/runs`, { inputs: { said: `${WORD} again` } });
      const timed = { name: WORD, cron: '0 9 * * *', timezone: 'UTC', inputs: { said: WORD } };
      await order(`/v1/workflows/${workflowId}/schedules`, timed);
      const secret = {
        method: 'PUT',
        headers: { ...theirs, 'content-type': 'application/json' },
        body: JSON.stringify({ value: `${WORD} ${WORD}` }),
      };
      expect((await fetch(`${app.url}/v1/secrets/${WORD}`, secret)).ok).toBe(true);
      await repeated();
      const known = [
        ...['identity.organisations.name', 'identity.api_keys.name', 'identity.members.subject', 'identity.members.email'],
        ...['webhooks.endpoints.data', 'workflows.graphs.document', 'workflows.workflows.data', 'workflows.secrets.name'],
        ...['notifications.contact_links.address', 'notifications.contact_links.name'],
        ...['batches.items.given', 'batches.items.key', 'batches.orders.name', 'batches.orders.defaults'],
        ...['batches.series.name', 'batches.series.bible', 'batches.series.topics'],
      ];
      expect(await search()).toEqual(expect.arrayContaining(known));

      const erase = () => call('POST', `/v1/admin/organisations/${made.id}/erase`, {});
      const begun = await Promise.all([erase(), erase()]);
      expect(begun.map(({ status }) => status)).toEqual([202, 202]);
      expect(await begun[0]?.json()).toMatchObject({ status: 'erasing', finishedAt: null });
      const erased = await until('the organisation is erased', 120_000, async () => {
        const { erasure } = (await (await call('GET', `/v1/admin/organisations/${made.id}`)).json()) as { erasure: { status: string } };
        return erasure.status === 'erased' ? erasure : null;
      });
      expect(erased).toMatchObject({ left: 0, finishedAt: expect.any(String) });
      expect((await call('GET', '/v1/videos', undefined, theirs)).status).toBe(401);
      expect(await search()).toEqual([]);
      expect(await (await erase()).json()).toEqual(erased);
    }, 180_000);

    it('is nothing of the organisation that runs the installation, nor of one that is not there', async () => {
      const { organisation } = (await (await call('GET', '/v1/me')).json()) as { organisation: { id: string } };
      const refused = await call('POST', `/v1/admin/organisations/${organisation.id}/erase`, {});
      expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([409, 'not_erasable']);
      expect((await call('POST', `/v1/admin/organisations/${randomUUID()}/erase`, {})).status).toBe(404);
    });

    it('is not deleted before it has ended', async () => {
      const video = await post('/v1/videos', { prompt: 'waits', durationSeconds: 5, approvals: ['script'] });
      expect((await call('DELETE', `/v1/videos/${video.id}`)).status).toBe(409);
      await post(`/v1/videos/${video.id}/cancel`, {});
      const unknown = randomUUID();
      expect((await call('DELETE', `/v1/clips/${unknown}`)).status).toBe(404);
      expect((await call('DELETE', `/v1/generations/${unknown}`)).status).toBe(404);
    });
  });

  describe('and films, through the client that others install,', () => {
    const SMALL = { durationSeconds: 5, resolution: '480p', fps: 24, voice: false, music: false } as const;
    const PAID = { ...SMALL, prompt: 'A whale sings', visuals: { mode: 'text-to-video' as const, models: ['dear:reel'] } };
    let kadr: Kadr;
    let folder = '';
    beforeAll(() => {
      kadr = new Kadr({ apiKey: app.apiKey, baseUrl: app.url });
      folder = mkdtempSync(path.join(tmpdir(), 'kadr-client-e2e-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('are ordered, waited for, downloaded, and found by what they were ordered with', async () => {
      const metadata = { sku: 'W-7', 'a b[c]&d': 'Кит' };
      const { data: video, requestId, rateLimit } = await kadr.videos.create({ ...SMALL, prompt: 'A whale', metadata }).withResponse();
      expect([requestId, rateLimit?.limit]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), 5000]);
      const told: number[] = [];
      const done = await kadr.videos.waitFor(video.id, { onProgress: ({ percent }) => told.push(percent), timeoutMs: 240_000 });
      expect([done.status, told.at(-1)]).toEqual(['completed', 100]);
      const to = path.join(folder, 'film.mp4');
      const { sha256, contentType } = await kadr.videos.download(video.id, 'final.mp4', { to });
      expect([sha256, contentType]).toEqual([done.artifacts.find(({ name }) => name === 'final.mp4')?.sha256, 'video/mp4']);
      const asset = await kadr.assets.upload(to);
      expect(asset).toMatchObject({ status: 'ready', kind: 'video', name: 'film.mp4', sha256 });
      const copy = await kadr.assets.download(asset.id);
      expect(copy.sha256).toBe(sha256);
      const found = async (wanted: Record<string, string>): Promise<string[]> => {
        const ids: string[] = [];
        for await (const { id } of kadr.videos.list({ metadata: wanted, limit: 1 })) ids.push(id);
        return ids;
      };
      expect([
        await found(metadata),
        await found({ sku: 'W-7' }),
        await found({ sku: 'W-8' }),
        await found({ ...metadata, no: '1' }),
      ]).toEqual([[video.id], [video.id], [], []]);
      const events: string[] = [];
      for await (const { event } of kadr.videos.events(video.id)) events.push(event);
      expect(events.at(-1)).toBe('completed');
    }, 300_000);

    it('cost no more than was allowed for, and nothing where it would be more', async () => {
      const { cost } = await kadr.videos.estimate(PAID);
      expect(cost.amountMicros).toBe(DEAR_MICROS);
      const maxCostMicros = cost.amountMicros - 1;
      const before = await kadr.billing.quota();
      const refused = await kadr.videos.create({ ...PAID, maxCostMicros }).catch((error: unknown) => error);
      expect(refused).toMatchObject({
        status: 402,
        code: 'cost_above_limit',
        problem: { estimatedMicros: cost.amountMicros, maxCostMicros },
      });
      expect(await kadr.videos.estimate({ ...PAID, maxCostMicros })).toMatchObject({
        allowed: false,
        refusals: [{ limit: maxCostMicros }],
      });
      expect((await kadr.billing.quota()).resources).toEqual(before.resources);
      const { id } = await kadr.videos.create({ ...PAID, maxCostMicros: cost.amountMicros });
      // The model refuses, and what is drawn here takes its place.
      await kadr.videos.waitFor(id, { timeoutMs: 240_000 });
      const again = await kadr.videos.regenerate(id, 0, { maxCostMicros: DEAR_MICROS - 1 }).catch((error: unknown) => error);
      expect(again).toMatchObject({ status: 402, code: 'cost_above_limit', problem: { videoId: id, estimatedMicros: DEAR_MICROS } });
      expect((await kadr.videos.get(id)).status).toBe('completed');
      expect(await kadr.videos.regenerate(id, 0, { maxCostMicros: DEAR_MICROS })).toMatchObject({ status: 'processing' });
      await kadr.videos.waitFor(id, { timeoutMs: 240_000 });
    }, 600_000);

    it.each([{ maxCostMicros: -1 }, { maxCostMicros: 1.5 }, { maxCostMicros: 'five' }, { maxCostMicros: 2 ** 53 }])(
      'are not ordered with %p',
      async (body) => {
        const refused = await kadr.videos.create({ ...SMALL, prompt: 'A', ...body } as never).catch((error: unknown) => error);
        expect(refused).toMatchObject({
          name: 'ValidationFailed',
          errors: expect.arrayContaining([expect.objectContaining({ path: 'maxCostMicros' })]),
        });
      },
    );

    it.each([
      'metadata=a',
      'metadata[]=a',
      'metadata[a]=1&metadata[a]=2',
      'metadata[a]=1&metadata=b',
      'limit[a]=1',
      `metadata[a]=${'x'.repeat(501)}`,
    ])('are not listed by ?%s', async (query) => {
      const response = await call('GET', `/v1/videos?${query}`);
      expect([response.status, ((await response.json()) as Problem).code]).toEqual([400, 'validation_failed']);
    });
  });
});
