/** Frames of a run's event stream, as clients read them. */
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { type NodeView } from '../application/run.view.js';
import { WorkflowNodeErrorResponse, WorkflowRunProgressResponse, WorkflowRunResponse } from './run.response.js';

export class RunChangeResponse {
  @ApiProperty({ enum: ['running', 'awaiting_approval'] })
  status: string;
}

export class RunNodeChangeResponse {
  @ApiProperty()
  id: string;
  @ApiProperty({ enum: ['pending', 'ready', 'running', 'awaiting_approval', 'succeeded', 'cached', 'skipped', 'failed', 'cancelled'] })
  status: NodeView['status'];
  @ApiProperty({ type: 'integer' })
  attempts: number;
  @ApiProperty({ type: String, nullable: true })
  model: string | null;
  @ApiProperty({ type: WorkflowNodeErrorResponse, nullable: true })
  error: WorkflowNodeErrorResponse | null;
}

export class RunApprovalChangeResponse {
  @ApiProperty()
  node: string;
  @ApiProperty({ type: 'integer' })
  take: number;
  @ApiProperty({ enum: ['pending', 'approved', 'rejected'] })
  status: string;
}

abstract class RunFrameResponse {
  @ApiProperty({ description: 'Send the last one as `Last-Event-ID` to go on after it.', example: '1204.0' })
  id: string;
}

export class RunStatusEventResponse extends RunFrameResponse {
  @ApiProperty({ type: String, enum: ['run'] })
  event: 'run';
  @ApiProperty({ type: RunChangeResponse })
  data: RunChangeResponse;
}

export class RunNodeEventResponse extends RunFrameResponse {
  @ApiProperty({ type: String, enum: ['node'] })
  event: 'node';
  @ApiProperty({ type: RunNodeChangeResponse })
  data: RunNodeChangeResponse;
}

export class RunApprovalEventResponse extends RunFrameResponse {
  @ApiProperty({ type: String, enum: ['approval'] })
  event: 'approval';
  @ApiProperty({ type: RunApprovalChangeResponse })
  data: RunApprovalChangeResponse;
}

export class RunProgressEventResponse extends RunFrameResponse {
  @ApiProperty({ type: String, enum: ['progress'] })
  event: 'progress';
  @ApiProperty({ type: WorkflowRunProgressResponse })
  data: WorkflowRunProgressResponse;
}

export class RunCompletedEventResponse extends RunFrameResponse {
  @ApiProperty({ type: String, enum: ['completed'] })
  event: 'completed';
  @ApiProperty({ type: WorkflowRunResponse })
  data: WorkflowRunResponse;
}

export class RunFailedEventResponse extends RunFrameResponse {
  @ApiProperty({ type: String, enum: ['failed'] })
  event: 'failed';
  @ApiProperty({ type: WorkflowRunResponse })
  data: WorkflowRunResponse;
}

export class RunCancelledEventResponse extends RunFrameResponse {
  @ApiProperty({ type: String, enum: ['cancelled'] })
  event: 'cancelled';
  @ApiProperty({ type: WorkflowRunResponse })
  data: WorkflowRunResponse;
}

const FRAMES = {
  run: RunStatusEventResponse,
  node: RunNodeEventResponse,
  approval: RunApprovalEventResponse,
  progress: RunProgressEventResponse,
  completed: RunCompletedEventResponse,
  failed: RunFailedEventResponse,
  cancelled: RunCancelledEventResponse,
};

/** Server-Sent Events: `data` is the JSON of the member of that name. */
export function ApiRunEvents(): MethodDecorator {
  const mapping = Object.fromEntries(Object.entries(FRAMES).map(([event, frame]) => [event, getSchemaPath(frame)]));
  const union = {
    title: 'WorkflowRunEvent',
    description: 'A frame of the stream, told apart by `event`.',
    oneOf: Object.values(mapping).map(($ref) => ({ $ref })),
    discriminator: { propertyName: 'event', mapping },
  };
  return applyDecorators(
    ApiExtraModels(...Object.values(FRAMES)),
    ApiOkResponse({ description: 'The stream; it ends with the run', content: { 'text/event-stream': { schema: union } } }),
  );
}
