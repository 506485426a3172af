import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { Database, type Queryable } from '#platform';
import { type QuotaReservationEvent } from '../contracts/billing.events.js';
import { isStock, RESOURCES } from '../contracts/resources.js';
import { quotaReservation } from '../domain/quota-reservation.decider.js';
import { SUMMED } from './ledger/usage-record.js';
import { PERIOD_RESOURCES } from './ledger/balance-table.js';
import { Charges } from './charges.js';
import { RebuiltLedger } from './rebuilt-ledger.js';
import { PriceLists } from './plans.js';

/** Two sums that should be one. In millionths (amounts of money in micro-units), as text. */
export interface Difference {
  /** What was compared, e.g. `used videos <organisation> <period>`. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

const PAGE = 2_000;
const LOCK_PATIENCE_MS = 10_000;

/** Named sums. What is 0 is left out, so that a row that is missing and a row of zeros are the same. */
type Sums = ReadonlyMap<string, string>;

/** Proves that every unit is explained: by the tables among each other, and by the events they were made from. */
@Injectable()
export class LedgerCheck {
  constructor(
    private readonly database: Database,
    private readonly store: EventStore,
    private readonly prices: PriceLists,
    private readonly charges: Charges,
  ) {}

  /** Reserved is the sum over open reservations, used is the sum of records. One statement, hence one moment. */
  compareTables(): Promise<Difference[]> {
    return compareTables(this.database);
  }

  /**
   * Makes the whole ledger anew from the events, those in the archive among them, and compares it with the tables. Reservations wait while the last events are read and
   * compared; what came before is read without holding anybody up. Also sees whether every charge of a provider has its record. Once a part
   * of the archive was forgotten, events are left out (0 are reported) and the tables are compared among each other.
   */
  async rebuildAndCompare(): Promise<{ readonly events: number; readonly differences: readonly Difference[] }> {
    const isWhole = await this.store.isWhole();
    const rebuilt = new RebuiltLedger(this.prices);
    let position = isWhole ? await this.readOn(rebuilt, 0) : 0;
    const charges = await this.charges.compare();
    return this.database.transaction(async (tx) => {
      await tx.query(`SELECT set_config('lock_timeout', $1, true)`, [`${LOCK_PATIENCE_MS}ms`]);
      // Who changes the ledger changes a balance before appending: when this is granted, events and tables say the same. In the order in
      // which the ledger's own statements come to the two tables, or the two would wait for each other.
      await tx.query('LOCK TABLE billing.live, billing.balances IN SHARE MODE');
      if (isWhole) position = await this.readOn(rebuilt, position);
      const differences = [
        ...(isWhole ? compare('from events: ', rebuilt.sums(), await tableSums(tx)) : []),
        ...[...(await compareTables(tx)), ...(await compareSpending(tx))].map((difference) => ({
          ...difference,
          what: `among tables: ${difference.what}`,
        })),
        ...charges,
      ];
      return { events: rebuilt.events, differences };
    });
  }

