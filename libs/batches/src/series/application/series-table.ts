import { Injectable } from '@nestjs/common';
import { type NotesOfEpisode } from '#jobs';
import { Database, isUuid, type Queryable } from '#platform';
import { type Json } from '../../domain/rows.js';

/** What its maker has written. */
export interface SeriesWords {
  readonly name: string;
  readonly bible: string;
  readonly topics: readonly string[];
  readonly defaults: Json;
}

export interface KeptSeries extends SeriesWords {
  readonly id: string;
  readonly nextEpisode: number;
  /** Place in `topics`, from 0. */
  readonly nextTopic: number;
  /** The batch that was ordered together with it; null: none, or it is forgotten. */
  readonly batchId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface KeptEpisode {
  readonly episode: number;
  readonly videoId: string;
  /** Place in `topics`; null: it has a subject of its own. */
  readonly topic: number | null;
  readonly orderedAt: string;
}

/** Earlier episodes that a writer is told of. */
const TOLD = 20;

interface SeriesRow extends Omit<KeptSeries, 'createdAt' | 'updatedAt'> {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

type EpisodeRow = Omit<KeptEpisode, 'orderedAt'> & { readonly orderedAt: Date };
const EPISODE = 'episode, video_id AS "videoId", topic, ordered_at AS "orderedAt"';

/** The words of series, and which videos are their episodes. What somebody outside asks for is scoped by the organisation. */
@Injectable()
export class SeriesTable {
  constructor(private readonly database: Database) {}

  async keep(tx: Queryable, seriesId: string, orgId: string, { name, bible, topics, defaults }: SeriesWords, at: string): Promise<void> {
    await tx.query(
      `INSERT INTO batches.series (series_id, org_id, name, bible, topics, defaults, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT DO NOTHING`,
      [seriesId, orgId, name, bible, JSON.stringify(topics), JSON.stringify(defaults), at],
    );
  }

  async change(tx: Queryable, orgId: string, seriesId: string, { name, bible, topics, defaults }: SeriesWords, at: string): Promise<void> {
    await tx.query(
      `UPDATE batches.series SET name = $3, bible = $4, topics = $5, defaults = $6, updated_at = $7 WHERE org_id = $1 AND series_id = $2`,
      [orgId, seriesId, name, bible, JSON.stringify(topics), JSON.stringify(defaults), at],
    );
  }

  async find(orgId: string, seriesId: string, db: Queryable = this.database.forOrganisation(orgId)): Promise<KeptSeries | null> {
    const [found] = await this.with(db, orgId, 'AND series_id = $2', [seriesId]);
    return found ?? null;
  }

  /** Newest first. */
  newest(orgId: string, olderThan: string | null, limit: number): Promise<KeptSeries[]> {
    const page = 'AND ($2::uuid IS NULL OR series_id < $2) ORDER BY series_id DESC LIMIT $3';
    return this.with(this.database.forOrganisation(orgId), orgId, page, [olderThan, limit]);
  }

