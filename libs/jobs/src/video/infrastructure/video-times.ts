import { type Eventing, type EventStore } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { histogram } from '#platform';
import { type Stage, type VideoJobEvent } from '../../contracts/video-job.events.js';
import { videoJob } from '../domain/video-job.decider.js';
import { type VideoJobState } from '../domain/video-job.state.js';
import { FirstPictures } from './first-pictures.js';

/** Of one look; the others are left to the next. */
const AT_ONCE = 200;
/** What has not been looked at by then is not measured: these are samples, and no list that grows. */
const MOST = 10_000;

const SECONDS = [10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200];
/** Of the length of a film. */
const RATIOS = [0.25, 0.5, 1, 2, 4, 8, 16, 32];
const ENDS: ReadonlySet<VideoJobEvent['type']> = new Set(['JobCompleted', 'JobFailed', 'JobCancelled']);

type Timed = Pick<VideoJobState, 'status' | 'createdAt' | 'completedAt' | 'stageHistory'> & {
  readonly approvals: readonly Pick<VideoJobState['approvals'][number], 'createdAt' | 'decidedAt'>[];
  readonly film: { readonly frames: number } | null;
  readonly request: { readonly fps: number };
};

export interface Times {
  readonly outcome: 'completed' | 'failed' | 'cancelled';
  readonly seconds: number;
  /** Seconds for each second of the film, without what people were waited for; null: there is no film. */
  readonly ratio: number | null;
  /** Of a film that was completed, in their order. */
  readonly stages: readonly { readonly stage: Stage; readonly seconds: number }[];
}

const between = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;

/** How long the first edition took, with what people were waited for. Null: it goes on, or this was a later edition. */
export function timesOf({ status, createdAt, completedAt, stageHistory, approvals, film, request }: Timed): Times | null {
  if (completedAt === null || (status !== 'completed' && status !== 'failed' && status !== 'cancelled')) return null;
  if (stageHistory.filter(({ stage }) => stage === 'rendering').length > 1) return null;
  const made = status === 'completed' ? stageHistory.filter(({ stage }) => stage !== 'ready') : [];
  const stages = made.map(({ stage, enteredAt, leftAt }) => ({ stage, seconds: between(enteredAt, leftAt ?? completedAt) }));
  const seconds = between(createdAt, completedAt);
  const waited = approvals.reduce((sum, gate) => sum + (gate.decidedAt === null ? 0 : between(gate.createdAt, gate.decidedAt)), 0);
  const filmSeconds = status === 'completed' && film ? film.frames / request.fps : 0;
  return { outcome: status, seconds, ratio: filmSeconds > 0 ? Math.max(0, seconds - waited) / filmSeconds : null, stages };
}

type Decision = Extract<VideoJobEvent, { type: 'ApprovalDecided' }>['data'];

/** How long films take and what they wait for, of those that end, and of what is decided, while this process leads. */
export class VideoTimes {
  private readonly turnaround = histogram('kadr_video_turnaround_seconds', {
    ...{ description: 'From the order of a film to its end, with what people were waited for; by the leader', unit: 's' },
    buckets: SECONDS,
  });
  private readonly ratio = histogram('kadr_video_turnaround_ratio', {
    description: 'Seconds that a completed film took for each second of its length, without what people were waited for; by the leader',
    buckets: RATIOS,
  });
  private readonly stages = histogram('kadr_video_stage_seconds', {
    ...{ description: 'Time that a completed film spent in a stage, with what people were waited for; by the leader', unit: 's' },
    buckets: SECONDS,
  });
  private readonly firstPicture = histogram('kadr_video_first_picture_seconds', {
    ...{ description: 'From the order of a film to its first picture, without what people were waited for; by the leader', unit: 's' },
    buckets: SECONDS,
  });
  private readonly waits = histogram('kadr_approval_wait_seconds', {
    ...{ description: 'From reaching a gate of a film to its decision, by people or by its deadline; by the leader', unit: 's' },
    buckets: [10, 60, 300, 900, 1800, 3600, 4 * 3600, 12 * 3600, 24 * 3600, 3 * 24 * 3600, 7 * 24 * 3600],
  });
  private readonly ended = new Set<string>();
  private decided: Decision[] = [];
  private readonly pictures = new FirstPictures();
  private unwatch: () => void = () => undefined;

  constructor(
    private readonly eventLog: Pick<Eventing['eventLog'], 'onAdvance'>,
    private readonly store: Pick<EventStore, 'loadMany'>,
  ) {}

  start(): void {
    this.unwatch = this.eventLog.onAdvance((events) => {
      for (const event of events as unknown as readonly Recorded<VideoJobEvent>[]) {
        if (ENDS.has(event.type) && this.ended.size < MOST) this.ended.add(event.data.videoId);
        if (event.type === 'ApprovalDecided' && this.decided.length < MOST) this.decided.push(event.data);
        this.pictures.add(event);
      }
    });
  }

  stop(): void {
    this.unwatch();
  }

  /** Another process measures them. */
  forget(): void {
    this.ended.clear();
    this.decided = [];
    this.pictures.take();
  }

  async look(): Promise<void> {
    for (const seconds of this.pictures.take()) this.firstPicture.record(seconds);
    const ids = [...this.ended].slice(0, AT_ONCE);
    const decided = this.decided.slice(0, AT_ONCE);
    const wanted = [...new Set([...ids, ...decided.map(({ videoId }) => videoId)])];
    if (wanted.length === 0) return;
    const loaded = await this.store.loadMany(videoJob, wanted);
    this.decided = this.decided.filter((one) => !decided.includes(one));
    const jobOf = (id: string): VideoJobState | null => {
      const state = loaded.get(id)?.state;
      return state && 'stageHistory' in state ? state : null;
    };
    for (const decision of decided) this.tellWait(decision, jobOf(decision.videoId));
    for (const id of ids) {
      this.ended.delete(id);
      this.tellEnd(jobOf(id));
    }
  }

  private tellWait({ approval, decidedAt }: Decision, job: VideoJobState | null): void {
    const gate = job?.approvals.findLast((one) => one.type === approval && one.decidedAt === decidedAt);
    if (gate) this.waits.record(between(gate.createdAt, decidedAt), { type: approval });
  }

  private tellEnd(job: VideoJobState | null): void {
    const times = job ? timesOf(job) : null;
    if (!times) return;
    this.turnaround.record(times.seconds, { outcome: times.outcome });
    if (times.ratio !== null) this.ratio.record(times.ratio);
    for (const { stage, seconds } of times.stages) this.stages.record(seconds, { stage });
  }
}
