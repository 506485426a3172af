import { afterAll, describe, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { ToldMetrics } from '#platform/testing';
import { timesOf, VideoTimes } from './video-times.js';

const at = (second: number): string => new Date(Date.UTC(2026, 4, 1, 12, 0, second)).toISOString();
const history = [
  { stage: 'queued', enteredAt: at(0), leftAt: at(2) },
  { stage: 'assets', enteredAt: at(2), leftAt: at(32) },
  { stage: 'rendering', enteredAt: at(32), leftAt: null },
] as const;
const approvals = [
  { type: 'images', createdAt: at(20), decidedAt: at(30) },
  { type: 'videos', createdAt: at(31), decidedAt: at(33) },
] as const;
const film = {
  status: 'completed',
  createdAt: at(0),
  completedAt: at(42),
  stageHistory: history,
  approvals,
  film: { frames: 240 },
  request: { fps: 24 },
} as const;

const metrics = new ToldMetrics();
afterAll(() => metrics.end());

/** What is told of the log, by hand. */
function logOfSpec() {
  let tell: (events: readonly Recorded[]) => void = () => undefined;
  const onAdvance = (listener: typeof tell) => {
    tell = listener;
    return () => undefined;
  };
  return { eventLog: { onAdvance }, tell: (...events: readonly Recorded[]) => tell(events) };
}
const event = (type: string, videoId: string, second = 0, data: object = {}) =>
  ({ type, data: { videoId, ...data }, recordedAt: at(second) }) as unknown as Recorded;

describe('how long a film took', () => {
  it('is told from its order to its end, and by stage when it was completed', () => {
    const stages = [
      { stage: 'queued', seconds: 2 },
      { stage: 'assets', seconds: 30 },
      { stage: 'rendering', seconds: 10 },
    ];
    // Ten seconds of film in thirty, and twelve seconds in which people were waited for.
    expect(timesOf(film)).toEqual({ outcome: 'completed', seconds: 42, ratio: 3, stages });
    const ready = [...history.slice(0, 2), { ...history[2], leftAt: at(42) }, { stage: 'ready' as const, enteredAt: at(42), leftAt: null }];
    expect(timesOf({ ...film, stageHistory: ready })?.stages).toEqual(stages);
    expect(timesOf({ ...film, status: 'failed' })).toEqual({ outcome: 'failed', seconds: 42, ratio: null, stages: [] });
  });

  it('is not told of what goes on, nor of a later edition', () => {
    expect(timesOf({ ...film, status: 'processing', completedAt: null })).toBeNull();
    expect(timesOf({ ...film, stageHistory: [...history, ...history] })).toBeNull();
  });

  it('is looked up once for each film that ends, also when it could not be looked up before', async () => {
    const { eventLog, tell } = logOfSpec();
    const asked: string[][] = [];
    let isBroken = true;
    const loadMany = async (_: unknown, ids: readonly string[]) => {
      asked.push([...ids]);
      if (isBroken) throw new Error('away');
      return new Map(ids.map((id) => [id, { state: film, version: 1 }]));
    };
    const times = new VideoTimes(eventLog, { loadMany } as never);
    times.start();
    tell(event('JobCompleted', 'a'), event('StageEntered', 'b'), event('JobFailed', 'c'), event('JobFailed', 'c'));
    await expect(times.look()).rejects.toThrow('away');
    isBroken = false;
    await times.look();
    await times.look();
    expect(asked).toEqual([
      ['a', 'c'],
      ['a', 'c'],
    ]);
    tell(event('JobCompleted', 'd'));
    times.forget();
    await times.look();
    expect(asked).toHaveLength(2);
  });
});

describe('what a leader tells', () => {
  const { eventLog, tell } = logOfSpec();
  const loadMany = async (_: unknown, ids: readonly string[]) => new Map(ids.map((id) => [id, { state: film, version: 1 }]));
  const times = new VideoTimes(eventLog, { loadMany } as never);
  times.start();

  it('of a film that ends is how long it took for its length, and of a gate how long it was open', async () => {
    const before = await metrics.of('kadr_video_turnaround_ratio');
    tell(event('JobCompleted', 'film'), event('ApprovalDecided', 'film', 30, { approval: 'images', decidedAt: at(30) }));
    tell(event('ApprovalDecided', 'film', 33, { approval: 'videos', decidedAt: at(33) }));
    await times.look();
    await times.look();
    const [count = 0, sum = 0] = (before[0] ?? '0 0').split(' ').map(Number);
    expect(await metrics.of('kadr_video_turnaround_ratio')).toEqual([`${count + 1} ${sum + 3}`]);
    expect(await metrics.of('kadr_approval_wait_seconds')).toEqual(['type=images 1 10', 'type=videos 1 2']);
  });

  it('of a first picture is when it came, without what people were waited for; nothing of what came before or after', async () => {
    tell(event('ImageGenerated', 'ordered before', 1));
    tell(event('JobCreated', 'a', 2), event('JobCreated', 'b', 2), event('JobCreated', 'c', 2));
    tell(event('ApprovalRequested', 'a', 4, { approval: 'script' }), event('SegmentGenerated', 'b', 8), event('JobFailed', 'c', 9));
    tell(event('ApprovalDecided', 'a', 24, { approval: 'script', decidedAt: at(24) }), event('ImageGenerated', 'a', 31));
    tell(event('ImageGenerated', 'a', 40), event('SegmentGenerated', 'c', 41));
    await times.look();
    expect(await metrics.of('kadr_video_first_picture_seconds')).toEqual(['2 15']);

    tell(event('JobCreated', 'd', 50), event('ImageGenerated', 'd', 55));
    times.forget();
    await times.look();
    expect(await metrics.of('kadr_video_first_picture_seconds')).toEqual(['2 15']);
  });
});
