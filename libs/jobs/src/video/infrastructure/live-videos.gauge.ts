import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, logger, observableGauge } from '#platform';

/** `kadr_live_videos` by stage: how many videos are under way and where they stand. */
@Injectable()
export class LiveVideosGauge implements OnModuleInit {
  private readonly log = logger('jobs.live-videos');
  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    observableGauge('kadr_live_videos', { description: 'Videos under way, by stage', unit: '{video}' }, async (result) => {
      try {
        const rows = await this.database.query<{ stage: string; videos: number }>(
          `SELECT data->>'stage' AS stage, count(*)::int AS videos FROM jobs.live_videos GROUP BY 1`,
        );
        for (const { stage, videos } of rows) result.observe(videos, { stage });
      } catch (error) {
        this.log.debug({ err: error }, 'the live videos could not be counted');
      }
    });
  }
}
