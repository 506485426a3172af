import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { textRoutes } from '../support/bodies-of-texts.js';
import { hostileText } from '../support/hostile-texts.js';
import { until } from '../support/supervised.js';
import { AppProcess, type Video } from '../support/app-process.js';
import { type PrivateServices, startServices } from '../support/services.js';

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly traceId: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

interface Segment {
  readonly videoStatus: string;
  readonly thumbnailUrl: string;
  readonly ladder: readonly { readonly state: string }[];
}
interface LiveFrame {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}
const SMALL = { durationSeconds: 5, aspectRatio: '1:1', resolution: '480p', fps: 24, music: false };

describe('the videos API', () => {
  let services: PrivateServices;
  let app: AppProcess;
  beforeAll(async () => {
    services = await startServices();
    app = await new AppProcess(services).start();
  }, 120_000);
  afterAll(async () => {
    await app.dispose();
    await services.stop();
  }, 60_000);

  const problem = async (response: Response): Promise<Problem> => {
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    return (await response.json()) as Problem;
  };

  it('names all faults of a body at once', async () => {
    const response = await app.post('/v1/videos', {
      prompt: 7,
      durationSeconds: 4,
      fps: 29,
      aspectRatio: '3:2',
      subtitles: { style: 'wild' },
      voice: { speed: 9 },
      visuals: { seed: -1, models: ['???'] },
      segmentation: { mode: 'beats', segmentSeconds: 99 },
      colour: 'blue',
    });
    expect(response.status).toBe(400);
    const { code, errors } = await problem(response);
    expect(code).toBe('validation_failed');
    const paths = new Set(errors?.map(({ path }) => path));
    for (const path of [
      'prompt',
      'durationSeconds',
      'fps',
      'aspectRatio',
      'subtitles.style',
      'voice.speed',
      'visuals.seed',
      'visuals.models',
      'segmentation.segmentSeconds',
      'colour',
    ]) {
      expect(paths).toContain(path);
    }
  });

  it.each([
    ['nothing to make a film of', {}, 'validation_failed', 'prompt'],
    ['two wishes', { prompt: 'a', script: 'b' }, 'validation_failed', 'prompt'],
    ['a script with no time to say it', { script: 'word '.repeat(500), durationSeconds: 10 }, 'validation_failed', 'script'],
    ['a script that is too long for any film', { script: 'слово '.repeat(16_000) }, 'validation_failed', 'script'],
    ['a script that no bundled font can show', { script: 'བོད་སྐད། གངས།' }, 'validation_failed', 'script'],
    ['an unknown template', { prompt: 'a', template: 'baroque' }, 'validation_failed', 'template'],
    ['NUL', { prompt: 'a\0b' }, 'validation_failed', 'prompt'],
    ['half a surrogate pair', { prompt: 'a\ud800b' }, 'validation_failed', 'prompt'],
    ['a prompt in a language nobody writes', { prompt: 'Varför', language: 'sv', durationSeconds: 30 }, 'validation_failed', 'language'],
  ])('refuses %s', async (_name, body, code, path) => {
    const response = await app.post('/v1/videos', body);
    expect(response.status).toBe(400);
    const answer = await problem(response);
    expect(answer.code).toBe(code);
    expect(answer.errors?.map((error) => error.path)).toContain(path);
  });

  it('refuses unknown models, malformed JSON, other media types and bodies over 1 MB by name', async () => {
    const cases: [Response, number, string][] = [
      [await app.post('/v1/videos', { prompt: 'a', visuals: { models: ['nobody:nothing'] } }), 400, 'unknown_model'],
      [await app.post(`/v1/videos/${randomUUID()}/segments/0/regenerate`, { model: 'nobody:nothing' }), 400, 'unknown_model'],
      [await app.request('/v1/videos', { method: 'POST', body: '{"prompt": ' }), 400, 'malformed_json'],
      [
        await app.request('/v1/videos', { method: 'POST', body: 'a', headers: { 'content-type': 'text/plain' } }),
        415,
        'unsupported_media_type',
      ],
      [await app.post('/v1/videos', { prompt: 'x'.repeat(1_100_000) }), 413, 'payload_too_large'],
      [await app.request(`/v1/videos/${randomUUID()}`), 404, 'video_not_found'],
      [await app.request('/v1/videos?cursor=nonsense'), 400, 'invalid_cursor'],
    ];
    for (const [response, status, code] of cases) {
      expect([response.status, (await problem(response)).code]).toEqual([status, code]);
    }
    expect((await app.request('/v1/videos/not-an-id')).status).toBe(404);
  });

  it('answers nobody without a key', async () => {
    const anonymous = await fetch(`${app.url}/v1/videos`);
    expect([anonymous.status, (await problem(anonymous)).code]).toEqual([401, 'unauthorized']);
    const wrong = await fetch(`${app.url}/v1/videos`, { headers: { authorization: 'Bearer kadr_wrong_wrong_wrong' } });
    expect(wrong.status).toBe(401);
  });

  it('shows one organisation nothing of another', async () => {
    const { id } = await app.order({ prompt: 'Secret plans', ...SMALL });
    const made = await app.post('/v1/admin/organisations', { name: 'Others' });
    expect(made.status).toBe(201);
    const { apiKey } = (await made.json()) as { apiKey: { key: string } };
    const headers = { authorization: `Bearer ${apiKey.key}` };
    const calls: [string, string][] = [
      ['GET', ''],
      ['GET', '/segments'],
      ['GET', '/timeline'],
      ['GET', '/events'],
      ['GET', '/artifacts/final.mp4'],
      ['POST', '/cancel'],
      ['POST', '/retry'],
      ['POST', '/approvals/script/approve'],
      ['POST', '/segments/0/regenerate'],
      ['DELETE', ''],
    ];
    for (const [method, suffix] of calls) {
      const init = method === 'POST' ? { method, headers, body: '{}' } : { method, headers };
      expect([method, suffix, (await app.request(`/v1/videos/${id}${suffix}`, init)).status]).toEqual([method, suffix, 404]);
    }
    const list = (await (await app.request('/v1/videos', { headers })).json()) as { data: unknown[] };
    expect(list.data).toEqual([]);
    await app.post(`/v1/videos/${id}/cancel`);
  });

  it('makes one video for one idempotency key, however often it is sent', async () => {
    const key = randomUUID();
    const body = { prompt: 'Only once', ...SMALL };
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.post('/v1/videos', body, { 'idempotency-key': key })));
    const accepted = answers.filter(({ status }) => status === 202);
    for (const { status } of answers) expect([202, 409]).toContain(status);
    const bodies = new Set(await Promise.all(accepted.map((answer) => answer.text())));
    expect(bodies.size).toBe(1);
    const replay = await app.post('/v1/videos', { ...SMALL, prompt: 'Only once' }, { 'idempotency-key': key });
    expect([replay.status, replay.headers.get('idempotency-replayed'), replay.headers.get('location')]).toEqual([
      202,
      'true',
      accepted[0]?.headers.get('location'),
    ]);
    const { id } = (await replay.json()) as Video;
    const other = await app.post('/v1/videos', { prompt: 'Something else' }, { 'idempotency-key': key });
    expect([other.status, (await problem(other)).code]).toEqual([422, 'idempotency_key_reused']);
    const found = (await (await app.request('/v1/videos?q=only%20once')).json()) as { data: Video[] };
    expect(found.data.map((video) => video.id)).toEqual([id]);
    await app.post(`/v1/videos/${id}/cancel`);
  });

  it('lists newest first, page by page, each video once', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await app.order({ prompt: `Page ${i} zebra`, ...SMALL })).id);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = (await (await app.request(`/v1/videos?q=zebra&limit=2${query}`)).json()) as { data: Video[]; nextCursor: string | null };
      seen.push(...page.data.map((video) => video.id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(ids);
    const rows = async (query: string) =>
      ((await (await app.request(`/v1/videos?q=zebra&view=summary${query}`)).json()) as { data: Record<string, unknown>[] }).data;
    const all = await rows('&status=queued,processing&status=completed');
    expect(all.map(({ id }) => id)).toEqual(ids);
    expect(all[0]).toMatchObject({
      aspectRatio: '1:1',
      durationSeconds: 5,
      replaced: 0,
      pendingApproval: null,
      costMicros: 0,
      source: 'api',
    });
    expect(all[0]).not.toHaveProperty('artifacts');
    const times = all.map(({ createdAt }) => String(createdAt));
    // `from` is included, `to` is not.
    expect((await rows(`&from=${times[3]}&to=${times[1]}`)).map(({ id }) => id)).toEqual(
      ids.filter((_, at) => (times[at] ?? '') >= (times[3] ?? '') && (times[at] ?? '') < (times[1] ?? '')),
    );
    expect([await rows('&status=failed,cancelled'), await rows('&source=workflow')]).toEqual([[], []]);
    const faulty = await app.request('/v1/videos?view=some&status=queued,lost&from=yesterday&source=mail');
    expect((await problem(faulty)).errors?.map(({ path }) => path).sort()).toEqual(['from', 'source', 'status', 'view']);
    const counts = async () => (await (await app.request('/v1/videos/counts')).json()) as Record<string, number>;
    const before = await counts();
    await app.post(`/v1/videos/${ids[0]}/cancel`);
    expect((await counts())['cancelled']).toBe((before['cancelled'] ?? 0) + 1);
    for (const id of ids.slice(1)) await app.post(`/v1/videos/${id}/cancel`);
  });

  it('tells in one stream what changes in the organisation, and goes on where it was cut', async () => {
    const hear = async (query: string, until: (frames: LiveFrame[]) => boolean): Promise<LiveFrame[]> => {
      const controller = new AbortController();
      const response = await app.request(`/v1/live${query}`, { signal: controller.signal });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
      const frames: LiveFrame[] = [];
      let text = '';
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString('utf8');
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) {
          const [, id, event, data] = /^id: (.+)\nevent: (.+)\ndata: (.+)$/.exec(part) ?? [];
          if (id !== undefined) frames.push({ id, event: event ?? '', data: JSON.parse(data ?? '{}') as LiveFrame['data'] });
        }
        if (until(frames)) break;
      }
      controller.abort();
      return frames;
    };
    const opened = await hear('', (frames) => frames.length > 0);
    expect(opened).toMatchObject([{ event: 'open', id: expect.stringMatching(/^\d+$/) }]);
    const { id } = await app.order({ prompt: 'Heard at once', ...SMALL, approvals: ['script'] });
    const of = (frames: LiveFrame[]) => frames.filter(({ event, data }) => event === 'video' && data['id'] === id);
    const waits = (frames: LiveFrame[]): boolean => of(frames).at(-1)?.data['pendingApproval'] === 'script';
    const frames = await hear(`?after=${opened[0]?.id}`, waits);
    expect(of(frames).at(-1)?.data).toMatchObject({ status: 'awaiting_approval', progress: { phase: 'awaiting_script' }, source: 'api' });
    expect(frames.map(({ event }) => event)).toContain('quota');
    const row = (await (await app.request(`/v1/videos?view=summary&q=${id}`)).json()) as { data: unknown[] };
    expect(row.data[0]).toEqual(of(frames).at(-1)?.data);
    await app.post(`/v1/videos/${id}/approvals/script/approve`);
    const isMade = ({ event, data }: LiveFrame): boolean =>
      event === 'segment' && data['videoId'] === id && (data['segment'] as Segment).videoStatus === 'completed';
    const more = await hear(`?after=${of(frames).at(-1)?.id}`, (heard) => heard.some(isMade));
    const made = more.find(isMade)?.data['segment'] as Segment;
    const small = await app.download(made.thumbnailUrl);
    // JPEG, as its first bytes say.
    expect([small.subarray(0, 3).toString('hex'), small.length > 500, small.length <= 30_000]).toEqual(['ffd8ff', true, true]);
    expect(made.ladder.map(({ state }) => state).filter((state) => state !== 'not_needed')).toEqual(['took_over']);
    const segments = ((await (await app.request(`/v1/videos/${id}/segments`)).json()) as { data: { index: number }[] }).data;
    const told = more.filter(({ event, data }) => event === 'segment' && data['videoId'] === id);
    expect(Object.keys((told[0]?.data['segment'] ?? {}) as object).sort()).toEqual(Object.keys(segments[0] ?? {}).sort());
    await app.post(`/v1/videos/${id}/cancel`);
    await app.request(`/v1/videos/${id}`, { method: 'DELETE' });
    const gone = await hear(`?after=${more.at(-1)?.id}`, (heard) => of(heard).some(({ data }) => data['deleted'] === true));
    expect(of(gone).at(-1)?.data).toEqual({ id, deleted: true });
    expect((await app.request('/v1/live?after=yesterday')).status).toBe(400);
  }, 180_000);

  it('cancels once, and says so the second time', async () => {
    const { id } = await app.order({ prompt: 'To be cancelled', ...SMALL });
    const answer = await app.post(`/v1/videos/${id}/cancel`);
    expect([answer.status, ((await answer.json()) as Video).status]).toEqual([200, 'cancelled']);
    const again = await app.post(`/v1/videos/${id}/cancel`);
    expect([again.status, (await problem(again)).code]).toEqual([409, 'already_finished']);
    const retry = await app.post(`/v1/videos/${id}/retry`);
    expect([retry.status, (await problem(retry)).code]).toEqual([409, 'not_failed']);
  });

  it('waits at the gates it was asked to wait at', async () => {
    const { id } = await app.order({ prompt: 'Gates', ...SMALL, approvals: ['script', 'images', 'videos'] });
    const waiting = async (type: string) => app.when(id, (video) => video.approvals.some((a) => a.type === type && a.status === 'pending'));
    const atScript = await waiting('script');
    expect(atScript.approvals[0]?.preview).toEqual({ script: expect.any(String) });
    expect(((await (await app.request(`/v1/videos/${id}/segments`)).json()) as { data: unknown[] }).data).toEqual([]);
    expect((await app.post(`/v1/videos/${id}/approvals/videos/approve`)).status).toBe(409);
    expect((await app.post(`/v1/videos/${id}/approvals/soup/approve`)).status).toBe(404);
    const rejected = await app.post(`/v1/videos/${id}/approvals/script/reject`, {
      comment: 'Mine is better',
      script: 'These are my own words.',
    });
    expect(rejected.status).toBe(200);
    expect((await app.post(`/v1/videos/${id}/approvals/script/approve`)).status).toBe(200);
    expect((await waiting('images')).status).toBe('awaiting_approval');
    await app.post(`/v1/videos/${id}/approvals/images/approve`);
    await waiting('videos');
    expect((await app.events(id)).some(({ type }) => type === 'RenderStarted')).toBe(false);
    await app.post(`/v1/videos/${id}/approvals/videos/approve`);
    const done = await app.finished(id);
    expect(done).toMatchObject({ status: 'completed', error: null });
    const script = await (await app.request(`/v1/videos/${id}/artifacts/script.txt`)).text();
    expect(script.trim()).toBe('These are my own words.');
  }, 120_000);

  it.each([
    ['quotes, percent signs and filter syntax', `It's "100%" %{pts} [v]; a:b='c'\\, {\\b1} — done.`],
    ['emoji', '😀 🐙 Three hearts! 👩‍👩‍👧‍👦 🇫🇷'],
    ['right-to-left text', 'שלום עולם, זהו סרט קצר.'],
    ['one word', 'Octopus'],
    ['Russian', 'У осьминога три сердца и голубая кровь.'],
  ])(
    'makes a film of %s, word for word',
    async (_name, script) => {
      const { id } = await app.order({ script, ...SMALL, language: /[а-я]/i.test(script) ? 'ru' : 'en' });
      const done = await app.finished(id);
      expect(done.error).toBeNull();
      expect(done.status).toBe('completed');
      const srt = await (await app.request(`/v1/videos/${id}/artifacts/subtitles.srt`)).text();
      const captions = srt.split(/\r?\n/).filter((line) => line !== '' && !/^\d+$/.test(line) && !line.includes('-->'));
      // What players would take for a command is left out of a file for players; in the film it is letters.
      expect(captions.join(' ')).toBe(script.replace('{\\b1} ', ''));
    },
    120_000,
  );

  it('answers everybody while texts that nobody writes go through every route that takes text (faults A1)', async () => {
    const gated = await app.order({ prompt: 'Why cats purr', ...SMALL, approvals: ['script'] });
    await app.when(gated.id, (video) => video.status === 'awaiting_approval');
    const texts = ['dots between words', 'dots without a space', 'zero-width spaces', 'marks that are put in order', 'quotes alone'];
    const answers: number[] = [];
    for (const text of texts.map((name) => hostileText(name))) {
      const [short, tiny] = [text.slice(0, 10_000), text.slice(0, 5_000)];
      const sent = [
        app.post('/v1/videos/estimate', { script: text, ...SMALL }),
        app.post('/v1/videos/estimate', { prompt: short, ...SMALL }),
        app.post('/v1/videos', { script: text, durationSeconds: 15, segmentation: { segmentSeconds: 5 } }),
        app.post('/v1/ideas/expand', { idea: short }),
        app.post('/v1/generations', { model: 'unknown:model', prompt: short }),
        app.post('/v1/clips', { model: text, frames: { [text]: { first_frame: `data:image/png;base64,${text}`, last_frame: text } } }),
        app.post('/api/short-video', { scenes: [{ text, searchTerms: [text] }], config: { voice: 'x' } }),
        app.post(`/v1/videos/${gated.id}/approvals/script/reject`, { comment: text, script: text }),
        app.post(`/v1/videos/${gated.id}/approvals/images/approve`, { comment: tiny }),
        app.post(`/v1/videos/${gated.id}/segments/0/regenerate`, { prompt: short }),
        app.request(`/v1/videos?q=${encodeURIComponent(text.slice(0, 200).trim() || 'x')}`),
      ];
      expect((await app.request('/health/live')).status).toBe(200);
      for (const answer of await Promise.all(sent)) {
        answers.push(answer.status);
        await answer.arrayBuffer();
      }
    }
    expect(answers.filter((status) => status >= 500)).toEqual([]);
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toMatch(/nodejs_eventloop_utilization(_ratio)? [0-9.e-]+/);
    expect(metrics).toMatch(/nodejs_eventloop_delay_max(_seconds)? [0-9.e-]+/);
    await app.post(`/v1/videos/${gated.id}/cancel`);
  }, 120_000);

  it('answers them on every route there is, whatever place they stand in (faults A1)', async () => {
    const names = ['dots between words', 'marks that are put in order', 'zero-width words', 'slots of templates', 'nested brackets'];
    const failed: string[] = [];
    const sent = new Map<string, number>();
    const ask = async (what: string, pathname: string, init: RequestInit): Promise<void> => {
      const startedAtMs = performance.now();
      const answer = await app.request(pathname, init);
      await answer.arrayBuffer();
      const tookMs = performance.now() - startedAtMs;
      // Two seconds on a quiet machine.
      if (answer.status >= 500 || tookMs > 20_000) failed.push(`${what}: ${answer.status} in ${Math.round(tookMs)} ms`);
      sent.set(what, (sent.get(what) ?? 0) + 1);
    };
    const routes = textRoutes().filter(({ path }) => !path.endsWith('/stream') && path !== '/v1/live');
    for (const [at, { method, path, bodyOf, query }] of routes.entries()) {
      const text = hostileText(names[at % names.length] ?? '');
      const pathname = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        name === 'id' ? randomUUID() : encodeURIComponent(text.slice(0, 50).trim()),
      );
      const asked = query.map((name) => `${name}=${encodeURIComponent(text.slice(0, 200))}`).join('&');
      const bodies = method === 'GET' || method === 'DELETE' ? [undefined] : [true, false].map((isPolite) => bodyOf(text, isPolite));
      await Promise.all(
        bodies.map((body) =>
          ask(`${method} ${path}`, asked === '' ? pathname : `${pathname}?${asked}`, {
            method,
            ...(body !== undefined && { body: JSON.stringify(body) }),
          }),
        ),
      );
      expect([path, (await app.request('/health/live')).status]).toEqual([path, 200]);
    }
    expect(failed).toEqual([]);
    expect(sent.size).toBeGreaterThan(80);
    // What was made of it makes no more work.
    for (const { id } of ((await (await app.request('/v1/videos?limit=100')).json()) as { data: { id: string }[] }).data)
      await app.post(`/v1/videos/${id}/cancel`);
  }, 240_000);

  it('follows the narration when no length is given', async () => {
    const { id } = await app.order({
      script: 'A short story about a clever octopus that opens jars. It always wins, and it never tells how.',
      aspectRatio: '1:1',
      resolution: '480p',
      fps: 24,
      music: false,
      subtitles: false,
    });
    const done = await app.finished(id);
    expect(done.status).toBe('completed');
    expect(done.video?.durationSeconds).toBeGreaterThan(5);
    expect(done.video?.durationSeconds).toBeLessThan(12);
    // What metrics say of films is counted from the log: as much as stands there, and nothing twice.
    const measured = `SELECT sum((data->>'total')::float8) FILTER (WHERE data->>'measure' = 'finished')::int AS finished,
                             sum((data->>'total')::float8) FILTER (WHERE data->>'measure' = 'segment')::int AS segments FROM jobs.video_measures`;
    const logged = `SELECT count(*) FILTER (WHERE type IN ('JobCompleted', 'JobFailed', 'JobCancelled'))::int AS finished,
                           count(*) FILTER (WHERE type = 'SegmentGenerated')::int AS segments FROM eventing.events`;
    await until('all is counted', 20_000, async () => {
      const [[found], [there]] = [await app.query<object>(measured, []), await app.query<object>(logged, [])];
      return JSON.stringify(found) === JSON.stringify(there);
    });
  }, 120_000);

  it('describes itself', async () => {
    const document = (await (await fetch(`${app.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> };
    expect(document.paths['/v1/videos']).toHaveProperty('post');
    expect((await fetch(`${app.url}/docs`)).status).toBe(200);
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toMatch(/kadr_/);
    for (const check of ['live', 'ready', 'startup']) expect((await fetch(`${app.url}/health/${check}`)).status).toBe(200);
  });
});
