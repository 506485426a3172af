/** Frames of a batch's event stream, as clients read them. */
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { BATCH_STATUSES, ITEM_STATUSES } from '../domain/batch.state.js';
import { BatchCountsResponse, BatchItemCostResponse } from './batch.response.js';

export class BatchChangeResponse {
  @ApiProperty({ enum: BATCH_STATUSES })
  status: string;
  @ApiProperty({ type: String, nullable: true })
  pauseReason: string | null;
}

export class BatchItemChangeResponse {
  @ApiProperty({ type: 'integer' })
  index: number;
  @ApiProperty({ enum: ITEM_STATUSES })
  status: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  videoId: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of its failure.' })
  code: string | null;
}

export class BatchProgressResponse {
  @ApiProperty({ type: BatchCountsResponse })
  counts: BatchCountsResponse;
  @ApiProperty({ type: BatchItemCostResponse })
  cost: BatchItemCostResponse;
}

export class BatchEndResponse extends BatchProgressResponse {
  @ApiProperty({ enum: ['completed', 'cancelled'] })
  status: string;
}

abstract class BatchFrameResponse {
  @ApiProperty({ description: 'Send the last one as `Last-Event-ID` to go on after it.', example: '1204.0' })
  id: string;
}

export class BatchStatusEventResponse extends BatchFrameResponse {
  @ApiProperty({ type: String, enum: ['batch'] })
  event: 'batch';
  @ApiProperty({ type: BatchChangeResponse })
  data: BatchChangeResponse;
}

export class BatchItemEventResponse extends BatchFrameResponse {
  @ApiProperty({ type: String, enum: ['item'] })
  event: 'item';
  @ApiProperty({ type: BatchItemChangeResponse })
  data: BatchItemChangeResponse;
}

export class BatchProgressEventResponse extends BatchFrameResponse {
  @ApiProperty({ type: String, enum: ['progress'] })
  event: 'progress';
  @ApiProperty({ type: BatchProgressResponse })
  data: BatchProgressResponse;
}

export class BatchCompletedEventResponse extends BatchFrameResponse {
  @ApiProperty({ type: String, enum: ['completed'], description: 'Closes the stream, unless failed items are being made again.' })
  event: 'completed';
  @ApiProperty({ type: BatchEndResponse })
  data: BatchEndResponse;
}

export class BatchCancelledEventResponse extends BatchFrameResponse {
  @ApiProperty({ type: String, enum: ['cancelled'], description: 'Closes the stream.' })
  event: 'cancelled';
  @ApiProperty({ type: BatchEndResponse })
  data: BatchEndResponse;
}

const FRAMES = {
  batch: BatchStatusEventResponse,
  item: BatchItemEventResponse,
  progress: BatchProgressEventResponse,
  completed: BatchCompletedEventResponse,
  cancelled: BatchCancelledEventResponse,
};

/** Server-Sent Events: `data` is the JSON of the member of that name. */
export function ApiBatchEvents(): MethodDecorator {
  const mapping = Object.fromEntries(Object.entries(FRAMES).map(([event, frame]) => [event, getSchemaPath(frame)]));
  const union = {
    title: 'BatchEvent',
    description: 'A frame of the stream, told apart by `event`.',
    oneOf: Object.values(mapping).map(($ref) => ({ $ref })),
    discriminator: { propertyName: 'event', mapping },
  };
  return applyDecorators(
    ApiExtraModels(...Object.values(FRAMES)),
    ApiOkResponse({ description: 'The stream; it ends with the batch', content: { 'text/event-stream': { schema: union } } }),
  );
}
