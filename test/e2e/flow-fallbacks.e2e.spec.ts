import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Makers, type ModelCapability, type Provider } from '#integrations';
import { final, instantMakers, passing, ScriptedProvider } from '#integrations/testing';
import { DirectedApp } from '../support/directed-app.js';

/** A minute in six beats of ten seconds, each by another model, put together by a template. */
const SIX_BEATS = {
  prompt: 'How bees find their way home',
  durationSeconds: 60,
  segmentation: { mode: 'beats', segmentSeconds: 10 },
  resolution: '480p',
  fps: 24,
};

/** A library of footage that always offers its first item, unless the film has it: as stock behaves for similar queries. */
class FootageLibrary implements Provider {
  readonly name = 'pexels';
  /** What each call was told to leave out. */
  readonly excluded: (readonly string[])[] = [];

  models() {
    const capability: ModelCapability = 'stock';
    const nothing = { durationsSeconds: null, aspectRatios: null, unavailableReason: null, successor: null };
    return [{ id: 'pexels', provider: 'pexels', capability, unit: 'call' as const, priceMicros: 0, available: true, ...nothing }];
  }

  makers(): Makers {
    return {
      clip: {
        make: async (request, output, context) => {
          const taken = request.exclude ?? [];
          this.excluded.push(taken);
          const made = await instantMakers.clip.make(request, output, context);
          const number = [1, 2, 3, 4, 5, 6, 7, 8].find((item) => !taken.includes(`pexels:${item}`)) ?? 0;
          const attribution = {
            id: `pexels:${number}`,
            pageUrl: `https://www.pexels.com/video/${number}/`,
            author: 'Ana',
            authorUrl: null,
          };
          return { ...made, attribution };
        },
      },
    };
  }
}

/** Fails the second segment of a film once, when it is told to. */
class FailingOnce implements Provider {
  readonly name = 'fickle';
  readonly made: number[] = [];
  private readonly failure = Promise.withResolvers<never>();
  private hasFailed = false;

  models() {
    return new ScriptedProvider(this.name, 'text-to-video').models();
  }

  fail(): void {
    this.failure.reject(final());
  }

  makers(): Makers {
    return {
      clip: {
        make: async (request, output, context) => {
          const index = request.film?.index ?? 0;
          this.made.push(index);
          if (index === 1 && !this.hasFailed) {
            this.hasFailed = true;
            await this.failure.promise;
          }
          return instantMakers.clip.make(request, output, context);
        },
      },
    };
  }
}

interface Replacement {
  readonly segment: number;
  readonly source: string;
  readonly reasons: readonly { readonly model: string; readonly code: string; readonly attempts: number }[];
}