  private async readOn(rebuilt: RebuiltLedger, from: number): Promise<number> {
    for (let after = from; ;) {
      const { events, position } = await this.store.readWhole({ after, limit: PAGE });
      for (const event of events) {
        if (event.streamId.startsWith(`${quotaReservation.name}-`)) rebuilt.add(event as unknown as QuotaReservationEvent);
      }
      if (events.length === 0) return position;
      after = position;
    }
  }
}

const perResource = (side: 'reserved' | 'used'): string =>
  PERIOD_RESOURCES.map((resource) => `('${resource}', b.${resource}_${side})`).join(', ');

const PERIOD = `to_char(period_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const STOCKS = `ARRAY[${RESOURCES.filter(isStock)
  .map((resource) => `'${resource}'`)
  .join(', ')}]`;
const RESERVED = `SELECT 'reserved ' || v.resource || ' ' || b.org_id || ' ' || ${PERIOD} AS what, v.amount
  FROM billing.balances b, LATERAL (VALUES ${perResource('reserved')}) AS v(resource, amount)
  UNION ALL SELECT 'reserved concurrent_videos ' || org_id, concurrent_videos FROM billing.live
  UNION ALL SELECT 'reserved storage_bytes ' || org_id, storage_bytes_reserved FROM billing.live`;
const USED = `SELECT 'used ' || v.resource || ' ' || b.org_id || ' ' || ${PERIOD} AS what, v.amount
  FROM billing.balances b, LATERAL (VALUES ${perResource('used')}) AS v(resource, amount)
  UNION ALL SELECT 'used storage_bytes ' || org_id, storage_bytes_used FROM billing.live`;
const HELD = `SELECT 'reserved ' || e.key || ' ' || r.org_id || CASE WHEN e.key = ANY (${STOCKS}) THEN '' ELSE ' ' || ${PERIOD} END AS what,
    sum(e.value::numeric) AS amount
  FROM billing.reservations r, jsonb_each_text(r.remaining) e GROUP BY 1`;
const RECORDED = `SELECT 'used ' || resource || ' ' || org_id || CASE WHEN resource = ANY (${STOCKS}) THEN '' ELSE ' ' || ${PERIOD} END AS what, sum(quantity) AS amount
  FROM billing.usage_records GROUP BY 1`;

async function compareTables(db: Queryable): Promise<Difference[]> {
  return db.query<Difference>(
    `SELECT what, coalesce(e.amount, 0)::text AS expected, coalesce(f.amount, 0)::text AS found
     FROM (${HELD} UNION ALL ${RECORDED}) e FULL JOIN (${RESERVED} UNION ALL ${USED}) f USING (what)
     WHERE coalesce(e.amount, 0) <> coalesce(f.amount, 0) ORDER BY what`,
  );
}

/** What metrics tell of providers, beside the records that it is the sum of. */
async function compareSpending(db: Queryable): Promise<Difference[]> {
  return db.query<Difference>(
    `SELECT what, coalesce(e.amount, 0)::text AS expected, coalesce(f.amount, 0)::text AS found
       FROM (SELECT concat('spent ', provider, ' ', model) AS what, sum(provider_cost_micros) AS amount
               FROM billing.usage_records WHERE provider_cost_micros IS NOT NULL GROUP BY 1) e
       FULL JOIN (SELECT concat('spent ', provider, ' ', model) AS what, sum(micros) AS amount FROM billing.spending GROUP BY 1) f USING (what)
      WHERE coalesce(e.amount, 0) <> coalesce(f.amount, 0) ORDER BY what`,
  );
}

/** Everything the events can tell, as the tables have it. */
async function tableSums(db: Queryable): Promise<Sums> {
  const rows = await db.query<{ what: string; amount: string }>(
    `SELECT what, amount::text FROM (
       ${RESERVED} UNION ALL ${USED}
       UNION ALL SELECT 'left ' || e.key || ' ' || r.reservation_id, e.value::numeric FROM billing.reservations r, jsonb_each_text(r.remaining) e
       UNION ALL SELECT 'records ' || resource || ' ' || org_id || ' ' || ${PERIOD},
         sum(CASE WHEN subject_kind = '${SUMMED}' THEN split_part(entry, ' ', 1)::int ELSE 1 END) FROM billing.usage_records GROUP BY 1
       UNION ALL SELECT 'recorded ' || resource || ' ' || org_id || ' ' || ${PERIOD}, sum(quantity) FROM billing.usage_records GROUP BY 1
       UNION ALL SELECT 'charged ' || resource || ' ' || org_id || ' ' || ${PERIOD}, sum(amount_micros) FROM billing.usage_records GROUP BY 1
     ) s WHERE amount <> 0`,
  );
  return new Map(rows.map(({ what, amount }) => [what, amount]));
}

function compare(prefix: string, expected: Sums, found: Sums): Difference[] {
  const names = [...new Set([...expected.keys(), ...found.keys()])].sort();
  return names.flatMap((what) => {
    const [should, is] = [expected.get(what) ?? '0', found.get(what) ?? '0'];
    return should === is ? [] : [{ what: prefix + what, expected: should, found: is }];
  });
}
