import { describe, expect, it } from '@jest/globals';
import { type SignedUrls } from '#assets';
import { createVideo, recordClip, recordScript, storedFile } from '../../../testing/builders.js';
import { GiveUpModel, RecordFailedAttempt, RegenerateSegments, type VideoJobCommand } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type VideoJob } from '../../domain/video-job.state.js';
import { segmentView } from './video.view.js';

const AT = '2026-11-21T12:00:00.000Z';
const urls = { sign: (key: string) => `link:${key}` } as unknown as SignedUrls;
const MODELS = ['kie:veo', 'runway:gen', 'local:illustrator'];
const visuals = {
  ...createVideo().data.request.visuals,
  mode: 'text-to-video' as const,
  models: MODELS.slice(0, 1),
  fallback: MODELS.slice(1),
};
const of = { videoId: createVideo().data.videoId, plan: 1, index: 0, take: 0, what: 'clip' as const };

function segmentAfter(...commands: VideoJobCommand[]) {
  let job: VideoJob = videoJob.initialState;
  for (const command of [createVideo({ visuals }), recordScript(), ...commands])
    job = videoJob.decide(command, job).reduce(videoJob.evolve, job);
  if (job.status === 'absent') throw new Error('nothing was created');
  return segmentView(job, 0, urls);
}
const fails = (attempt: number) => new RecordFailedAttempt({ ...of, rung: 0, attempt, code: 'provider_busy', message: 'too busy' }, AT);
const givesUp = (rung: number, code = 'content_refused') =>
  new GiveUpModel({ ...of, rung, code, message: `no ${rung}`, retryable: false, attempts: rung + 1 }, AT);
const cost = (amountMicros: number) => ({ provider: 'kie', model: 'kie:veo', units: 1, amountMicros });
const states = ({ ladder }: ReturnType<typeof segmentAfter>) => ladder.map(({ model, state, tries }) => [model, state, tries]);

describe('the ladder of a segment', () => {
  it('names who is tried, and who would be next', () => {
    const segment = segmentAfter();
    expect(states(segment)).toEqual([
      ['kie:veo', 'trying', 0],
      ['runway:gen', 'waiting', 0],
      ['local:illustrator', 'waiting', 0],
    ]);
    expect(segment.attempt).toEqual({ number: 1, of: 4, startedAt: null, retryAt: null });
    expect([segment.costMicros, segment.thumbnailUrl]).toEqual([0, null]);
  });

  it('says when a try that failed is repeated', () => {
    const { attempt, ladder } = segmentAfter(fails(1), fails(2));
    expect(attempt).toEqual({ number: 3, of: 4, startedAt: AT, retryAt: '2026-11-21T12:00:02.000Z' });
    expect(ladder[0]).toMatchObject({ state: 'trying', tries: 2 });
  });

  it('tells of each who gave up why, who took over, and that nobody else was needed', () => {
    const clip = recordClip(0, { rung: 1, source: 'runway:gen', cost: cost(40_000), thumbnail: storedFile('small') });
    const segment = segmentAfter(fails(1), givesUp(0), clip);
    expect(segment.ladder).toEqual([
      { what: 'clip', model: 'kie:veo', state: 'gave_up', tries: 1, code: 'content_refused', reason: 'no 0', costMicros: 0 },
      { what: 'clip', model: 'runway:gen', state: 'took_over', tries: 1, code: null, reason: null, costMicros: 40_000 },
      { what: 'clip', model: 'local:illustrator', state: 'not_needed', tries: 0, code: null, reason: null, costMicros: 0 },
    ]);
    expect([segment.attempt, segment.costMicros]).toEqual([null, 40_000]);
    expect(segment.thumbnailUrl).toMatch(/^link:.*small$/);
  });

  it('ends with the last one, where nobody could make it', () => {
    const segment = segmentAfter(givesUp(0), givesUp(1), givesUp(2, 'provider_failed'));
    expect(segment.ladder.map(({ state }) => state)).toEqual(['gave_up', 'gave_up', 'gave_up']);
    expect(segment.ladder[2]).toMatchObject({ code: 'segment_failed', reason: expect.stringContaining('no 2') });
    expect(segment.attempt).toBeNull();
  });

  it('begins anew with a segment that is made again, whose cost goes on', () => {
    const clips = [0, 1].map((index) => recordClip(index, { source: 'kie:veo', cost: cost(50_000) }));
    const again = new RegenerateSegments({ videoId: of.videoId, segments: [{ index: 0, prompt: null, model: null }] }, AT);
    const made = recordClip(0, { take: 1, source: 'kie:veo', cost: cost(30_000) });
    const running = segmentAfter(...clips, again);
    expect([running.costMicros, running.ladder[0]?.state]).toEqual([50_000, 'trying']);
    expect(segmentAfter(...clips, again, made)).toMatchObject({
      costMicros: 80_000,
      ladder: [{ state: 'took_over', costMicros: 30_000 }, {}, {}],
    });
  });
});