describe('a minute in six beats', () => {
  const sora = new ScriptedProvider('sora', 'text-to-video');
  const veo = new ScriptedProvider('veo', 'text-to-video');
  const painter = new ScriptedProvider('painter', 'image-to-video');
  const footage = new FootageLibrary();
  const fickle = new FailingOnce();
  let app: DirectedApp;
  beforeAll(async () => {
    app = await DirectedApp.start([sora, veo, painter, footage, fickle]);
  }, 120_000);
  afterAll(() => app?.close(), 60_000);

  const order = async (visuals: object, more: object = {}): Promise<string> =>
    (await app.post('/v1/videos', { ...SIX_BEATS, ...more, visuals: { seed: 1, ...visuals } })).id;
  const replacements = async (id: string): Promise<readonly Replacement[]> =>
    (await app.get<{ replacements: readonly Replacement[] }>(`/v1/videos/${id}`)).replacements;
  const told = async (id: string, type: string) => (await app.events(id)).filter((event) => event.type === type).map(({ data }) => data);

  it('shares its segments among the models, each with a seed of its own', async () => {
    const id = await order({ models: ['sora:model', 'veo:model'], fallback: [] });
    expect((await app.ended(id)).error).toBeNull();
    const segments = await app.segments(id);
    expect(segments.map(({ source }) => source)).toEqual(['sora:model', 'veo:model', 'sora:model', 'veo:model', 'sora:model', 'veo:model']);
    expect(segments.map(({ durationSeconds }) => durationSeconds).reduce((sum, seconds) => sum + seconds)).toBeCloseTo(60, 5);
    expect(await replacements(id)).toEqual([]);
  }, 60_000);

  it('tries the same model four times where that may help, once where it may not, and keeps why', async () => {
    veo.then(passing(), passing(), passing(), passing());
    const id = await order({ models: ['veo:model'], fallback: ['sora:model'] }, { durationSeconds: 10 });
    expect((await app.ended(id)).error).toBeNull();
    expect((await told(id, 'SegmentAttemptFailed')).map(({ model, attempt, code }) => [model, attempt, code])).toEqual(
      [1, 2, 3].map((attempt) => ['veo:model', attempt, 'provider_busy']),
    );
    expect(await told(id, 'SegmentFellBack')).toMatchObject([
      { from: 'veo:model', source: 'sora:model', code: 'provider_busy', attempts: 4 },
    ]);
    expect(await app.segments(id)).toMatchObject([{ source: 'sora:model', attempts: 5, isFallback: true }]);
    expect(await replacements(id)).toMatchObject([
      { segment: 0, source: 'sora:model', reasons: [{ model: 'veo:model', code: 'provider_busy', attempts: 4 }] },
    ]);

    veo.then(final());
    const refused = await order({ models: ['veo:model'], fallback: ['sora:model'] }, { durationSeconds: 10 });
    await app.ended(refused);
    expect(await told(refused, 'SegmentAttemptFailed')).toEqual([]);
    expect(await told(refused, 'SegmentFellBack')).toMatchObject([{ code: 'content_refused', attempts: 1 }]);
  }, 60_000);

  it('takes stock where no model delivers, never the same footage twice, and names its authors', async () => {
    veo.then(...Array.from({ length: 6 }, () => final()));
    const id = await order({ models: ['veo:model'], fallback: ['pexels'] });
    expect((await app.ended(id)).error).toBeNull();
    const segments = await app.segments(id);
    expect(segments.map(({ source, isFallback }) => [source, isFallback])).toEqual(Array(6).fill(['pexels', true]));
    const ids = segments.map(({ attribution }) => attribution?.id);
    expect(new Set(ids).size).toBe(6);
    const manifest = await app.get<{ segments: { attribution: { id: string } }[] }>(`/v1/videos/${id}/artifacts/manifest.json`);
    expect(manifest.segments.map(({ attribution }) => attribution.id)).toEqual(ids);
    expect(footage.excluded.some((taken) => taken.length > 0)).toBe(true);
    expect((await replacements(id)).map(({ segment }) => segment)).toEqual([0, 1, 2, 3, 4, 5]);
  }, 60_000);

  it('moves its still where there is one, and draws a card where there is none', async () => {
    painter.then(final());
    const moved = await order(
      { mode: 'image-to-video', models: ['painter:model'], fallback: ['local:animated-still', 'local:motion-card'] },
      { durationSeconds: 10 },
    );
    expect((await app.ended(moved)).error).toBeNull();
    expect(await app.segments(moved)).toMatchObject([{ source: 'local:animated-still', isFallback: true }]);
    expect(await told(moved, 'SegmentGenerated')).toMatchObject([{ kind: 'image', source: 'local:animated-still' }]);
    veo.then(final());
    const card = await order({ models: ['veo:model'], fallback: ['local:animated-still', 'local:motion-card'] }, { durationSeconds: 10 });
    expect((await app.ended(card)).error).toBeNull();
    expect(await app.segments(card)).toMatchObject([{ source: 'local:motion-card' }]);
  }, 60_000);

  it('passes by a model that cannot be used, and says so', async () => {
    sora.isAvailable = false;
    try {
      const id = await order({ models: ['sora:model', 'veo:model'], fallback: [] }, { durationSeconds: 20 });
      expect((await app.ended(id)).error).toBeNull();
      expect((await app.segments(id)).map(({ source }) => source)).toEqual(['veo:model', 'veo:model']);
      expect(await told(id, 'SegmentFellBack')).toMatchObject([{ index: 0, from: 'sora:model', source: 'veo:model' }]);
    } finally {
      sora.isAvailable = true;
    }
  }, 60_000);

  it('fails where replacing is forbidden, naming the segment; a retry makes what is missing and nothing else', async () => {
    const id = await order({ models: ['fickle:model'], fallback: [] }, { durationSeconds: 20, approvals: ['videos'] });
    await app.when(id, ({ progress }) => progress.segments['videosDone'] === 1);
    fickle.fail();
    const failed = await app.ended(id);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'segment_failed', segment: 1 } });
    for (const [language, help] of [
      ['ru-RU,en;q=0.5', /^Сцена 2\. .*Выберите другую модель или разрешите замену\.$/],
      ['en', /Choose another model or allow replacements\.$/],
    ] as const) {
      const asked = { headers: { 'accept-language': language } };
      const alone = await app.request(`/v1/videos/${id}`, asked);
      const listed = (await (await app.request('/v1/videos?view=summary&limit=1', asked)).json()) as { data: unknown[] };
      expect(alone.headers.get('vary')).toMatch(/accept-language/i);
      for (const one of [await alone.json(), listed.data[0]])
        expect(one).toMatchObject({ id, error: { message: expect.stringMatching(help) } });
    }
    expect(await app.refused(`/v1/videos/${id}/approvals/videos/approve`)).toEqual([409, 'not_awaiting_approval']);
    const made = await told(id, 'SegmentGenerated');
    await app.post(`/v1/videos/${id}/retry`);
    expect(await app.refused(`/v1/videos/${id}/retry`)).toEqual([409, 'not_failed']);
    await app.atGate(id, 'videos');
    await app.post(`/v1/videos/${id}/approvals/videos/approve`);
    expect((await app.ended(id)).status).toBe('completed');
    expect((await told(id, 'SegmentGenerated')).slice(0, made.length)).toEqual(made);
    expect(await told(id, 'SegmentGenerated')).toHaveLength(2);
    expect([...fickle.made].sort()).toEqual([0, 1, 1]);
    const once = (await app.events(id)).map(({ type }) => type).filter((type) => /Script|Planned|Voice|Music|Mixed/.test(type));
    expect(new Set(once).size).toBe(once.length);
    expect(await app.refused(`/v1/videos/${id}/cancel`)).toEqual([409, 'already_finished']);
  }, 60_000);

  it('cancels at a gate whose deadline nobody kept, and goes on where that was asked for', async () => {
    const gate = (onDeadline: string) => ({ durationSeconds: 10, approvals: [{ type: 'videos', deadlineSeconds: 1, onDeadline }] });
    const [dropped, passed] = [await order({}, gate('cancel')), await order({}, gate('approve'))];
    expect((await app.atGate(passed, 'videos')).approvals).toMatchObject([{ deadlineAt: expect.any(String), onDeadline: 'approve' }]);
    expect((await app.ended(dropped)).status).toBe('cancelled');
    const done = await app.ended(passed);
    expect(done.status).toBe('completed');
    expect(done.approvals).toMatchObject([{ type: 'videos', status: 'approved', byDeadline: true }]);
  }, 60_000);

  it('refuses what cannot be, all at once, with the nearest that can', async () => {
    const response = await app.request('/v1/videos', {
      method: 'POST',
      body: JSON.stringify({
        prompt: 'a',
        segmentation: { mode: 'frame-pairs' },
        frames: [{ firstFrameUrl: 'http://127.0.0.1/a.png', lastFrameUrl: 'file:///etc/passwd', durationSeconds: 2 }],
        approvals: ['images', { type: 'soup' }],
        visuals: { assets: [{ segment: 0, assetId: crypto.randomUUID() }] },
      }),
    });
    const { errors } = (await response.json()) as { errors: { path: string; code: string; nearest?: number[] }[] };
    expect(response.status).toBe(400);
    expect(Object.fromEntries(errors.map(({ path, code }) => [path, code]))).toEqual({
      'frames.0.firstFrameUrl': 'url_not_allowed',
      'frames.0.lastFrameUrl': 'url_not_allowed',
      'visuals.assets.0.assetId': 'asset_not_found',
      'approvals.1.type': 'validation_failed',
      approvals: 'validation_failed',
      frames: 'validation_failed',
    });
    expect(errors.find(({ path }) => path === 'frames')?.nearest).toEqual([5]);
    const pair = { firstFrameUrl: 'http://10.0.0.1/a.png', lastFrameUrl: 'https://example.com/b.png', durationSeconds: 8 };
    const frames = { prompt: 'a', segmentation: { mode: 'frame-pairs' }, frames: [pair] };
    expect(await app.refused('/v1/videos', frames)).toEqual([400, 'url_not_allowed']);
    const many = { ...frames, frames: Array(121).fill({ ...pair, durationSeconds: 1 }) };
    expect(await app.refused('/v1/videos', many)).toEqual([400, 'validation_failed']);
  });
});
