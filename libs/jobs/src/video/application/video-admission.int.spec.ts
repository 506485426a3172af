import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { storedFile, videoRequest } from '../../testing/builders.js';
import { type VideoRequest } from '../../contracts/video-request.js';
import {
  BeginDrafting,
  CancelVideo,
  DecideApproval,
  GiveUpModel,
  LapseApproval,
  RecordClip,
  RecordImage,
  RecordScript,
  RegenerateSegments,
  RetryVideo,
} from '../domain/video-job.commands.js';
import { PaidWorld } from '../testing/paid-world.js';

const CLIP = 1000;
const AT = '2026-01-01T00:00:00.000Z';
const SCRIPT = 'An octopus has three hearts. Two push blood through the gills. The third serves the body.';
const LONG = 'One more sentence that takes a good while to be said aloud. '.repeat(40);

let world: PaidWorld;
beforeAll(async () => {
  world = await PaidWorld.open({ 'kie:veo': CLIP, 'kie:dear': 5 * CLIP, 'kie:draw': 100, 'kie:script': 10, 'local:motion-card': 0 });
});
afterAll(() => world?.close());

const wish = (over: Partial<VideoRequest> = {}, visuals: Partial<VideoRequest['visuals']> = {}): Partial<VideoRequest> => {
  const own = { models: ['kie:veo'], imageModels: ['kie:draw'], fallback: ['kie:dear', 'local:motion-card'] };
  return { music: false, voice: false, ...over, visuals: { ...videoRequest().visuals, ...own, ...visuals } };
};
const decide = (videoId: string, approval: string, decision: 'approved' | 'rejected', over: Partial<DecideApproval['data']> = {}) =>
  new DecideApproval({ videoId, approval, decision, comment: null, segments: [], script: null, ...over }, AT);

/** A film of two segments, drafted. */
async function drafted(orgId: string, over: Partial<VideoRequest>, script = SCRIPT): Promise<string> {
  const videoId = await world.order(orgId, over);
  await world.tell(orgId, new BeginDrafting({ videoId }, AT));
  const cost = world.cost('kie:script');
  await world.tell(orgId, new RecordScript({ videoId, draft: 1, title: 'Hearts', script, source: 'kie:script', cost }, AT));
  return videoId;
}

async function clip(orgId: string, videoId: string, index: number, source = 'kie:veo'): Promise<void> {
  const job = await world.job(videoId);
  const segment = job.segments[index];
  const made = { clip: storedFile(`clip-${index}`), still: storedFile(`still-${index}`), kind: 'video' as const, attribution: null };
  const of = { videoId, plan: 1, index, take: segment?.generationNumber ?? 0, rung: segment?.clipFallbackIndex ?? 0, source };
  await world.tell(orgId, new RecordClip({ ...of, ...made, cost: world.cost(source) }, AT));
}

async function clips(orgId: string, videoId: string): Promise<void> {
  for (const { index } of (await world.job(videoId)).plan?.segments ?? []) await clip(orgId, videoId, index);
}

const spent = async (orgId: string): Promise<{ used: number; reserved: number }> => {
  const { used, reserved } = await world.billing.balance(orgId);
  return { used: used.provider_cost_micros ?? 0, reserved: reserved.provider_cost_micros ?? 0 };
};
const limited = (clipsWorth: number): Promise<string> => world.billing.organisation({ provider_cost_micros: clipsWorth * CLIP + 10 });

