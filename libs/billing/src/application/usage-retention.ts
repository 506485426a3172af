import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '#platform';
import { BillingConfig } from '../billing.config.js';
import { type Resource } from '../contracts/resources.js';
import { insertRecords, recordId, SUMMED, type UsageRecord } from './ledger/usage-record.js';

interface Sum {
  readonly resource: Resource;
  readonly provider: string | null;
  readonly model: string | null;
  readonly price_list: string;
  readonly period_start: Date;
  readonly used_at: Date;
  readonly records: number;
  readonly quantity: string;
  readonly amount_micros: string;
  readonly provider_cost_micros: string | null;
}

/**
 * Old usage is kept by day (UTC), resource and model instead of piece by piece: all sums stay what they are, what each video took is no longer
 * told. One day of one organisation is one transaction; doing it twice is safe.
 */
@Injectable()
export class UsageRetention {
  constructor(
    private readonly database: Database,
    private readonly config: BillingConfig,
  ) {}

  /** @returns records that were summed up */
  async sweep(): Promise<number> {
    let records = 0;
    for (const orgId of await this.organisations()) {
      for (let after = '-infinity'; ;) {
        const day = await this.oldestDay(orgId, after);
        if (day === null) break;
        records += await this.database.transaction((tx) => sumUp(tx, orgId, day));
        after = day;
      }
    }
    return records;
  }

  private async organisations(): Promise<string[]> {
    const rows = await this.database.query<{ org_id: string }>('SELECT DISTINCT org_id FROM billing.balances');
    return rows.map(({ org_id }) => org_id);
  }

  /** As a date; null: nothing old is left. */
  private async oldestDay(orgId: string, after: string): Promise<string | null> {
    const [row] = await this.database.query<{ day: string | null }>(
      `SELECT to_char(min(used_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM billing.usage_records
        WHERE org_id = $1 AND subject_kind <> '${SUMMED}' AND used_at < date_trunc('day', now(), 'UTC') - $2 * interval '1 day'
          AND used_at >= $3::timestamptz`,
      [orgId, this.config.usageDetailDays, after],
    );
    return row?.day ?? null;
  }
}

/** With what was summed up of the day before. */
async function sumUp(tx: Queryable, orgId: string, day: string): Promise<number> {
  const sums = await tx.query<Sum>(
    `WITH gone AS (
       DELETE FROM billing.usage_records
        WHERE org_id = $1 AND used_at >= $2::timestamptz AND used_at < $2::timestamptz + interval '1 day' RETURNING *)
     SELECT resource, provider, model, price_list, period_start, min(used_at) AS used_at, sum(quantity) AS quantity,
            sum(amount_micros) AS amount_micros, sum(provider_cost_micros) AS provider_cost_micros,
            sum(CASE WHEN subject_kind = '${SUMMED}' THEN split_part(entry, ' ', 1)::int ELSE 1 END)::int AS records
       FROM gone GROUP BY resource, provider, model, price_list, period_start`,
    [orgId, `${day}T00:00:00Z`],
  );
  await insertRecords(
    tx,
    sums.map((sum): UsageRecord => {
      const periodStart = sum.period_start.toISOString();
      const entry = [sum.records, day, sum.provider ?? '', sum.model ?? '', sum.price_list, periodStart].join(' ');
      return {
        ...{ id: recordId(sum.used_at.toISOString(), SUMMED, orgId, entry, sum.resource), orgId },
        ...{ subjectKind: SUMMED, subjectId: orgId, entry, resource: sum.resource, provider: sum.provider, model: sum.model, units: null },
        ...{ quantity: BigInt(sum.quantity), amountMicros: BigInt(sum.amount_micros) },
        providerCostMicros: sum.provider_cost_micros === null ? null : BigInt(sum.provider_cost_micros),
        ...{ priceList: sum.price_list, reservationId: orgId, periodStart, usedAt: sum.used_at.toISOString() },
      };
    }),
  );
  return sums.reduce((all, { records }) => all + records, 0);
}
