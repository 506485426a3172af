import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Makers } from '#integrations';
import { final, ScriptedProvider } from '#integrations/testing';
import { Videos } from '#jobs';
import { DirectedApp } from '../support/directed-app.js';
import { until } from '../support/supervised.js';

interface Batch {
  readonly id: string;
  readonly status: string;
  readonly pauseReason: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly cost: { readonly amountMicros: number; readonly estimatedMicros: number };
}
interface Item {
  readonly index: number;
  readonly key: string | null;
  readonly status: string;
  readonly videoId: string | null;
  readonly videoUrl: string | null;
  readonly cost: { readonly amountMicros: number };
  readonly error: { readonly code: string; readonly message: string } | null;
}
interface Fault {
  readonly path: string;
  readonly line?: number;
}

const SMALL = { durationSeconds: 5, resolution: '480p', fps: 24, music: false, subtitles: false };
const CLIP_MICROS = 700;

/** Every clip of it costs something. */
class Dear extends ScriptedProvider {
  override makers(): Makers {
    const { clip, ...others } = super.makers() as Required<Makers>;
    const cost = { provider: this.name, model: `${this.name}:model`, units: 1, unit: 'clip', amountMicros: CLIP_MICROS };
    return { ...others, clip: { make: async (...given) => ({ ...(await clip.make(...given)), cost: cost as never }) } };
  }
}

