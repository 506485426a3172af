import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { type Resource } from '../contracts/resources.js';
import { toQuantity } from '../domain/amounts.js';

export type Grouping = 'day' | 'provider' | 'video';

export interface UsageSum {
  readonly group: string;
  readonly resource: Resource;
  readonly quantity: number;
  readonly amountMicros: number;
}

export interface RecordFilter {
  readonly orgId: string;
  /** RFC 3339; null: from the first, to the last. `to` is not included. */
  readonly from: string | null;
  readonly to: string | null;
  readonly subjectId: string | null;
}

export interface RecordRow {
  readonly id: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly entry: string;
  readonly resource: Resource;
  readonly quantity: number;
  readonly amountMicros: number;
  readonly provider: string | null;
  readonly model: string | null;
  readonly providerCostMicros: number | null;
  readonly priceList: string;
  readonly periodStart: string;
  readonly recordedAt: string;
}

/** Usage without a provider is the installation's own work. */
export const OWN_WORK = 'kadr';

const GROUPS: Readonly<Record<Grouping, string>> = {
  day: `to_char(used_at AT TIME ZONE $4, 'YYYY-MM-DD')`,
  provider: `coalesce(provider, '${OWN_WORK}')`,
  video: 'subject_id::text',
};

const SUMS = Object.fromEntries(
  Object.entries(GROUPS).map(([grouping, group]) => [
    grouping,
    `SELECT ${group} AS "group", resource, sum(quantity) AS quantity, sum(amount_micros) AS amount_micros FROM billing.usage_records
     WHERE org_id = $1 AND used_at >= $2 AND used_at < $3 AND $4::text IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  ]),
) as Readonly<Record<Grouping, string>>;

const UTC_TIME = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** What was used. Each query is scoped by organisation. */
@Injectable()
export class UsageQueries {
  constructor(private readonly database: Database) {}

  /** Of usage from `from` to before `to`, by when it was used; days are the time zone's. */
  async sums(orgId: string, { from, to }: { from: string; to: string }, timezone: string, grouping: Grouping): Promise<UsageSum[]> {
    const rows = await this.database
      .forOrganisation(orgId)
      .query<{ group: string; resource: Resource; quantity: string; amount_micros: string }>(SUMS[grouping], [
        ...[orgId, from, to, timezone],
      ]);
    return rows.map(({ group, resource, quantity, amount_micros }) => ({
      ...{ group, resource, quantity: toQuantity(BigInt(quantity)), amountMicros: Number(amount_micros) },
    }));
  }

  /** Newest first. @param olderThan id of the last record of the page before */
  async records({ orgId, from, to, subjectId }: RecordFilter, limit: number, olderThan: string | null): Promise<RecordRow[]> {
    type Row = Omit<RecordRow, 'quantity' | 'amountMicros' | 'providerCostMicros'> & {
      readonly quantity: string;
      readonly amountMicros: string;
      readonly providerCostMicros: string | null;
    };
    const rows = await this.database.forOrganisation(orgId).query<Row>(
      `SELECT id, subject_kind AS "subjectKind", subject_id AS "subjectId", entry, resource, quantity, amount_micros AS "amountMicros",
              provider, model, provider_cost_micros AS "providerCostMicros", price_list AS "priceList",
              to_char(period_start AT TIME ZONE 'UTC', ${UTC_TIME}) AS "periodStart",
              to_char(used_at AT TIME ZONE 'UTC', ${UTC_TIME}) AS "recordedAt"
       FROM billing.usage_records
       WHERE org_id = $1 AND ($2::timestamptz IS NULL OR used_at >= $2) AND ($3::timestamptz IS NULL OR used_at < $3)
         AND ($4::uuid IS NULL OR subject_id = $4) AND ($5::uuid IS NULL OR id < $5)
       ORDER BY id DESC LIMIT $6`,
      [orgId, from, to, subjectId, olderThan, limit],
    );
    return rows.map(({ quantity, amountMicros, providerCostMicros, ...same }) => ({
      ...same,
      quantity: toQuantity(BigInt(quantity)),
      amountMicros: Number(amountMicros),
      providerCostMicros: providerCostMicros === null ? null : Number(providerCostMicros),
    }));
  }
}