describe('faults A2: a gate that is rejected', () => {
  it('reserves the clips that it has made anew, each time, and is refused without room', async () => {
    const orgId = await limited(4);
    const videoId = await drafted(orgId, wish({ approvals: ['videos'] }));
    await clips(orgId, videoId);
    expect(await spent(orgId)).toEqual({ used: 2 * CLIP + 10, reserved: 0 });
    await world.ask(orgId, decide(videoId, 'videos', 'rejected'));
    expect(await spent(orgId)).toEqual({ used: 2 * CLIP + 10, reserved: 2 * CLIP });
    await clips(orgId, videoId);
    expect(await spent(orgId)).toEqual({ used: 4 * CLIP + 10, reserved: 0 });
    const before = await world.types(videoId);
    for (let times = 0; times < 4; times += 1) {
      await expect(world.ask(orgId, decide(videoId, 'videos', 'rejected'))).rejects.toMatchObject({ code: 'quota_exceeded' });
    }
    expect(await world.types(videoId)).toEqual(before);
    expect((await world.job(videoId)).status).toBe('awaiting_approval');
    expect(await spent(orgId)).toEqual({ used: 4 * CLIP + 10, reserved: 0 });
  });

  it('reserves of the named segments only, and gives it back when the video ends', async () => {
    const orgId = await limited(3);
    const videoId = await drafted(orgId, wish({ approvals: ['videos'] }));
    await clips(orgId, videoId);
    await expect(world.ask(orgId, decide(videoId, 'videos', 'rejected'))).rejects.toMatchObject({ code: 'quota_exceeded' });
    await world.ask(orgId, decide(videoId, 'videos', 'rejected', { segments: [1, 1] }));
    expect(await spent(orgId)).toEqual({ used: 2 * CLIP + 10, reserved: CLIP });
    await world.ask(orgId, new CancelVideo({ videoId }, AT));
    expect(await spent(orgId)).toEqual({ used: 2 * CLIP + 10, reserved: 0 });
  });

  it('reserves the pictures, and still pays for the clips out of the order', async () => {
    const orgId = await world.billing.organisation({ provider_cost_micros: 2 * CLIP + 10 + 300 });
    const videoId = await drafted(orgId, wish({ approvals: ['images'] }));
    const draw = async (index: number): Promise<void> => {
      const take = (await world.job(videoId)).segments[index]?.generationNumber ?? 0;
      const image = { source: 'kie:draw', image: storedFile(`image-${index}`), cost: world.cost('kie:draw') };
      await world.tell(orgId, new RecordImage({ videoId, plan: 1, index, take, ...image }, AT));
    };
    await draw(0);
    await draw(1);
    await expect(world.ask(orgId, decide(videoId, 'images', 'rejected'))).rejects.toMatchObject({ code: 'quota_exceeded' });
    await world.ask(orgId, decide(videoId, 'images', 'rejected', { segments: [0] }));
    expect(await spent(orgId)).toEqual({ used: 210, reserved: 2 * CLIP + 100 });
    await draw(0);
    await world.ask(orgId, decide(videoId, 'images', 'approved'));
    await clips(orgId, videoId);
    expect(await spent(orgId)).toEqual({ used: 2 * CLIP + 310, reserved: 0 });
  });

  it('reserves another draft', async () => {
    const orgId = await world.billing.organisation({ provider_cost_micros: 2 * CLIP + 10 + 15 });
    const videoId = await drafted(orgId, wish({ approvals: ['script'] }));
    await world.ask(orgId, decide(videoId, 'script', 'rejected'));
    expect(await spent(orgId)).toEqual({ used: 10, reserved: 2 * CLIP + 10 });
    const second = { draft: 2, title: 'Hearts', script: SCRIPT, source: 'kie:script', cost: world.cost('kie:script') };
    await world.tell(orgId, new RecordScript({ videoId, ...second }, AT));
    await expect(world.ask(orgId, decide(videoId, 'script', 'rejected'))).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(await spent(orgId)).toEqual({ used: 20, reserved: 2 * CLIP });
  });
});

describe('faults A2: a plan that needs more than was set aside', () => {
  const request = wish({ approvals: ['script'], durationSeconds: null });

  it('is not approved', async () => {
    const orgId = await limited(3);
    const videoId = await drafted(orgId, request);
    await world.ask(orgId, decide(videoId, 'script', 'rejected', { script: LONG }));
    await expect(world.ask(orgId, decide(videoId, 'script', 'approved'))).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect((await world.job(videoId)).plan).toBeNull();
    await world.ask(orgId, decide(videoId, 'script', 'rejected', { script: SCRIPT }));
    await world.ask(orgId, decide(videoId, 'script', 'approved'));
    expect((await world.job(videoId)).plan?.segments.length).toBeLessThanOrEqual(2);
  });

  it('reserves what is lacking when it is', async () => {
    const orgId = await limited(100);
    const videoId = await drafted(orgId, request);
    await world.ask(orgId, decide(videoId, 'script', 'rejected', { script: LONG }));
    await world.ask(orgId, decide(videoId, 'script', 'approved'));
    const segments = (await world.job(videoId)).plan?.segments.length ?? 0;
    expect(segments).toBeGreaterThan(5);
    expect(await spent(orgId)).toEqual({ used: 10, reserved: segments * CLIP });
    const { reserved } = await world.billing.balance(orgId);
    expect(reserved.video_seconds).toBeGreaterThan(100);
  });

  it.each(['a deadline', 'a draft'])('ends the job when %s would have it made', async (by) => {
    const orgId = await limited(3);
    const deadline = { type: 'script', deadlineSeconds: 60, onDeadline: 'approve' } as const;
    const gated = by === 'a deadline' ? { ...request, deadlines: [deadline] } : { ...request, approvals: [] };
    const videoId = await drafted(orgId, gated, LONG);
    const [gate] = (await world.job(videoId)).approvals;
    if (gate) await world.tell(orgId, new LapseApproval({ videoId, approval: 'script', requestedAt: gate.createdAt }, AT));
    const { status, error } = await world.job(videoId);
    expect({ status, code: error?.code, retryable: error?.retryable }).toEqual({
      status: 'failed',
      code: 'quota_exceeded',
      retryable: true,
    });
    expect(await spent(orgId)).toEqual({ used: 10, reserved: 0 });
    await expect(world.ask(orgId, new RetryVideo({ videoId }, AT))).rejects.toMatchObject({ code: 'quota_exceeded' });
  });
});

