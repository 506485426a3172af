import { type Queryable } from '#platform';

/** Paid requests of one provider that have not ended. */
export interface AttemptsUnderWay {
  readonly provider: string;
  /** Taken by the provider: they are asked for by its ids, and never paid for again. */
  readonly submitted: number;
  /** Being sent when this was written: whether they were taken has to be found out. */
  readonly inDoubt: number;
  /** Not sent yet. */
  readonly waiting: number;
}

export function attemptsUnderWay(db: Queryable): Promise<readonly AttemptsUnderWay[]> {
  return db.query<AttemptsUnderWay>(
    `SELECT provider, count(*) FILTER (WHERE state = 'submitted')::int AS submitted,
            count(*) FILTER (WHERE state = 'submitting')::int AS "inDoubt", count(*) FILTER (WHERE state = 'waiting')::int AS waiting
       FROM integrations.provider_attempts WHERE finished_at IS NULL GROUP BY provider ORDER BY provider`,
  );
}
