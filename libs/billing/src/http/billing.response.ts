import { ApiProperty } from '@nestjs/swagger';
import { type Grouping, type RecordRow, type UsageSum } from '../application/usage-queries.js';
import { type AccountSnapshot } from '../application/ledger/quota-ledger.js';
import { isStock, type Resource, RESOURCES } from '../contracts/resources.js';
import { type Level, levelsOf } from '../domain/limits.js';

/** Null: unlimited. */
const LIMITS = { type: 'object', additionalProperties: { type: 'number', nullable: true } } as const;

export class PeriodResponse {
  @ApiProperty({ format: 'date-time' })
  start: string;
  @ApiProperty({ format: 'date-time', description: 'Not included' })
  end: string;
}

export class QuotaLevelResponse implements Level {
  @ApiProperty({ enum: RESOURCES })
  resource: Resource;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: unlimited' })
  limit: number | null;
  @ApiProperty()
  reserved: number;
  @ApiProperty()
  used: number;
  @ApiProperty({ type: Number, nullable: true, description: 'limit - reserved - used; null: unlimited' })
  remaining: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the limit, rounded down; null: unlimited' })
  percentage: number | null;
}

export class QuotaOfResourceResponse extends QuotaLevelResponse {
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it is counted from 0 again; null: never, since it is what there is now (`storage_bytes`, `concurrent_videos`)',
  })
  resetsAt: string | null;
}

export class QuotaResponse {
  @ApiProperty({ type: PeriodResponse })
  period: PeriodResponse;
  @ApiProperty({ type: [QuotaOfResourceResponse] })
  resources: readonly QuotaOfResourceResponse[];
}

export class PriceResponse {
  @ApiProperty({ enum: RESOURCES })
  resource: Resource;
  @ApiProperty({ type: 'integer' })
  unit: number;
  @ApiProperty({ description: '1 USD = 1 000 000' })
  amountMicros: number;
  @ApiProperty({ example: 'USD' })
  currency: string;
}

export class PlanResponse {
  @ApiProperty({ example: 'creator' })
  plan: string;
  @ApiProperty({ ...LIMITS, description: 'By resource; null: unlimited' })
  limits: Readonly<Record<string, number | null>>;
  @ApiProperty({ ...LIMITS, description: 'Limits that differ from those of the plan' })
  overrides: Readonly<Record<string, number | null>>;
  @ApiProperty({ example: 'Europe/Amsterdam' })
  timezone: string;
  @ApiProperty({ type: PeriodResponse })
  period: PeriodResponse;
  @ApiProperty({ example: 'USD' })
  currency: string;
  @ApiProperty({ description: 'Version of the price list' })
  priceList: string;
  @ApiProperty({ type: [PriceResponse] })
  prices: readonly PriceResponse[];
}

export class UsageSumResponse implements UsageSum {
  @ApiProperty({ description: 'A day, a provider, or the id of a video', example: '2026-11-21' })
  group: string;
  @ApiProperty({ enum: RESOURCES })
  resource: Resource;
  @ApiProperty()
  quantity: number;
  @ApiProperty({ type: 'integer', description: '1 USD = 1 000 000' })
  amountMicros: number;
}

export class UsageResponse {
  @ApiProperty({ type: [UsageSumResponse] })
  data: readonly UsageSumResponse[];
  @ApiProperty({ format: 'date-time' })
  from: string;
  @ApiProperty({ format: 'date-time', description: 'Not included' })
  to: string;
  @ApiProperty({ enum: ['day', 'provider', 'video'] })
  groupBy: Grouping;
  @ApiProperty({ example: 'USD' })
  currency: string;
}

export class UsageSubjectResponse {
  @ApiProperty({ example: 'video' })
  kind: string;
  @ApiProperty({ format: 'uuid' })
  id: string;
}

export class UsageRecordResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null: it was no video' })
  videoId: string | null;
  @ApiProperty({ type: UsageSubjectResponse, description: 'What it was for' })
  subject: UsageSubjectResponse;
  @ApiProperty({ description: 'What was done' })
  entry: string;
  @ApiProperty({ enum: RESOURCES })
  resource: Resource;
  @ApiProperty({ description: 'Negative for bytes that were freed' })
  quantity: number;
  @ApiProperty({ type: 'integer', description: '1 USD = 1 000 000' })
  amountMicros: number;
  @ApiProperty({ example: 'USD' })
  currency: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null: work of the installation itself' })
  provider: string | null;
  @ApiProperty({ type: String, nullable: true })
  model: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'What the provider charged' })
  providerCostMicros: number | null;
  @ApiProperty({ description: 'Version of the price list' })
  priceList: string;
  @ApiProperty({ format: 'date-time' })
  periodStart: string;
  @ApiProperty({ format: 'date-time' })
  recordedAt: string;
}

export class UsageRecordListResponse {
  @ApiProperty({ type: [UsageRecordResponse] })
  data: readonly UsageRecordResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}

export class LedgerCheckResponse {
  @ApiProperty()
  isConsistent: boolean;
  @ApiProperty({ type: 'integer', description: 'How many the ledger was made anew from' })
  events: number;
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, description: 'The first thousand' })
  differences: readonly object[];
  @ApiProperty({ type: 'integer' })
  differenceCount: number;
}

/** The quota as the API shows it: for every resource, limit - reserved - used = remaining. */
export const quotaResponse = ({ account, period, balance }: AccountSnapshot): QuotaResponse => ({
  period,
  resources: levelsOf(balance, account.limits).map((level) => ({ ...level, resetsAt: isStock(level.resource) ? null : period.end })),
});

export const recordResponse = (row: RecordRow, currency: string): UsageRecordResponse => ({
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