describe('faults A2: a model that stands in and is dearer', () => {
  const giveUp = (videoId: string, index: number, rung: number): GiveUpModel => {
    const of = { videoId, plan: 1, index, take: 0, what: 'clip' as const, rung };
    return new GiveUpModel({ ...of, code: 'boom', message: 'it broke', retryable: true, attempts: 4 }, AT);
  };

  it('is passed over without room for the difference', async () => {
    const orgId = await limited(5);
    const videoId = await drafted(orgId, wish());
    await world.tell(orgId, giveUp(videoId, 0, 0));
    const [segment] = (await world.job(videoId)).segments;
    expect(segment?.givenUp.map(({ model, code }) => [model, code])).toEqual([
      ['kie:veo', 'boom'],
      ['kie:dear', 'quota_exceeded'],
    ]);
    expect(segment?.clipFallbackIndex).toBe(2);
    expect(await spent(orgId)).toEqual({ used: 10, reserved: 2 * CLIP });
  });

  it('has the difference set aside, and no more than that', async () => {
    const orgId = await limited(6);
    const videoId = await drafted(orgId, wish());
    await world.tell(orgId, giveUp(videoId, 0, 0));
    expect(await spent(orgId)).toEqual({ used: 10, reserved: 6 * CLIP });
    await clip(orgId, videoId, 0, 'kie:dear');
    expect(await spent(orgId)).toEqual({ used: 5 * CLIP + 10, reserved: CLIP });
  });

  it('ends the job where nothing cheaper is left', async () => {
    const orgId = await limited(5);
    const videoId = await drafted(orgId, wish({}, { fallback: ['kie:dear'] }));
    await world.tell(orgId, giveUp(videoId, 1, 0));
    const { status, error } = await world.job(videoId);
    expect({ status, code: error?.code, retryable: error?.retryable }).toEqual({
      status: 'failed',
      code: 'segment_failed',
      retryable: true,
    });
    expect(error?.message).toContain('quota_exceeded');
  });
});

describe('faults A2: a segment made anew, and a failed video', () => {
  it('reserves what it makes, or changes nothing', async () => {
    const orgId = await limited(3);
    const videoId = await drafted(orgId, wish({ durationSeconds: 20 }));
    await clip(orgId, videoId, 0);
    await world.ask(orgId, new RegenerateSegments({ videoId, segments: [{ index: 0, prompt: null, model: null }] }, AT));
    expect(await spent(orgId)).toEqual({ used: CLIP + 10, reserved: 2 * CLIP });
    await clip(orgId, videoId, 0);
    const again = new RegenerateSegments({ videoId, segments: [{ index: 0, prompt: null, model: 'kie:dear' }] }, AT);
    await expect(world.ask(orgId, again)).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(await spent(orgId)).toEqual({ used: 2 * CLIP + 10, reserved: CLIP });
  });

  it('is set aside once, however many ask for it at the same moment, and all others hear why not', async () => {
    const orgId = await limited(20);
    const videoId = await drafted(orgId, wish({ durationSeconds: 20 }));
    await clip(orgId, videoId, 0);
    const asked = Array.from({ length: 12 }, (_, at) =>
      world.ask(orgId, new RegenerateSegments({ videoId, segments: [{ index: 0, prompt: `as in ${at}`, model: null }] }, AT)),
    );
    const ends = (await Promise.allSettled(asked)).map((end) =>
      end.status === 'fulfilled' ? 'taken' : (end.reason as { code: string }).code,
    );
    expect(ends.toSorted()).toEqual([...Array.from({ length: 11 }, () => 'segment_in_progress'), 'taken']);
    expect(await spent(orgId)).toEqual({ used: CLIP + 10, reserved: 2 * CLIP });
  });
});
