import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Eventing } from '#eventing';
import { Database, observableCounter, observableGauge, PeriodicLeader, type Queryable, type Role, ROLES, SessionLocks } from '#platform';
import { type Stage } from '../../contracts/video-job.events.js';
import { type VideoMeasureRow } from '../application/projections/video-measures.projection.js';
import { VideoTimes } from './video-times.js';

/** As often as metrics are read. */
const INTERVAL_MS = 15_000;
/** Those of videos under way. */
const LIVE_STAGES: readonly Stage[] = ['queued', 'drafting', 'assets', 'audio', 'rendering', 'ready'];
const OUTCOMES = ['completed', 'failed', 'cancelled'];

/** By stage; those in which nothing is are left out. */
export async function videosUnderWay(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ stage: string; videos: number }>(
    `SELECT data->>'stage' AS stage, count(*)::int AS videos FROM jobs.live_videos GROUP BY 1`,
  );
  return new Map(rows.map(({ stage, videos }) => [stage, videos]));
}

interface Found {
  readonly live: ReadonlyMap<string, number>;
  readonly measures: readonly VideoMeasureRow[];
}

/** What films there are and became of, told by one process at a time: by all of them it would be counted as often as there are processes. */
@Injectable()
export class VideoTelemetry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leader: PeriodicLeader;
  /** Null: another process leads. */
  private found: Found | null = null;
  private readonly times: VideoTimes;
  private stops: readonly (() => void)[] = [];

  constructor(
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    private readonly database: Database,
    locks: SessionLocks,
    { eventLog, store }: Eventing,
  ) {
    this.times = new VideoTimes(eventLog, store);
    const whenNotLeader = (): void => {
      this.found = null;
      this.times.forget();
    };
    this.leader = new PeriodicLeader({ name: 'jobs.measures', intervalMs: INTERVAL_MS, run: () => this.look(), whenNotLeader }, locks);
  }

  onApplicationBootstrap(): void {
    if (!this.roles.has('scheduler')) return;
    this.stops = [...this.films(), ...this.segments()];
    this.times.start();
    this.leader.start();
  }

  async onModuleDestroy(): Promise<void> {
    for (const stop of this.stops) stop();
    this.times.stop();
    await this.leader.stop();
  }

  /** One look now, where this process leads or can. */
  measure(): Promise<void> {
    return this.leader.tick();
  }

  private films(): readonly (() => void)[] {
    return [
      observableGauge('kadr_live_videos', { description: 'Videos under way, by stage; by the leader', unit: '{video}' }, (result) => {
        for (const stage of this.found ? LIVE_STAGES : []) result.observe(this.found?.live.get(stage) ?? 0, { stage });
      }),
      observableCounter(
        'kadr_videos_accepted',
        { description: 'Videos ordered; by the leader, from the log', unit: '{video}' },
        (result) => {
          if (this.found) result.observe(this.sum('accepted'));
        },
      ),
      observableCounter(
        'kadr_videos_finished',
        { description: 'Videos that ended, by outcome and reason; by the leader, from the log', unit: '{video}' },
        (result) => {
          for (const outcome of this.found ? OUTCOMES : []) {
            const some = this.of('finished').filter((one) => one.outcome === outcome);
            if (!some.some(({ reason }) => reason === '')) result.observe(0, { outcome, reason: '' });
            for (const { reason, total } of some) result.observe(total, { outcome, reason });
          }
        },
      ),
      observableCounter('kadr_videos_resumed', { description: 'Failed videos that went on; by the leader, from the log' }, (result) => {
        if (this.found) result.observe(this.sum('resumed'));
      }),
      observableCounter(
        'kadr_video_seconds',
        { description: 'Film that was rendered; by the leader, from the log', unit: 's' },
        (result) => {
          if (this.found) result.observe(this.sum('rendered_seconds'));
        },
      ),
    ];
  }

  private segments(): readonly (() => void)[] {
    return [
      observableCounter('kadr_segments_made', { description: 'Segments made, by model; by the leader, from the log' }, (result) => {
        for (const { source, total } of this.of('segment')) result.observe(total, modelOf(source));
      }),
      observableCounter(
        'kadr_segment_fallbacks',
        { description: 'Models given up for a segment, by what stood in; by the leader, from the log' },
        (result) => {
          for (const { source, reason, outcome, total } of this.of('fallback')) {
            result.observe(total, { ...modelOf(source), reason, to: outcome });
          }
        },
      ),
    ];
  }

  private of(measure: VideoMeasureRow['measure']): readonly VideoMeasureRow[] {
    return this.found?.measures.filter((one) => one.measure === measure) ?? [];
  }

  private sum(measure: VideoMeasureRow['measure']): number {
    return this.of(measure).reduce((sum, { total }) => sum + total, 0);
  }

  private async look(): Promise<void> {
    const live = await videosUnderWay(this.database);
    const measures = await this.database.query<VideoMeasureRow>(
      `SELECT data->>'measure' AS measure, data->>'outcome' AS outcome, data->>'reason' AS reason, data->>'source' AS source,
              sum((data->>'total')::double precision) AS total
         FROM jobs.video_measures GROUP BY 1, 2, 3, 4`,
    );
    this.found = { live, measures };
    await this.times.look();
  }
}

function modelOf(source: string): { provider: string; model: string } {
  const at = source.indexOf(':');
  return at < 0 ? { provider: source, model: '' } : { provider: source.slice(0, at), model: source.slice(at + 1) };
}