describe('a batch of videos', () => {
  const dear = new Dear('dear', 'text-to-video');
  const broken = new ScriptedProvider('broken', 'text-to-video');
  let app: DirectedApp;
  let orgId = '';
  beforeAll(async () => {
    app = await DirectedApp.start([dear, broken], { KADR_BATCH_LOOK_MS: '200', KADR_STALLED_AFTER_SECONDS: '3600' });
    orgId = (await app.get<{ organisation: { id: string } }>('/v1/me')).organisation.id;
  }, 120_000);
  afterAll(() => app?.close(), 60_000);

  const send = (body: string | Buffer, type: string, query = '', headers: Record<string, string> = {}): Promise<Response> =>
    app.request(`/v1/batches${query}`, { method: 'POST', body: body as string, headers: { 'content-type': type, ...headers } });
  const csv = (text: string | Buffer, settings: Record<string, string> = {}) => send(text, 'text/csv', `?${new URLSearchParams(settings)}`);
  const order = (body: object): Promise<Batch> => app.post<Batch>('/v1/batches', { defaults: SMALL, ...body });
  const read = (id: string): Promise<Batch> => app.get<Batch>(`/v1/batches/${id}`);
  const items = async (id: string, query = ''): Promise<Item[]> =>
    (await app.get<{ data: Item[] }>(`/v1/batches/${id}/items?limit=100${query}`)).data;
  const when = (id: string, condition: (batch: Batch) => boolean): Promise<Batch> =>
    until(`batch ${id} has come so far`, 90_000, async () => {
      const batch = await read(id);
      return condition(batch) ? batch : null;
    });
  const isOver = ({ status, counts }: Batch): boolean => status === 'completed' && counts['running'] === 0;
  const videosOf = (id: string) =>
    app.query<{ item: number; video: string }>(
      `SELECT (data->'origin'->>'item')::int AS item, data->>'videoId' AS video FROM eventing.events
        WHERE type = 'JobCreated' AND data->'origin'->>'batchId' = $1 ORDER BY 1`,
      [id],
    );
  const faultsOf = async (response: Response): Promise<Fault[]> => ((await response.json()) as { errors: Fault[] }).errors;
  const kept = async (): Promise<number> => (await app.query<{ n: number }>('SELECT count(*)::int AS n FROM batches.orders'))[0]?.n ?? 0;
  const ideas = (count: number, more: object = {}): object[] =>
    Array.from({ length: count }, (_, n) => ({ key: `k${n}`, prompt: `Fact number ${n}`, ...more }));
  const gated = { approvals: ['script'] };

  it('of CSV makes one video of each row, tells of its end, and its report says what billing says', async () => {
    const rows = Array.from({ length: 6 }, (_, n) => `=k${n},animal ${n},${n % 2 === 0 ? 'dear:model' : ''}`);
    const metadata = { campaign: 'spring', animal: '{{animal}}' };
    const defaults = JSON.stringify({ ...SMALL, prompt: 'A fact about {{animal}}', visuals: { fallback: [] }, metadata });
    const response = await csv(`key;animal;visuals.models\n${rows.join('\n').replaceAll(',', ';')}\n`, {
      defaults,
      name: 'Animals',
      concurrency: '3',
    });
    expect([response.status, response.headers.get('location')]).toEqual([202, expect.stringMatching(/^\/v1\/batches\//)]);
    const { id, counts } = (await response.json()) as Batch;
    expect(counts).toEqual({ total: 6, pending: 6, running: 0, completed: 0, failed: 0, cancelled: 0 });
    const over = await when(id, isOver);
    expect(over.counts).toMatchObject({ completed: 6, failed: 0 });
    const made = await videosOf(id);
    expect(made.map(({ item }) => item)).toEqual([0, 1, 2, 3, 4, 5]);

    const [head, ...lines] = (await (await app.request(`/v1/batches/${id}/report.csv`)).text()).trim().split('\r\n');
    expect(head).toBe('key,id,status,url,costMicros,error');
    const cells = lines.map((line) => line.split(','));
    expect(cells.map(([key, video, status]) => [key, video, status])).toEqual(made.map(({ video }, n) => [`'=k${n}`, video, 'completed']));
    const reported = cells.reduce((sum, [, , , , cost]) => sum + Number(cost), 0);
    expect(reported).toBeGreaterThanOrEqual(3 * CLIP_MICROS);
    expect(over.cost.amountMicros).toBe(reported);
    // Billing books what was used from the same events, by itself: a moment later.
    const booked = await until('all is booked', 60_000, async () => {
      const [sum] = await app.query<{ micros: string }>(
        'SELECT coalesce(sum(provider_cost_micros), 0) AS micros FROM billing.usage_records WHERE org_id = $1 AND subject_id = ANY ($2)',
        [orgId, made.map(({ video }) => video)],
      );
      return Number(sum?.micros) >= reported ? Number(sum?.micros) : null;
    });
    expect(booked).toBe(reported);
    expect((await app.follow(cells[0]?.[3] ?? '')).status).toBe(200);

    const announced = await until('its end is announced', 20_000, async () => {
      const { data } = await app.get<{ data: { data: object }[] }>('/v1/events?types=batch.completed');
      return data.find((one) => (one.data as { batchId: string }).batchId === id) ?? null;
    });
    expect(announced.data).toEqual({
      batchId: id,
      completed: 6,
      failed: 0,
      cancelled: 0,
      cost: { amountMicros: reported, currency: 'USD' },
      metadata: { campaign: 'spring' },
    });

    const stream = await (await app.request(`/v1/batches/${id}/events`)).text();
    const frames = [...stream.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data = '']) => ({
      event,
      data: JSON.parse(data) as object,
    }));
    expect(frames.filter(({ event }) => event === 'item')).toHaveLength(12);
    expect(frames.filter(({ event }) => event === 'batch').map(({ data }) => (data as Batch).status)).toEqual(['running', 'completed']);
    expect(frames.at(-1)).toMatchObject({
      event: 'completed',
      data: { status: 'completed', counts: { completed: 6 }, cost: { amountMicros: reported } },
    });
  }, 120_000);

  it('is refused as a whole, with every fault of every row', async () => {
    const before = await kept();
    const text = 'key,prompt,durationSeconds\na,One,5\na,Two,1\nc,"Three\nlines",5\nd,,9999\n\ne,Four,x\n';
    const response = await csv(text);
    expect(response.status).toBe(400);
    expect((await faultsOf(response)).map(({ path, line }) => [path, line])).toEqual(
      expect.arrayContaining([
        ['items.1.key', 3],
        ['items.1.durationSeconds', 3],
        ['items.3.prompt', 6],
        ['items.3.durationSeconds', 6],
        ['items.4.durationSeconds', 8],
      ]),
    );
    const json = await send(
      JSON.stringify({
        concurrency: 0,
        onFailure: 'shrug',
        sample: -1,
        defaults: { prompt: '{{missing}}' },
        items: [{}, { colour: 1 }, 7],
      }),
      'application/json',
    );
    expect((await faultsOf(json)).map(({ path }) => path).sort()).toEqual(
      ['concurrency', 'onFailure', 'sample', 'items.0.prompt', 'items.1.prompt', 'items.2'].sort(),
    );
    const wrong = { prompt: 'x', visuals: { assets: [{ segment: 0, assetId: crypto.randomUUID() }], models: ['nobody:knows'] } };
    const paths = (await faultsOf(await send(`{"prompt":"ok"}\n${JSON.stringify(wrong)}\n`, 'application/x-ndjson'))).map(
      ({ path, line }) => [path, line],
    );
    expect(paths).toEqual(expect.arrayContaining([[expect.stringMatching(/^items\.1/), 2]]));
    expect(await kept()).toBe(before);
  });

  it.each([
    ['an empty file', 'text/csv', '', 400],
    ['UTF-16', 'text/csv', Buffer.from('\ufeffprompt\nBees\n', 'utf16le'), 400],
    ['another charset', 'text/csv; charset=windows-1251', 'prompt\nBees\n', 415],
    ['one column without its name', 'text/csv', 'Bees\nAnts\n', 400],
    ['an unknown column', 'text/csv', 'prompt,colour\nBees,red\n', 400],
    ['1 001 rows', 'text/csv', `prompt\n${'Bees\n'.repeat(1_001)}`, 400],
    ['NUL', 'text/csv', 'prompt\nBe\0es\n', 400],
    ['NUL in JSON', 'application/json', '{"items":[{"key":"a","prompt":"Be\\u0000es"}]}', 400],
    ['no items', 'application/json', '{}', 400],
    ['a list', 'application/json', '[{"prompt":"Bees"}]', 400],
    ['too much', 'text/csv', `prompt\n${'x'.repeat(5 * 1024 * 1024)}`, 413],
    ['a spreadsheet', 'application/vnd.ms-excel', 'prompt\nBees\n', 415],
  ])('is refused for %s', async (_, type, body, status) => {
    const before = await kept();
    expect((await send(body, type)).status).toBe(status);
    expect(await kept()).toBe(before);
  });

  it('of a thousand rows is judged in proportion to them, and holds nobody up', async () => {
    /** Seconds of a processor, and how many others were answered meanwhile. */
    const judge = async (rowCount: number): Promise<{ cpu: number; answered: number }> => {
      const rows = Array.from({ length: rowCount }, (_, n) => `k${n},A fact about number ${n},15,9:16,x${n}`);
      const text = `key,prompt,durationSeconds,aspectRatio,metadata.sku\n${rows.join('\n')}\n`;
      let judged = false;
      const begun = process.cpuUsage();
      const answer = csv(text, { concurrency: '-' }).finally(() => (judged = true));
      let answered = 0;
      while (!judged) {
        await app.get('/v1/me');
        if (!judged) answered += 1;
      }
      expect((await faultsOf(await answer)).map(({ path }) => path)).toEqual(['concurrency']);
      const { user, system } = process.cpuUsage(begun);
      return { cpu: (user + system) / 1e6, answered };
    };
    await judge(100); // What is compiled and cached on the first time is not counted.
    const quarter = await judge(250);
    const whole = await judge(1_000);
    // Four times as many rows: 16 where each looks at each.
    expect(whole.cpu / quarter.cpu).toBeLessThan(10);
    expect(whole.answered).toBeGreaterThan(5);
  }, 120_000);

  it('belongs to its idempotency key by the bytes of its file', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const text = `prompt,durationSeconds,approvals\nOne,5,script\n`;
    const first = (await (await send(text, 'text/csv', '', key)).json()) as Batch;
    const again = await send(text, 'text/csv', '', key);
    expect([again.headers.get('idempotency-replayed'), ((await again.json()) as Batch).id]).toEqual(['true', first.id]);
    expect((await send(`${text}Two,5,script\n`, 'text/csv', '', key)).status).toBe(422);
    await app.post(`/v1/batches/${first.id}/cancel`);
  });

  it('is paused, resumed and cancelled with no video lost or made twice', async () => {
    const { id } = await order({ items: ideas(4, gated), concurrency: 2 });
    await when(id, ({ counts }) => counts['running'] === 2);
    expect((await app.post<Batch>(`/v1/batches/${id}/pause`)).status).toBe('paused');
    const [first] = await items(id, '&status=running');
    await app.atGate(first?.videoId ?? '', 'script');
    await app.post(`/v1/videos/${first?.videoId}/approvals/script/approve`);
    await when(id, ({ counts }) => counts['completed'] === 1);
    expect((await read(id)).counts).toMatchObject({ pending: 2, running: 1, completed: 1 });
    await app.post(`/v1/batches/${id}/resume`);
    await when(id, ({ counts }) => counts['running'] === 2);
    expect(await app.refused(`/v1/batches/${id}/approve`)).toEqual([409, 'not_awaiting_approval']);
    expect((await app.post<Batch>(`/v1/batches/${id}/cancel`)).status).toBe('cancelled');
    await when(id, ({ counts }) => counts['running'] === 0);
    expect((await items(id)).map(({ status }) => status).sort()).toEqual(['cancelled', 'cancelled', 'cancelled', 'completed']);
    expect((await videosOf(id)).map(({ item }) => item)).toHaveLength(3);
    expect(await app.refused(`/v1/batches/${id}/resume`)).toEqual([409, 'already_finished']);
    expect((await app.request(`/v1/batches/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await app.request(`/v1/batches/${id}`)).status).toBe(404);
    expect(await app.query('SELECT 1 FROM batches.items WHERE batch_id = $1', [id])).toEqual([]);
    await until('what was said in its stream is erased', 60_000, async () => {
      const sql = 'SELECT 1 FROM eventing.stream_keys WHERE stream_id = $1 AND key IS NULL AND erased_at IS NOT NULL';
      return (await app.query(sql, [`batch-${id}`])).length === 1;
    });
    expect((await app.get<{ status: string }>(`/v1/videos/${first?.videoId}`)).status).toBe('completed');
  }, 90_000);

  it('that is paused while one of its videos is being ordered orders it no more', async () => {
    const videos = app.nest.get(Videos, { strict: false });
    const made = videos.order.bind(videos);
    let wasPaused = 0;
    // After it was found due, and before it is committed.
    const ordered = jest.spyOn(videos, 'order').mockImplementation(async (by, video, more) => {
      const { batchId, item } = more?.origin ?? {};
      if (item === 1) wasPaused += (await app.post<Batch>(`/v1/batches/${batchId}/pause`)).status === 'paused' ? 1 : 0;
      return made(by, video, more);
    });
    try {
      const { id } = await order({ items: ideas(2, gated) });
      await until('both have been looked at', 30_000, async () => {
        const open = await app.query(
          `SELECT 1 FROM tasks.tasks WHERE subject_id = $1 AND kind = 'batches.start-item' AND finished_at IS NULL`,
          [id],
        );
        return (wasPaused > 0 && open.length === 0) || null;
      });
      expect((await videosOf(id)).filter(({ item }) => item === 1)).toEqual([]);
      ordered.mockRestore();
      await app.post(`/v1/batches/${id}/resume`);
      await when(id, ({ counts }) => counts['running'] === 2);
      expect((await app.post<Batch>(`/v1/batches/${id}/cancel`)).status).toBe('cancelled');
    } finally {
      ordered.mockRestore();
    }
  }, 90_000);

  it('makes a sample, and the others when it was approved', async () => {
    const { id } = await order({ items: ideas(3), sample: 1 });
    await when(id, ({ status }) => status === 'awaiting_approval');
    expect((await read(id)).counts).toMatchObject({ completed: 1, pending: 2 });
    expect(await app.refused(`/v1/batches/${id}/resume`)).toEqual([409, 'awaiting_approval']);
    await app.post(`/v1/batches/${id}/approve`);
    expect((await when(id, isOver)).counts).toMatchObject({ completed: 3 });
    expect(await videosOf(id)).toHaveLength(3);
  }, 90_000);

  it('stops after a failure where it was told to, and makes failed items again', async () => {
    broken.then(...Array.from({ length: 8 }, () => final()));
    const failing = { key: 'f', prompt: 'Will fail', visuals: { models: ['broken:model'], fallback: [] } };
    const { id } = await order({ items: [failing, ...ideas(2)], concurrency: 1, onFailure: 'stop' });
    const stopped = await when(id, ({ status }) => status === 'paused');
    expect([stopped.pauseReason, stopped.counts['failed'], stopped.counts['pending']]).toEqual(['item_failed', 1, 2]);
    const [failed] = await items(id, '&status=failed');
    expect(failed?.error).toEqual({ code: expect.any(String), message: expect.stringMatching(/./) });
    (broken as unknown as { turns: unknown[] }).turns = [];
    await app.post(`/v1/batches/${id}/retry-failed`);
    expect((await when(id, isOver)).counts).toMatchObject({ completed: 3, failed: 0 });
    expect(await videosOf(id)).toHaveLength(3);
    expect(await app.refused(`/v1/batches/${id}/retry-failed`)).toEqual([409, 'not_failed']);
  }, 90_000);

  it('waits for room, and goes on by itself when there is some', async () => {
    const customer = await app.post<{ id: string; apiKey: { key: string } }>('/v1/admin/organisations', {
      name: 'Customer',
      plan: 'creator',
    });
    const plan = async (videos: number): Promise<void> => {
      const body = JSON.stringify({ plan: 'creator', overrides: { videos } });
      const { status } = await app.request(`/v1/admin/organisations/${customer.id}/plan`, { method: 'PUT', body });
      expect(status).toBe(200);
    };
    const theirs = { authorization: `Bearer ${customer.apiKey.key}` };
    const asThem = async <T>(pathname: string, body?: object): Promise<T> => {
      const init = body ? { method: 'POST', body: JSON.stringify(body), headers: theirs } : { headers: theirs };
      return (await (await app.request(pathname, init)).json()) as T;
    };
    await plan(3);
    expect(await asThem('/v1/batches', { defaults: SMALL, items: ideas(4) })).toMatchObject({ code: 'quota_exceeded', resource: 'videos' });
    const { id } = await asThem<Batch>('/v1/batches', { defaults: SMALL, items: ideas(3), concurrency: 1 });
    await asThem('/v1/videos', { prompt: 'Another one', ...SMALL });
    const waiting = await until('it waits for room', 60_000, async () => {
      const batch = await asThem<Batch>(`/v1/batches/${id}`);
      return batch.status === 'paused' ? batch : null;
    });
    expect([waiting.pauseReason, waiting.counts['completed'], waiting.counts['pending'], waiting.counts['failed']]).toEqual([
      'quota_exceeded',
      2,
      1,
      0,
    ]);
    await plan(10);
    const over = await until('it has gone on', 60_000, async () => {
      const batch = await asThem<Batch>(`/v1/batches/${id}`);
      return batch.status === 'completed' ? batch : null;
    });
    expect(over.counts).toMatchObject({ completed: 3 });
    expect(await videosOf(id)).toHaveLength(3);
  }, 120_000);
});
