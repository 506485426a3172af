import { type RecordRow } from '../application/usage-queries.js';
import { type AccountSnapshot } from '../application/ledger/quota-ledger.js';
import { levelsOf } from '../domain/limits.js';

/** The quota as the API shows it: for every resource, limit - reserved - used = remaining. */
export const quotaResponse = ({ account, period, balance }: AccountSnapshot) => ({ period, resources: levelsOf(balance, account.limits) });

export const recordResponse = (row: RecordRow, currency: string) => ({
  id: row.id,
  videoId: row.subjectKind === 'video' ? row.subjectId : null,
  subject: { kind: row.subjectKind, id: row.subjectId },
  entry: row.entry,
  resource: row.resource,
  quantity: row.quantity,
  amountMicros: row.amountMicros,
  currency,
  provider: row.provider,
  model: row.model,
  providerCostMicros: row.providerCostMicros,
  priceList: row.priceList,
  periodStart: row.periodStart,
  recordedAt: row.recordedAt,
});
