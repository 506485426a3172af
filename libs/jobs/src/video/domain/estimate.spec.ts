import { describe, expect, it } from '@jest/globals';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { type VideoRequest } from '../../contracts/video-request.js';
import { AT, createVideo, jobFailed, recordClip, recordScript, VIDEO_ID, videoRequest } from '../../testing/builders.js';
import { estimateRegeneration, estimateRest, estimateRestoration, type EstimateSources, estimateVideo } from './estimate.js';
import { type ModelPrice } from '#steps/plan';
import { BeginDrafting, type VideoJobCommand } from './video-job.commands.js';
import { videoJob } from './video-job.decider.js';
import { type VideoJobState, type VideoJob } from './video-job.state.js';

const SIZE = { widthPx: 720, heightPx: 1280 };

const price = (model: string, over: Partial<ModelPrice> = {}): [string, ModelPrice] => [
  model,
  { provider: model.split(':')[0] ?? '', model, unit: 'call', priceMicros: 0, durationsSeconds: null, available: true, ...over },
];
const sources = (...prices: [string, ModelPrice][]): EstimateSources => {
  const catalogue = new Map(prices);
  return {
    priceOf: (id) => catalogue.get(id) ?? null,
    scriptModel: 'local:outline',
    musicModel: 'local:music',
    voiceModel: (provider) => `${provider}:speech`,
    defaultDurationSeconds: 60,
  };
};
const FREE = sources(price('local:illustrator'), price('local:outline'), price('local:music'), price('local:speech'));
const wish = (models: string[], over: Partial<VideoRequest> = {}): VideoRequest => {
  const request = videoRequest(over);
  return { ...request, visuals: { ...request.visuals, models } };
};

describe('the estimate of a video', () => {
  it('is one video of its requested length, rendered once', () => {
    const { segments, quantities, costs } = estimateVideo(videoRequest({ durationSeconds: 21.5 }), SIZE, FREE);
    expect(segments).toBe(2);
    expect(quantities).toMatchObject({
      videos: 1,
      video_seconds: 21.5,
      render_seconds: 21.5,
      provider_cost_micros: 0,
      concurrent_videos: 1,
    });
    expect(quantities.storage_bytes).toBeGreaterThan(0);
    expect(costs.map(({ name }) => name)).toEqual(['script', 'voice', 'music', 'clip-0', 'clip-1']);
  });

  it('takes the usual length of a prompt that names none, and the time a script takes to be spoken', () => {
    expect(estimateVideo(videoRequest({ durationSeconds: null }), SIZE, FREE).quantities.video_seconds).toBe(60);
    const spoken = videoRequest({ durationSeconds: null, prompt: null, script: 'One short sentence, and then another one after it.' });
    expect(estimateVideo(spoken, SIZE, FREE).quantities.video_seconds).toBeLessThan(10);
  });

  it('counts each segment at the price of the model that will be asked first, in lengths that it makes', () => {
    const paid = sources(
      price('kie:veo', { priceMicros: 250_000 }),
      price('runware:wan', { unit: 'second', priceMicros: 10_000, durationsSeconds: [12, 5] }),
    );
    const { costs, quantities } = estimateVideo(wish(['kie:veo', 'runware:wan'], { durationSeconds: 30 }), SIZE, paid);
    const clips = costs.filter(({ name }) => name.startsWith('clip-'));
    expect(clips.map(({ model, units, amountMicros }) => [model, units, amountMicros])).toEqual([
      ['kie:veo', 1, 250_000],
      ['runware:wan', 12, 120_000],
      ['kie:veo', 1, 250_000],
    ]);
    expect(quantities.provider_cost_micros).toBe(620_000);
  });

  it('passes over a model that cannot be used now', () => {
    const down = sources(price('kie:veo', { priceMicros: 250_000, available: false }), price('local:motion-card'));
    expect(estimateVideo(wish(['kie:veo']), SIZE, down).quantities.provider_cost_micros).toBe(0);
  });

  it('counts stills where stills are made, and no clips where they are all there is', () => {
    const paid = sources(price('local:illustrator', { priceMicros: 7, unit: 'image' }), price('kie:veo', { priceMicros: 1_000 }));
    const names = (over: Partial<VideoRequest['visuals']>) => {
      const request = wish(['kie:veo']);
      const { costs } = estimateVideo({ ...request, visuals: { ...request.visuals, ...over } }, SIZE, paid);
      return costs.filter(({ amountMicros }) => amountMicros > 0).map(({ name }) => name);
    };
    expect(names({ mode: 'image-to-video' })).toEqual(['image-0', 'clip-0', 'image-1', 'clip-1']);
    expect(names({ mode: 'images' })).toEqual(['image-0', 'image-1']);
    expect(names({ assets: [{ segment: 1, assetId: 'own' }] })).toEqual(['clip-0']);
  });

  it('takes the lengths of given pairs', () => {
    const frames = [3, 4.5].map((durationSeconds) => ({ durationSeconds, prompt: null }));
    const { segments, quantities } = estimateVideo(videoRequest({ frames }), SIZE, FREE);
    expect([segments, quantities.video_seconds, quantities.render_seconds]).toEqual([2, 7.5, 7.5]);
  });
});

