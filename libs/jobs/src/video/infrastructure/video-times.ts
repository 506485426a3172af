import { type Eventing, type EventStore } from '#eventing';
import { histogram } from '#platform';
import { type Stage, type VideoJobEvent } from '../../contracts/video-job.events.js';
import { videoJob } from '../domain/video-job.decider.js';
import { type VideoJobState } from '../domain/video-job.state.js';

/** Of one look; the others are left to the next. */
const AT_ONCE = 200;
/** What has not been looked at by then is not measured: these are samples, and no list that grows. */
const MOST = 10_000;

const SECONDS = [10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200];
const ENDS: ReadonlySet<VideoJobEvent['type']> = new Set(['JobCompleted', 'JobFailed', 'JobCancelled']);

type Timed = Pick<VideoJobState, 'status' | 'createdAt' | 'completedAt' | 'stageHistory'>;

export interface Times {
  readonly outcome: 'completed' | 'failed' | 'cancelled';
  readonly seconds: number;
  /** Of a film that was completed, in their order. */
  readonly stages: readonly { readonly stage: Stage; readonly seconds: number }[];
}

const between = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;

/** How long the first edition took, with what people were waited for. Null: it goes on, or this was a later edition. */
export function timesOf({ status, createdAt, completedAt, stageHistory }: Timed): Times | null {
  if (completedAt === null || (status !== 'completed' && status !== 'failed' && status !== 'cancelled')) return null;
  if (stageHistory.filter(({ stage }) => stage === 'rendering').length > 1) return null;
  const made = status === 'completed' ? stageHistory.filter(({ stage }) => stage !== 'ready') : [];
  const stages = made.map(({ stage, enteredAt, leftAt }) => ({ stage, seconds: between(enteredAt, leftAt ?? completedAt) }));
  return { outcome: status, seconds: between(createdAt, completedAt), stages };
}

/** How long films take, of those that end while this process leads. */
export class VideoTimes {
  private readonly turnaround = histogram('kadr_video_turnaround_seconds', {
    ...{ description: 'From the order of a film to its end, with what people were waited for; by the leader', unit: 's' },
    buckets: SECONDS,
  });
  private readonly stages = histogram('kadr_video_stage_seconds', {
    ...{ description: 'Time that a completed film spent in a stage, with what people were waited for; by the leader', unit: 's' },
    buckets: SECONDS,
  });
  private readonly ended = new Set<string>();
  private unwatch: () => void = () => undefined;

  constructor(
    private readonly eventLog: Pick<Eventing['eventLog'], 'onAdvance'>,
    private readonly store: Pick<EventStore, 'loadMany'>,
  ) {}

  start(): void {
    this.unwatch = this.eventLog.onAdvance((events) => {
      for (const { type, data } of events as unknown as readonly VideoJobEvent[]) {
        if (ENDS.has(type) && this.ended.size < MOST) this.ended.add(data.videoId);
      }
    });
  }

  stop(): void {
    this.unwatch();
  }

  /** Another process measures them. */
  forget(): void {
    this.ended.clear();
  }

  async look(): Promise<void> {
    const ids = [...this.ended].slice(0, AT_ONCE);
    if (ids.length === 0) return;
    const loaded = await this.store.loadMany(videoJob, ids);
    for (const [id, { state }] of loaded) {
      this.ended.delete(id);
      const times = state && 'stageHistory' in state ? timesOf(state) : null;
      if (!times) continue;
      this.turnaround.record(times.seconds, { outcome: times.outcome });
      for (const { stage, seconds } of times.stages) this.stages.record(seconds, { stage });
    }
  }
}
