import { createHash } from 'node:crypto';
import { type Queryable } from '#platform';
import { type QuotaSettled } from '../../contracts/billing.events.js';
import { BILLABLE_WORK_KINDS } from '../../contracts/quota.js';
import { type Resource } from '../../contracts/resources.js';
import { amountsOf } from '../../domain/amounts.js';
import { amountMicrosOf, type PriceList } from '../../domain/pricing.js';

/**
 * In the place of a kind of work: a day's usage of an organisation (its subject), no longer piece by piece. Its entry begins with their number.
 * The trigger on the table knows it too: what is summed up is not spent once more.
 */
export const SUMMED = 'summed';

/** What was used for one piece of work, of one resource. */
export interface UsageRecord {
  readonly id: string;
  readonly orgId: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly entry: string;
  readonly resource: Resource;
  /** In millionths. */
  readonly quantity: bigint;
  readonly amountMicros: bigint;
  readonly provider: string | null;
  readonly model: string | null;
  readonly units: number | null;
  readonly providerCostMicros: bigint | null;
  readonly priceList: string;
  readonly reservationId: string;
  readonly periodStart: string;
  readonly usedAt: string;
}

/** One record for each resource. Made anew from the same event they are the same to the last digit. */
export function recordsOf({ data }: QuotaSettled, list: PriceList): UsageRecord[] {
  const { orgId, subject, entry, charge, reservationId, period, priceList, usedAt } = data;
  return Object.entries(amountsOf(data.quantities)).map(([name, quantity]) => {
    const resource = name as Resource;
    const isCost = resource === 'provider_cost_micros';
    return {
      id: recordId(usedAt, subject.kind, subject.id, entry, resource),
      ...{ orgId, subjectKind: subject.kind, subjectId: subject.id, entry, resource, quantity },
      amountMicros: amountMicrosOf(list, resource, quantity),
      provider: charge?.provider ?? null,
      model: charge?.model ?? null,
      units: isCost && charge ? charge.units : null,
      providerCostMicros: isCost && charge ? BigInt(Math.round(charge.amountMicros)) : null,
      ...{ priceList, reservationId, periodStart: period.start, usedAt },
    };
  });
}

/** A UUIDv7 that sorts by the time of use; what is random in others comes from what the record is for. */
export function recordId(usedAt: string, ...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUIntBE(Math.max(0, Date.parse(usedAt)), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export async function insertRecords(tx: Queryable, records: readonly UsageRecord[]): Promise<void> {
  if (records.length === 0) return;
  const of = <K extends keyof UsageRecord>(key: K): (string | number | null)[] =>
    records.map((record) => {
      const value: UsageRecord[keyof UsageRecord] = record[key];
      return typeof value === 'bigint' ? String(value) : value;
    });
  await tx.query(
    `INSERT INTO billing.usage_records (id, org_id, subject_kind, subject_id, entry, resource, quantity, amount_micros, provider, model, units,
       provider_cost_micros, price_list, reservation_id, period_start, used_at)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::numeric[], $8::numeric[], $9::text[],
       $10::text[], $11::numeric[], $12::numeric[], $13::text[], $14::uuid[], $15::timestamptz[], $16::timestamptz[])`,
    [
      ...[of('id'), of('orgId'), of('subjectKind'), of('subjectId'), of('entry'), of('resource'), of('quantity'), of('amountMicros')],
      ...[of('provider'), of('model'), of('units'), of('providerCostMicros'), of('priceList'), of('reservationId'), of('periodStart')],
      of('usedAt'),
    ],
  );
}

/** How entries of charges begin that no result tells of. */
export const SPARE_ENTRY = 'charged ';

/** Of one model, in micro-dollars. */
export interface RecordedCharge {
  readonly micros: number;
  /** Of these, what no result tells of. */
  readonly spare: number;
}

/** What stands in records of what providers charged: by work, and by model. */
export async function recordedCharges(
  db: Queryable,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, RecordedCharge>>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await db.query<{ subject_id: string; model: string; micros: string; spare: string }>(
    `SELECT subject_id, model, sum(provider_cost_micros) AS micros,
            coalesce(sum(provider_cost_micros) FILTER (WHERE entry LIKE '${SPARE_ENTRY}%'), 0) AS spare FROM billing.usage_records
      WHERE subject_kind = ANY($2::text[]) AND subject_id = ANY($1::uuid[]) AND provider_cost_micros IS NOT NULL GROUP BY 1, 2`,
    [subjectIds, BILLABLE_WORK_KINDS],
  );
  const byWork = Map.groupBy(rows, ({ subject_id }) => subject_id);
  return new Map(
    [...byWork].map(([id, of]) => [
      id,
      new Map(of.map(({ model, micros, spare }) => [model, { micros: Number(micros), spare: Number(spare) }])),
    ]),
  );
}

/** Of these entries those that have a record, as `kind id entry`. */
export async function entriesRecorded(
  tx: Queryable,
  entries: readonly { readonly kind: string; readonly id: string; readonly entry: string }[],
): Promise<ReadonlySet<string>> {
  if (entries.length === 0) return new Set();
  const rows = await tx.query<{ name: string }>(
    `SELECT DISTINCT r.subject_kind || ' ' || r.subject_id || ' ' || r.entry AS name
     FROM unnest($1::text[], $2::uuid[], $3::text[]) AS n(kind, id, entry)
     JOIN billing.usage_records r ON r.subject_kind = n.kind AND r.subject_id = n.id AND r.entry = n.entry`,
    [entries.map(({ kind }) => kind), entries.map(({ id }) => id), entries.map(({ entry }) => entry)],
  );
  return new Set(rows.map(({ name }) => name));
}
