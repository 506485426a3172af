import { describe, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { timesOf, VideoTimes } from './video-times.js';

const at = (second: number): string => new Date(Date.UTC(2026, 4, 1, 12, 0, second)).toISOString();
const history = [
  { stage: 'queued', enteredAt: at(0), leftAt: at(2) },
  { stage: 'assets', enteredAt: at(2), leftAt: at(32) },
  { stage: 'rendering', enteredAt: at(32), leftAt: null },
] as const;
const film = { status: 'completed', createdAt: at(0), completedAt: at(42), stageHistory: history } as const;

describe('how long a film took', () => {
  it('is told from its order to its end, and by stage when it was completed', () => {
    const stages = [
      { stage: 'queued', seconds: 2 },
      { stage: 'assets', seconds: 30 },
      { stage: 'rendering', seconds: 10 },
    ];
    expect(timesOf(film)).toEqual({ outcome: 'completed', seconds: 42, stages });
    const ready = [...history.slice(0, 2), { ...history[2], leftAt: at(42) }, { stage: 'ready' as const, enteredAt: at(42), leftAt: null }];
    expect(timesOf({ ...film, stageHistory: ready })?.stages).toEqual(stages);
    expect(timesOf({ ...film, status: 'failed' })).toEqual({ outcome: 'failed', seconds: 42, stages: [] });
  });

  it('is not told of what goes on, nor of a later edition', () => {
    expect(timesOf({ ...film, status: 'processing', completedAt: null })).toBeNull();
    expect(timesOf({ ...film, stageHistory: [...history, ...history] })).toBeNull();
  });

  it('is looked up once for each film that ends, also when it could not be looked up before', async () => {
    let tell: (events: readonly Recorded[]) => void = () => undefined;
    const asked: string[][] = [];
    let isBroken = true;
    const loadMany = async (_: unknown, ids: readonly string[]) => {
      asked.push([...ids]);
      if (isBroken) throw new Error('away');
      return new Map(ids.map((id) => [id, { state: film, version: 1 }]));
    };
    const eventLog = {
      onAdvance(listener: typeof tell) {
        tell = listener;
        return () => undefined;
      },
    };
    const times = new VideoTimes(eventLog, { loadMany } as never);
    times.start();
    const event = (type: string, videoId: string) => ({ type, data: { videoId } }) as unknown as Recorded;
    tell([event('JobCompleted', 'a'), event('StageEntered', 'b'), event('JobFailed', 'c'), event('JobFailed', 'c')]);
    await expect(times.look()).rejects.toThrow('away');
    isBroken = false;
    await times.look();
    await times.look();
    expect(asked).toEqual([
      ['a', 'c'],
      ['a', 'c'],
    ]);
    tell([event('JobCompleted', 'd')]);
    times.forget();
    await times.look();
    expect(asked).toHaveLength(2);
  });
});
