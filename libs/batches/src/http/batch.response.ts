import { ApiProperty } from '@nestjs/swagger';
import { BATCH_STATUSES, ITEM_STATUSES } from '../domain/batch.state.js';
import { type BatchView, type ItemView } from '../application/batch.view.js';

export class BatchCountsResponse {
  @ApiProperty({ type: 'integer' })
  total: number;
  @ApiProperty({ type: 'integer' })
  pending: number;
  @ApiProperty({ type: 'integer' })
  running: number;
  @ApiProperty({ type: 'integer' })
  completed: number;
  @ApiProperty({ type: 'integer' })
  failed: number;
  @ApiProperty({ type: 'integer' })
  cancelled: number;
}

export class BatchItemCostResponse {
  @ApiProperty({ type: 'integer', description: 'What models have charged. 1 USD = 1 000 000.' })
  amountMicros: number;
  @ApiProperty({ enum: ['USD'] })
  currency: 'USD';
}

export class BatchCostResponse extends BatchItemCostResponse {
  @ApiProperty({ type: 'integer', description: 'What all items together were expected to cost.' })
  estimatedMicros: number;
}

export class BatchResponse implements BatchView {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ type: String, nullable: true })
  name: string | null;
  @ApiProperty({ enum: BATCH_STATUSES })
  status: BatchView['status'];
  @ApiProperty({ type: String, enum: ['requested', 'quota_exceeded', 'item_failed', null], nullable: true })
  pauseReason: BatchView['pauseReason'];
  @ApiProperty({
    ...{ type: String, format: 'date-time', nullable: true },
    description: 'Not resumed by itself before; null: as soon as there is room, or never by itself.',
  })
  resumeAt: string | null;
  @ApiProperty({ type: BatchCountsResponse })
  counts: BatchCountsResponse;
  @ApiProperty({ type: BatchCostResponse })
  cost: BatchCostResponse;
  @ApiProperty({ type: 'integer' })
  concurrency: number;
  @ApiProperty({ type: 'integer' })
  sample: number;
  @ApiProperty({ enum: ['continue', 'stop'] })
  onFailure: BatchView['onFailure'];
  @ApiProperty({ type: 'integer', nullable: true })
  maxCostMicros: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Seconds left at the pace so far; null: not known.' })
  etaSeconds: number | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: string | null;
}

export class BatchListResponse {
  @ApiProperty({ type: [BatchResponse] })
  data: readonly BatchResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class BatchItemErrorResponse {
  @ApiProperty()
  code: string;
  @ApiProperty({ description: 'Empty when its video was deleted.' })
  message: string;
}

export class BatchItemResponse implements ItemView {
  @ApiProperty({ type: 'integer', description: 'Its place, from 0.' })
  index: number;
  @ApiProperty({ type: String, nullable: true, description: 'As it was ordered with.' })
  key: string | null;
  @ApiProperty({ enum: ITEM_STATUSES })
  status: ItemView['status'];
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  videoId: string | null;
  @ApiProperty({ type: String, format: 'uri', nullable: true, description: 'Of the film; works without a key for seven days.' })
  videoUrl: string | null;
  @ApiProperty({ type: BatchItemCostResponse })
  cost: BatchItemCostResponse;
  @ApiProperty({ type: BatchItemErrorResponse, nullable: true })
  error: BatchItemErrorResponse | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: string | null;
}

export class BatchItemListResponse {
  @ApiProperty({ type: [BatchItemResponse] })
  data: readonly BatchItemResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
