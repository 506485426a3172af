import { type Database, type Queryable } from '#platform';
import { ProviderCharges, type SubjectCharges } from '../contracts/provider-charges.js';

/** So long a submission that nobody has heard of may still turn out to have been taken. */
const DOUBT_MINUTES = 10;
/** So long a provider is asked what became of work that nobody waits for any more. */
const ASKED_DAYS = 2;

/** Ended without a result: what the provider makes of it, or takes for it, is learnt afterwards. */
const LET_GO = `(state IN ('cancelled', 'lost') OR (state = 'failed' AND error->>'code' = 'provider_timeout'))`;

/** Attempts that ended without a result, of which the provider has not said yet what it charges. */
export const COST_UNKNOWN = `${LET_GO} AND cost_micros IS NULL AND coalesce(provider_task_id, callback_task_id) IS NOT NULL
  AND created_at > now() - interval '${ASKED_DAYS} days'`;

/** Broken off while it was being submitted: whether the provider has taken it is not known here. */
export const IN_DOUBT = `state = 'cancelled' AND cost_micros IS NULL AND coalesce(provider_task_id, callback_task_id) IS NULL
  AND submitting_at > now() - interval '${DOUBT_MINUTES} minutes'`;

/** Held for one that was never taken, until the provider names it after all. @param name parameter with what it is called there */
export const costOnceNamed = (name: string): string => `CASE WHEN state = 'cancelled' AND cost_micros = 0
  AND coalesce(provider_task_id, callback_task_id) IS NULL AND ${name}::text IS NOT NULL THEN NULL ELSE cost_micros END`;

/** Let go, and still to be cancelled at the provider: by whoever took it last, or, from `next_look_at` on, by anybody. */
export const IS_TO_CANCEL = `looked_at = '-infinity'`;

export const IS_NAMED = 'coalesce(provider_task_id, callback_task_id) IS NOT NULL';

/** As assignments: one that was let go before its name at the provider was known can be cancelled there from now on. @param name parameter */
export const cancelledOnceNamed = (name: string): string => {
  const isNews = `state = 'cancelled' AND NOT ${IS_NAMED} AND ${name}::text IS NOT NULL`;
  return `looked_at = CASE WHEN ${isNews} THEN '-infinity' ELSE looked_at END, next_look_at = CASE WHEN ${isNews} THEN now() ELSE next_look_at END`;
};

const MAY_BE_CHARGED = `(state IN ('submitting', 'submitted') OR (${COST_UNKNOWN}) OR (${IN_DOUBT}))`;

interface Row {
  readonly org_id: string;
  readonly subject_id: string;
  readonly charges: { readonly provider: string; readonly model: string; readonly micros: number }[];
}

const chargesOf = (having: string): string => `
  SELECT s.org_id, s.subject_id, jsonb_agg(jsonb_build_object('provider', s.provider, 'model', s.model, 'micros', s.micros)) AS charges
    FROM (SELECT a.org_id, a.subject_id, a.provider, a.model, sum(a.cost_micros) AS micros,
                 bool_and(a.accounted_at IS NOT NULL OR a.cost_micros = 0) AS is_accounted
            FROM integrations.provider_attempts a
           WHERE a.subject_id IN (
                   SELECT subject_id FROM integrations.provider_attempts
                    WHERE subject_id IS NOT NULL AND ($1::uuid IS NULL OR subject_id > $1) AND ${having}
                    GROUP BY subject_id ORDER BY subject_id LIMIT $2)
             AND a.cost_micros IS NOT NULL
           GROUP BY 1, 2, 3, 4) s
   GROUP BY 1, 2 HAVING $3::boolean IS NULL OR bool_and(s.is_accounted) ORDER BY 2`;

const UNACCOUNTED = chargesOf('cost_micros > 0 AND accounted_at IS NULL');
const SETTLED = chargesOf('accounted_at IS NOT NULL');

/** `ProviderCharges` out of `integrations.provider_attempts`. */
export class AttemptCharges extends ProviderCharges {
  constructor(private readonly database: Database) {
    super();
  }

  async pendingMicros(db: Queryable, subjectIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (subjectIds.length === 0) return new Map();
    const rows = await db.query<{ subject_id: string; micros: string }>(
      `SELECT subject_id, sum(expected_micros) AS micros FROM integrations.provider_attempts
        WHERE subject_id = ANY($1::uuid[]) AND expected_micros > 0 AND ${MAY_BE_CHARGED} GROUP BY 1`,
      [subjectIds],
    );
    return new Map(rows.map(({ subject_id, micros }) => [subject_id, Number(micros)]));
  }

  unaccounted(page: { readonly after: string | null; readonly limit: number }): Promise<readonly SubjectCharges[]> {
    return this.page(UNACCOUNTED, page, null);
  }

  async byTask(subjectId: string): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ task_id: string; micros: string }>(
      `SELECT task_id, sum(cost_micros) AS micros FROM integrations.provider_attempts
        WHERE subject_id = $1 AND cost_micros > 0 GROUP BY 1 ORDER BY 1`,
      [subjectId],
    );
    return new Map(rows.map(({ task_id, micros }) => [task_id, Number(micros)]));
  }

  async accounted(tx: Queryable, subjects: readonly SubjectCharges[]): Promise<void> {
    for (const { subjectId, byModel } of subjects) {
      // What was learnt since it was looked at is accounted for another time.
      await tx.query(
        `UPDATE integrations.provider_attempts SET accounted_at = now()
          WHERE subject_id = $1 AND cost_micros > 0 AND accounted_at IS NULL
            AND (SELECT sum(cost_micros) FROM integrations.provider_attempts WHERE subject_id = $1) = $2`,
        [subjectId, byModel.reduce((sum, { amountMicros }) => sum + amountMicros, 0)],
      );
    }
  }

  settled(page: { readonly after: string | null; readonly limit: number }): Promise<readonly SubjectCharges[]> {
    return this.page(SETTLED, page, true);
  }

  private async page(sql: string, { after, limit }: { after: string | null; limit: number }, only: true | null): Promise<SubjectCharges[]> {
    const rows = await this.database.query<Row>(sql, [after, limit, only]);
    return rows.map(({ org_id, subject_id, charges }) => ({
      ...{ orgId: org_id, subjectId: subject_id },
      byModel: charges.map(({ provider, model, micros }) => ({ provider, model, amountMicros: micros })),
    }));
  }
}
