import { Injectable } from '@nestjs/common';
import { Database, OneByOne } from '#platform';
import { type JobStatus } from '../domain/video-job.state.js';
import { type VideoIndexFilter } from './handlers/messages.js';
import { UnknownVideo } from '../domain/video-job.errors.js';

/** Videos that a pace is taken from, the newest of the organisation. */
const LOOKED_AT = 200;
/** Fewer films say nothing about the next one. */
const FEW = 3;

/** Rows that the first statement of a search looks at; what fits is mostly among them. */
const FIRST_PART = 100;
/** And each of the later ones at most. */
const MOST_OF_A_PART = 2_000;

interface Look {
  readonly limit: number;
  readonly before: string | null;
  readonly size: number;
}

interface Part {
  readonly keys: readonly string[];
  readonly looked: number;
  readonly last: string | null;
}

/** Queries over the index of videos; each is scoped by organisation. */
@Injectable()
export class VideoIndex {
  private readonly searches = new OneByOne();

  constructor(private readonly database: Database) {}

  /** @throws UnknownVideo when the organisation has no such video, deleted ones included */
  async mustHave(orgId: string, videoId: string): Promise<void> {
    const rows = await this.database
      .forOrganisation(orgId)
      .query('SELECT 1 FROM jobs.video_index WHERE key = $1 AND org_id = $2', [videoId, orgId]);
    if (rows.length === 0) throw new UnknownVideo(videoId);
  }

  /**
   * Looks through the organisation's videos part by part, so that no statement is longer than a part of the longest list, and one search at a
   * time. @returns ids, newest first. `q` finds an id, or part of the title and of how prompt or script begin, in any case.
   */
  find(orgId: string, filter: VideoIndexFilter, limit: number, olderThan: string | null): Promise<string[]> {
    const isSearch = Object.values(filter).some((wanted) => wanted !== null);
    return isSearch ? this.searches.run(orgId, () => this.search(orgId, filter, limit, olderThan)) : this.newest(orgId, limit, olderThan);
  }

  private async newest(orgId: string, limit: number, olderThan: string | null): Promise<string[]> {
    const rows = await this.database
      .forOrganisation(orgId)
      .query<{ key: string }>(
        'SELECT key FROM jobs.video_index WHERE org_id = $1 AND ($2::text IS NULL OR key < $2) ORDER BY key DESC LIMIT $3',
        [orgId, olderThan, limit],
      );
    return rows.map(({ key }) => key);
  }

  private async search(orgId: string, filter: VideoIndexFilter, limit: number, olderThan: string | null): Promise<string[]> {
    const found: string[] = [];
    let before = olderThan;
    for (let size = FIRST_PART; ; size = Math.min(4 * size, MOST_OF_A_PART)) {
      const part = await this.part(orgId, filter, { limit: limit - found.length, before, size });
      found.push(...part.keys);
      if (found.length >= limit || part.looked < size) return found;
      before = part.last;
    }
  }

  /** Looks at the newest of those before this one. @returns which fit, how many were looked at, and the oldest of them */
  private async part(orgId: string, filter: VideoIndexFilter, { limit, before, size }: Look): Promise<Part> {
    const { status, stage, q, metadata, from, to, source } = filter;
    const [part] = await this.database.forOrganisation(orgId).query<Part>(
      `WITH looked AS MATERIALIZED (
         SELECT key, data FROM jobs.video_index WHERE org_id = $1 AND ($6::text IS NULL OR key < $6) ORDER BY key DESC LIMIT $11)
       SELECT (SELECT count(*)::int FROM looked) AS looked, (SELECT min(key) FROM looked) AS last, ARRAY(
         SELECT key FROM looked
          WHERE ($2::text[] IS NULL OR data->>'status' = ANY($2))
            AND ($3::text IS NULL OR data->>'stage' = $3)
            AND ($4::text IS NULL OR key = $4 OR position($4 in data->>'text') > 0)
            AND ($5::jsonb IS NULL OR data->'metadata' @> $5)
            AND ($8::timestamptz IS NULL OR (data->>'createdAt')::timestamptz >= $8)
            AND ($9::timestamptz IS NULL OR (data->>'createdAt')::timestamptz < $9)
            AND ($10::text IS NULL OR data->>'source' = $10)
          ORDER BY key DESC LIMIT $7) AS keys`,
      [orgId, status, stage, q?.toLowerCase() ?? null, metadata && JSON.stringify(metadata), before, limit, from, to, source, size],
    );
    return part ?? { keys: [], looked: 0, last: null };
  }

  /**
   * Seconds of making for a second of film, of the last films whose pictures the same model made and nobody was asked about.
   * @returns null when there are too few of them
   */
  async pace(orgId: string, maker: string): Promise<{ readonly p50: number; readonly p90: number } | null> {
    const [row] = await this.database.forOrganisation(orgId).query<{ count: number; p50: number | null; p90: number | null }>(
      `SELECT count(*)::int AS count, percentile_cont(0.5) WITHIN GROUP (ORDER BY pace) AS p50,
              percentile_cont(0.9) WITHIN GROUP (ORDER BY pace) AS p90
         FROM (SELECT (data->>'pace')::float8 AS pace, data->>'maker' AS maker FROM jobs.video_index
                WHERE org_id = $1 ORDER BY key DESC LIMIT ${LOOKED_AT}) AS latest
        WHERE pace IS NOT NULL AND maker = $2`,
      [orgId, maker],
    );
    if (!row || row.count < FEW || row.p50 === null || row.p90 === null) return null;
    return { p50: row.p50, p90: row.p90 };
  }

  /** How many videos there are of each status; those that have none of one are left out. */
  async counts(orgId: string): Promise<ReadonlyMap<JobStatus, number>> {
    const rows = await this.database
      .forOrganisation(orgId)
      .query<{ status: JobStatus; count: number }>(
        `SELECT data->>'status' AS status, count(*)::int AS count FROM jobs.video_index WHERE org_id = $1 GROUP BY 1`,
        [orgId],
      );
    return new Map(rows.map(({ status, count }) => [status, count]));
  }
}
