import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { type RunSchedule } from '../../contracts/workflow-run.events.js';
import {
  type ApprovalView,
  type NodeCost,
  type NodeView,
  type RunCost,
  type RunProgress,
  type RunView,
  type ValueView,
} from '../application/run.view.js';

const NODE_STATUSES = ['pending', 'ready', 'running', 'awaiting_approval', 'succeeded', 'cached', 'skipped', 'failed', 'cancelled'];

const ANY_JSON = [
  ...[{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }, { type: 'array', items: {} }],
  { type: 'object', additionalProperties: true },
];

export class WorkflowValueResponse implements ValueView {
  @ApiProperty({ example: 'text' })
  type: string;
  @ApiPropertyOptional({ oneOf: ANY_JSON, description: 'The value itself; absent where it is large.' })
  value?: unknown;
  @ApiPropertyOptional({ format: 'uri', description: 'Where a picture or sound is, or a large value as JSON; works for an hour.' })
  url?: string;
  @ApiPropertyOptional({ description: 'The beginning of a large value.' })
  preview?: string;
}

const VALUES = { type: 'object', additionalProperties: { $ref: getSchemaPath(WorkflowValueResponse) } } as const;

export class WorkflowNodeErrorResponse {
  @ApiProperty()
  code: string;
  @ApiProperty()
  message: string;
  @ApiProperty({ description: 'Whether the same may succeed later.' })
  retryable: boolean;
}

export class WorkflowRunErrorResponse extends WorkflowNodeErrorResponse {
  @ApiProperty({ type: String, nullable: true, description: 'Id of the node that failed.' })
  node: string | null;
}

export class MapItemCountsResponse {
  @ApiProperty({ type: 'integer' })
  total: number;
  @ApiProperty({ type: 'integer', description: 'That have ended, also those that failed.' })
  done: number;
  @ApiProperty({ type: 'integer' })
  failed: number;
}

export class NodeCostResponse implements NodeCost {
  @ApiProperty({ type: 'integer', description: 'What providers were paid, for all its takes. 1 USD = 1 000 000.' })
  amountMicros: number;
  @ApiProperty({ type: 'integer', description: 'What was not paid, since the result of another run was taken over.' })
  savedMicros: number;
}

export class RunCostResponse extends NodeCostResponse implements RunCost {
  @ApiProperty({ enum: ['USD'] })
  currency: 'USD';
}

@ApiExtraModels(WorkflowValueResponse)
export class WorkflowRunNodeResponse implements NodeView {
  @ApiProperty()
  id: string;
  @ApiProperty()
  type: string;
  @ApiProperty({ enum: NODE_STATUSES })
  status: NodeView['status'];
  @ApiProperty({ type: 'integer', description: 'How often it was begun anew; 0 for the first time.' })
  take: number;
  @ApiProperty({ type: 'integer' })
  attempts: number;
  @ApiProperty({ type: String, nullable: true })
  model: string | null;
  @ApiProperty()
  isFallback: boolean;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The run whose result was taken over; null: it was made here.',
  })
  cachedFrom: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;
  @ApiProperty({ ...VALUES, description: 'By port; dead ports are missing.' })
  outputs: Readonly<Record<string, WorkflowValueResponse>>;
  @ApiProperty({ type: WorkflowNodeErrorResponse, nullable: true })
  error: WorkflowNodeErrorResponse | null;
  @ApiProperty({ type: MapItemCountsResponse, nullable: true, description: 'Of a `Map`, once it has its list.' })
  items: MapItemCountsResponse | null;
  @ApiProperty({ type: NodeCostResponse })
  cost: NodeCostResponse;
}

export class WorkflowApprovalResponse implements ApprovalView {
  @ApiProperty({ description: 'Id of the node.' })
  node: string;
  @ApiProperty({ type: 'integer', description: 'How often it was asked before.' })
  take: number;
  @ApiProperty({ enum: ['pending', 'approved', 'rejected', 'cancelled'] })
  status: ApprovalView['status'];
  @ApiProperty()
  title: string;
  @ApiProperty()
  message: string;
  @ApiProperty({ type: WorkflowValueResponse, description: 'What is to be decided about.' })
  subject: WorkflowValueResponse;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deadlineAt: string | null;
  @ApiProperty({ enum: ['approve', 'reject', 'fail'] })
  onDeadline: ApprovalView['onDeadline'];
  @ApiProperty({ enum: ['stop', 'branch', 'redo'] })
  onReject: ApprovalView['onReject'];
  @ApiProperty({ type: String, nullable: true })
  comment: string | null;
  @ApiProperty()
  byDeadline: boolean;
  @ApiProperty({ format: 'date-time' })
  requestedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: string | null;
}

export class WorkflowRunProgressResponse implements RunProgress {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100 })
  percent: number;
  @ApiProperty({ type: 'integer', description: 'Nodes that have ended.' })
  done: number;
  @ApiProperty({ type: 'integer' })
  total: number;
}

export class RunScheduleResponse implements RunSchedule {
  @ApiProperty({ format: 'uuid' })
  scheduleId: string;
  @ApiProperty({ type: 'integer', description: 'Number within the series.' })
  episode: number;
  @ApiProperty({ format: 'date-time' })
  dueAt: string;
  @ApiProperty({ example: '2026-11-28', description: 'By the wall clock of the schedule.' })
  localDate: string;
  @ApiProperty()
  timezone: string;
}

export class WorkflowRunResponse implements RunView {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ format: 'uuid' })
  workflowId: string;
  @ApiProperty({ type: 'integer' })
  version: number;
  @ApiProperty({ enum: ['queued', 'running', 'awaiting_approval', 'completed', 'failed', 'cancelled'] })
  status: RunView['status'];
  @ApiProperty({ enum: ['api', 'schedule', 'manual', 'backfill', 'fork', 'test'] })
  trigger: string;
  @ApiProperty({ type: RunScheduleResponse, nullable: true, description: 'The tick of the schedule that has started it.' })
  schedule: RunScheduleResponse | null;
  @ApiProperty(VALUES)
  inputs: Readonly<Record<string, WorkflowValueResponse>>;
  @ApiProperty({ ...VALUES, description: 'Results by name, once it has ended.' })
  outputs: Readonly<Record<string, WorkflowValueResponse>>;
  @ApiProperty({ type: WorkflowRunProgressResponse })
  progress: WorkflowRunProgressResponse;
  @ApiProperty({ type: [WorkflowRunNodeResponse], description: 'Each after all that it needs.' })
  nodes: readonly WorkflowRunNodeResponse[];
  @ApiProperty({ type: [WorkflowApprovalResponse], description: 'Requests to people, in their order.' })
  approvals: readonly WorkflowApprovalResponse[];
  @ApiProperty({
    type: RunCostResponse,
    description: 'What maps have paid and what was saved is added up where a run is read or listed, not in frames of its event stream.',
  })
  cost: RunCostResponse;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The run that this one goes on from.' })
  forkedFrom: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  metadata: Readonly<Record<string, string>>;
  @ApiProperty({ type: WorkflowRunErrorResponse, nullable: true })
  error: WorkflowRunErrorResponse | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completedAt: string | null;
  @ApiProperty({ format: 'uri', description: 'Its event stream for `EventSource`, which can send no header; works for an hour.' })
  eventsUrl: string;
}

export class WorkflowRunListResponse {
  @ApiProperty({ type: [WorkflowRunResponse] })
  data: readonly WorkflowRunResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
