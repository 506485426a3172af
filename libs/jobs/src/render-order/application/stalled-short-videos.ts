import { Injectable } from '@nestjs/common';
import { type Pursuit, type Stalled, StalledWork, type Subject } from '#tasks';
import { Database } from '#platform';
import { shortVideo, type ShortVideo } from '../domain/short-video.decider.js';
import { makeShortVideos, renderingOf } from './reactions/make-short-videos.reaction.js';

/** Short videos that nobody puts together. */
@Injectable()
export class StalledShortVideos implements Pursuit<ShortVideo> {
  readonly what = 'short video';
  readonly askedBy = makeShortVideos.name;

  constructor(
    private readonly stalled: StalledWork,
    private readonly database: Database,
  ) {
    stalled.watch(shortVideo, this);
  }

  unfinished(after: string, limit: number): Promise<readonly Subject[]> {
    return this.database.query<{ id: string; orgId: string }>(
      'SELECT key AS id, org_id AS "orgId" FROM jobs.unfinished_short_videos WHERE key > $1 ORDER BY key LIMIT $2',
      [after, limit],
    );
  }

  async driveOn({ id, orgId, state }: Stalled<ShortVideo>): Promise<boolean> {
    return (state.status === 'queued' || state.status === 'processing') && this.stalled.askAgain([renderingOf(id, orgId)]);
  }
}