  private async with(db: Queryable, orgId: string, which: string, params: readonly unknown[]): Promise<KeptSeries[]> {
    const rows = await db.query<SeriesRow>(
      `SELECT series_id AS id, name, bible, topics, defaults, created_at AS "createdAt", updated_at AS "updatedAt",
              coalesce((SELECT max(e.episode) FROM batches.episodes e WHERE e.series_id = s.series_id), 0) + 1 AS "nextEpisode",
              coalesce((SELECT max(e.topic) FROM batches.episodes e WHERE e.series_id = s.series_id), -1) + 1 AS "nextTopic",
              (SELECT o.batch_id FROM batches.orders o WHERE o.org_id = s.org_id AND o.series_id = s.series_id) AS "batchId"
         FROM batches.series s WHERE org_id = $1 ${which}`,
      [orgId, ...params],
    );
    return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() }));
  }

  /** In the transaction that orders its video. @returns false: the number is taken, the video has one, or the series is gone */
  async number(tx: Queryable, orgId: string, seriesId: string, { episode, videoId, topic, orderedAt }: KeptEpisode): Promise<boolean> {
    const rows = await tx.query<{ episode: number }>(
      `INSERT INTO batches.episodes (series_id, episode, org_id, video_id, topic, ordered_at)
       SELECT series_id, $3, org_id, $4, $5, $6 FROM batches.series WHERE org_id = $1 AND series_id = $2 FOR KEY SHARE
       ON CONFLICT DO NOTHING RETURNING episode`,
      [orgId, seriesId, episode, videoId, topic, orderedAt],
    );
    return rows.length > 0;
  }

  /** In the transaction that orders the video which takes its place. @returns false: another one has taken it, or the series is gone */
  async replace(tx: Queryable, orgId: string, seriesId: string, videoId: string, by: KeptEpisode): Promise<boolean> {
    const rows = await tx.query<{ episode: number }>(
      `UPDATE batches.episodes SET video_id = $4, ordered_at = $5 WHERE org_id = $1 AND series_id = $2 AND video_id = $3 RETURNING episode`,
      [orgId, seriesId, videoId, by.videoId, by.orderedAt],
    );
    return rows.length > 0;
  }

  /** The number that a video has in this series; null: none. */
  async episodeOf(orgId: string, seriesId: string, videoId: string): Promise<KeptEpisode | null> {
    const rows = await this.database
      .forOrganisation(orgId)
      .query<EpisodeRow>(`SELECT ${EPISODE} FROM batches.episodes WHERE org_id = $1 AND series_id = $2 AND video_id = $3`, [
        orgId,
        seriesId,
        videoId,
      ]);
    return rows[0] ? { ...rows[0], orderedAt: rows[0].orderedAt.toISOString() } : null;
  }

  /** @returns those of these ids that the organisation has */
  async known(orgId: string, seriesIds: readonly string[]): Promise<ReadonlySet<string>> {
    const ids = seriesIds.filter(isUuid);
    if (ids.length === 0) return new Set();
    const rows = await this.database
      .forOrganisation(orgId)
      .query<{ id: string }>('SELECT series_id AS id FROM batches.series WHERE org_id = $1 AND series_id = ANY($2::uuid[])', [orgId, ids]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Newest first. @param below only smaller numbers */
  async episodes(orgId: string, seriesId: string, below: number | null, limit: number): Promise<KeptEpisode[]> {
    const rows = await this.database.forOrganisation(orgId).query<EpisodeRow>(
      `SELECT ${EPISODE} FROM batches.episodes
        WHERE org_id = $1 AND series_id = $2 AND ($3::int IS NULL OR episode < $3) ORDER BY episode DESC LIMIT $4`,
      [orgId, seriesId, below, limit],
    );
    return rows.map((row) => ({ ...row, orderedAt: row.orderedAt.toISOString() }));
  }

  /** For the work on an episode. Null: the series is gone, or the video is none of its episodes. */
  async notes(orgId: string, seriesId: string, videoId: string): Promise<NotesOfEpisode | null> {
    const rows = await this.database.query<{ bible: string; episode: number; earlier: string[] }>(
      `SELECT s.bible, own.episode, ARRAY(SELECT e.video_id::text FROM batches.episodes e WHERE e.series_id = s.series_id AND e.episode < own.episode
                                           ORDER BY e.episode DESC LIMIT ${TOLD}) AS earlier
         FROM batches.series s JOIN batches.episodes own USING (series_id) WHERE s.org_id = $1 AND s.series_id = $2 AND own.video_id = $3`,
      [orgId, seriesId, videoId],
    );
    return rows[0] ?? null;
  }

  async forget(tx: Queryable, orgId: string, seriesId: string): Promise<void> {
    for (const table of ['episodes', 'series']) {
      await tx.query(`DELETE FROM batches.${table} WHERE org_id = $1 AND series_id = $2`, [orgId, seriesId]);
    }
  }
}
