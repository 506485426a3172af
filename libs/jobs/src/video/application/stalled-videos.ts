import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { ConsumerProgress, EventStore, UnitOfWork } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import { TaskRuntime } from '#tasks';
import { Clock, counter, Database, logger, PeriodicLeader, type Role, ROLES, SessionLocks } from '#platform';
import { ResumeVideo } from '../domain/video-job.commands.js';
import { videoJob } from '../domain/video-job.decider.js';
import { JobsConfig } from '../../jobs.config.js';
import { produceVideo } from './process-managers/produce-video.process-manager.js';

const DUTY = 'jobs.stalled-videos';
const LOOK_EVERY_MS = 2000;
const PAGE = 500;

const log = logger('jobs.stalled-videos');

interface Unfinished {
  readonly videoId: string;
  readonly orgId: string;
}

/**
 * Drives on unfinished videos for which nobody does anything: all tasks have ended, the process manager has seen every event, no gate
 * waits for a person, and still something is missing. It should never happen; but a task lost by hand or by a restored backup, or a new
 * version of the program that names its work differently, must not leave a video waiting for ever. One process looks at a time.
 */
@Injectable()
export class StalledVideos implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly resumed = counter('kadr_videos_resumed', {
    description: 'Videos that stood still for no reason and were driven on',
    unit: '{video}',
  });
  private readonly leader: PeriodicLeader;

  constructor(
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    private readonly config: JobsConfig,
    locks: SessionLocks,
    private readonly database: Database,
    private readonly tasks: TaskRuntime,
    private readonly progress: ConsumerProgress,
    private readonly store: EventStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    scheduler: SchedulerRegistry,
  ) {
    this.leader = new PeriodicLeader({ name: DUTY, intervalMs: LOOK_EVERY_MS, run: () => this.driveOnStalled() }, locks, scheduler);
  }

  onApplicationBootstrap(): void {
    if (this.roles.has('scheduler')) this.leader.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.leader.stop();
  }

  private async driveOnStalled(): Promise<void> {
    for (let after = ''; ;) {
      const page = await this.unfinished(after);
      for (const video of await this.standingStill(page)) await this.driveOn(video);
      if (page.length < PAGE) return;
      after = page.at(-1)?.videoId ?? '';
    }
  }

  private async unfinished(after: string): Promise<Unfinished[]> {
    return this.database.query<{ videoId: string; orgId: string }>(
      `SELECT key AS "videoId", org_id AS "orgId" FROM jobs.video_index
        WHERE data->>'status' = ANY (ARRAY['queued', 'processing']) AND key > $1 ORDER BY key LIMIT $2`,
      [after, PAGE],
    );
  }

  private async standingStill(videos: readonly Unfinished[]): Promise<readonly (Unfinished & { readonly version: number })[]> {
    const idle = await this.tasks.idle(videos.map(({ videoId }) => videoId));
    const candidates = videos.filter(({ videoId }) => idle.has(videoId));
    const seen = await this.progress.upToDate(
      produceVideo.name,
      candidates.map(({ videoId }) => streamIdOf(videoJob, videoId)),
    );
    const followed = candidates.filter(({ videoId }) => seen.has(streamIdOf(videoJob, videoId)));
    const latest = this.clock.nowMs() - this.config.stalledAfterMs;
    const loaded = await this.store.loadMany(
      videoJob,
      followed.map(({ videoId }) => videoId),
    );
    return followed.flatMap((video) => {
      const { version = 0, recordedAt = null } = loaded.get(video.videoId) ?? {};
      return recordedAt !== null && Date.parse(recordedAt) < latest ? [{ ...video, version }] : [];
    });
  }

  /** Unless something has happened to the video since it was looked at. */
  private async driveOn({ videoId, orgId, version }: Unfinished & { readonly version: number }): Promise<void> {
    const command = new ResumeVideo({ videoId }, this.clock.now());
    const types = await this.unitOfWork
      .run(async (tx) => {
        const decided = await tx.decide(videoJob, videoId, command, { orgId, actor: 'system' });
        if (decided.version - decided.events.length !== version) throw new HappenedMeanwhile();
        return decided.events.map(({ type }) => type);
      })
      .catch((error: unknown) => {
        if (error instanceof HappenedMeanwhile) return [];
        throw error;
      });
    if (types.length === 0) return;
    this.resumed.add(1);
    log.warn({ videoId, orgId, types }, 'nothing was being done for an unfinished video; what is missing is asked for again');
  }
}

class HappenedMeanwhile extends Error {}