describe('the estimate of what a job still needs', () => {
  const paid = sources(price('local:illustrator', { priceMicros: 1_000 }));
  const job = (...inputs: (VideoJobCommand | VideoJobEvent)[]): VideoJobState => {
    const state = [createVideo(), new BeginDrafting({ videoId: VIDEO_ID }, AT), recordScript(), ...inputs].reduce<VideoJob>(
      (before, input) => {
        const events = 'issuedAt' in input ? videoJob.decide(input, before) : [input];
        return events.reduce<VideoJob>((state, event) => videoJob.evolve(state, event), before);
      },
      videoJob.initialState,
    );
    if (state.status === 'absent') throw new Error('there is no job');
    return state;
  };

  it('for a retry is the video again, with the clips that are missing', () => {
    const { segments, quantities } = estimateRest(job(recordClip(0), jobFailed()), paid);
    expect(segments).toBe(1);
    expect(quantities).toMatchObject({ videos: 1, video_seconds: 20, provider_cost_micros: 1_000, concurrent_videos: 1 });
  });

  it('for a segment made anew is that segment; the video is live already or becomes so', () => {
    const live = job(recordClip(0));
    const wish = { index: 0, model: null };
    expect(estimateRegeneration(live, wish, paid).quantities).toMatchObject({
      videos: 0,
      provider_cost_micros: 1_000,
      concurrent_videos: 0,
    });
    const ended = { ...live, status: 'completed' as const };
    const { quantities } = estimateRegeneration(ended, wish, paid);
    expect(quantities).toMatchObject({ videos: 0, video_seconds: 0, concurrent_videos: 1 });
    expect(quantities.render_seconds).toBeLessThan(13);
  });

  it('for a segment of a failed video is everything that is missing', () => {
    const { quantities, costs } = estimateRegeneration(job(recordClip(0), jobFailed()), { index: 0, model: null }, paid);
    expect(quantities).toMatchObject({ videos: 1, video_seconds: 20, provider_cost_micros: 2_000, concurrent_videos: 1 });
    expect(costs.filter(({ amountMicros }) => amountMicros > 0).map(({ name }) => name)).toEqual(['clip-1', 'clip-0']);
  });

  it('for several of a failed video counts each once, whoever reserves the rest', () => {
    const failed = job(jobFailed());
    const [first, live] = [
      estimateRegeneration(failed, { index: 0, model: null }, paid, [0, 1]),
      { ...failed, status: 'processing' as const },
    ];
    const second = estimateRegeneration(live, { index: 1, model: null }, paid, [0, 1]);
    const clips = [...first.costs, ...second.costs].filter(({ name }) => name.startsWith('clip-')).map(({ name }) => name);
    expect(clips).toEqual(['clip-0', 'clip-1']);
  });

  it('for a take that is shown again is the film alone', () => {
    const { costs, quantities } = estimateRestoration({ ...job(recordClip(0), recordClip(1)), status: 'completed' }, 0, paid);
    expect(costs).toEqual([]);
    expect(quantities).toMatchObject({ videos: 0, provider_cost_micros: 0, concurrent_videos: 1 });
    expect(quantities.render_seconds).toBeGreaterThan(0);
  });

  it('for a file of their own is no call, and no picture before it', () => {
    const drawn = job(recordClip(0), recordClip(1));
    const visuals = { ...drawn.request.visuals, mode: 'image-to-video' as const };
    const ended = { ...drawn, status: 'completed' as const, request: { ...drawn.request, visuals } };
    const model = 'asset:0199a000-0000-7000-8000-0000000000aa';
    expect(estimateRegeneration(ended, { index: 0, model }, paid).costs).toEqual([]);
    expect(estimateRegeneration(ended, { index: 0, model: null }, paid).costs).toHaveLength(2);
  });
});
