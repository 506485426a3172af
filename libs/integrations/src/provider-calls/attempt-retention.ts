import { type Database, deleteInBatches } from '#platform';

/** Forgets what was asked of providers long ago, and the callbacks about it. */
export class AttemptRetention {
  constructor(
    private readonly database: Database,
    private readonly days: number,
  ) {}

  /** @returns attempts that were forgotten. Twice is safe. */
  async sweep(): Promise<number> {
    const attempts = await deleteInBatches(
      this.database,
      `DELETE FROM integrations.provider_attempts WHERE attempt_id IN (
         SELECT attempt_id FROM integrations.provider_attempts old
          WHERE created_at < now() - $2 * interval '1 day' AND finished_at < now() - $2 * interval '1 day'
            AND (accounted_at IS NOT NULL OR subject_id IS NULL OR coalesce(cost_micros, 0) = 0)
            AND NOT EXISTS (SELECT 1 FROM integrations.provider_attempts younger WHERE younger.subject_id = old.subject_id
                             AND younger.created_at >= now() - $2 * interval '1 day')
          LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING 1 AS gone`,
      [this.days],
    );
    await deleteInBatches(
      this.database,
      `DELETE FROM integrations.provider_callbacks WHERE (provider, subject, digest) IN (
         SELECT provider, subject, digest FROM integrations.provider_callbacks WHERE received_at < now() - $2 * interval '1 day'
          LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING 1 AS gone`,
      [this.days],
    );
    return attempts;
  }
}
