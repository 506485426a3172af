import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { type Pursuit, type Stalled, StalledWork, type Subject } from '#tasks';
import { Clock, Database } from '#platform';
import { ResumeVideo } from '../domain/video-job.commands.js';
import { videoJob } from '../domain/video-job.decider.js';
import { type VideoJob } from '../domain/video-job.state.js';
import { produceVideo } from './process-managers/produce-video.process-manager.js';

/** Videos that stand still. What a video lacks depends on all that was made for it, so it is asked itself, and remembers how often. */
@Injectable()
export class StalledVideos implements Pursuit<VideoJob> {
  readonly what = 'video';
  readonly askedBy = produceVideo.name;

  constructor(
    stalled: StalledWork,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    stalled.watch(videoJob, this);
  }

  unfinished(after: string, limit: number): Promise<readonly Subject[]> {
    return this.database.query<{ id: string; orgId: string }>(
      `SELECT key AS id, org_id AS "orgId" FROM jobs.video_index
        WHERE data->>'status' = ANY (ARRAY['queued', 'processing']) AND key > $1 ORDER BY key LIMIT $2`,
      [after, limit],
    );
  }

  async driveOn({ id, orgId, version }: Stalled<VideoJob>): Promise<boolean> {
    const command = new ResumeVideo({ videoId: id }, this.clock.now());
    return this.unitOfWork
      .run(async (tx) => {
        const decided = await tx.decide(videoJob, id, command, { orgId, actor: 'system' });
        if (decided.version - decided.events.length !== version) throw new HappenedMeanwhile();
        return decided.events.length > 0;
      })
      .catch((error: unknown) => {
        if (error instanceof HappenedMeanwhile) return false;
        throw error;
      });
  }
}

class HappenedMeanwhile extends Error {}
