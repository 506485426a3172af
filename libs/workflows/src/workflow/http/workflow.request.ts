import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { PageQuery } from '#platform';
import { CreateScheduleBody } from '../../schedule/http/schedule.request.js';
import { type NodeCache, type OnError, type OnFailure } from '../../contracts/graph.js';

/** Bodies of documents are judged as a whole, by their schema and what they mean: these classes describe them. */
export class GraphNodePosition {
  @ApiProperty()
  x: number;
  @ApiProperty()
  y: number;
}

export class GraphNodeRetry {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 10, default: 4 })
  maxAttempts?: number;
}

export class WorkflowNodeBody {
  @ApiProperty({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$', example: 'n1' })
  id: string;
  @ApiProperty({ description: 'Of `GET /v1/workflow-nodes`.', example: 'Text.Template' })
  type: string;
  @ApiPropertyOptional({ maxLength: 200 })
  name?: string;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'By the schema of the type; texts may hold `{{ … }}`.' })
  params?: Record<string, unknown>;
  @ApiPropertyOptional({ type: GraphNodePosition })
  position?: GraphNodePosition;
  @ApiPropertyOptional({ type: String, nullable: true, description: 'Id of the `Map` that it stands in.' })
  parent?: string | null;
  @ApiPropertyOptional({
    enum: ['fail', 'continue', 'fallback', 'edge'],
    default: 'fail',
    description: 'What becomes of its ports when it fails.',
  })
  onError?: OnError;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'With `onError: fallback`: values by port.' })
  fallback?: Record<string, unknown>;
  @ApiPropertyOptional({ type: GraphNodeRetry })
  retry?: GraphNodeRetry;
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 2_592_000,
    description: 'Of a node that is done by a task: it fails with `timed_out` when it was worked on for so long.',
  })
  timeoutSeconds?: number;
  @ApiPropertyOptional({
    enum: ['none', 'fork', 'organisation'],
    description: 'Whose results it takes over at most; default: as far as its type allows.',
  })
  cache?: NodeCache;
}

export class WorkflowEdgeBody {
  @ApiProperty({ example: 'n1.text' })
  from: string;
  @ApiProperty({ example: 'n2.value' })
  to: string;
}

export class WorkflowGraphBody {
  @ApiPropertyOptional({ type: 'integer', enum: [1] })
  format?: 1;
  @ApiProperty({ type: [WorkflowNodeBody], minItems: 1, maxItems: 200 })
  nodes: WorkflowNodeBody[];
  @ApiProperty({ type: [WorkflowEdgeBody], maxItems: 600 })
  edges: WorkflowEdgeBody[];
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Results by name, as `<node>.<port>`; default: every output of nodes that nothing follows.',
  })
  outputs?: Record<string, string>;
}

export class RunConcurrencyBody {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 100, description: 'Runs that go on at a time.' })
  limit: number;
  @ApiPropertyOptional({
    maxLength: 500,
    description: 'An expression over `inputs`: runs for which it gives the same share the places. Default: all runs of the workflow do.',
  })
  key?: string;
  @ApiPropertyOptional({
    enum: ['queue', 'refuse', 'cancel-oldest'],
    default: 'queue',
    description: 'What becomes of one more: it waits in the order of requests, is refused, or the oldest is cancelled for it.',
  })
  onLimit?: 'queue' | 'refuse' | 'cancel-oldest';
}

export class WorkflowSettingsBody {
  @ApiPropertyOptional({
    enum: ['stop', 'abort', 'continue'],
    default: 'stop',
    description: 'What a failure that nobody handles does to the rest.',
  })
  onFailure?: OnFailure;
  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'A run that may cost more is refused. 1 USD = 1 000 000.' })
  maxCostMicros?: number;
  @ApiPropertyOptional({ type: RunConcurrencyBody })
  concurrency?: RunConcurrencyBody;
  @ApiPropertyOptional({ default: false, description: '`manifest.json` of its films carries the document, without the inputs of the run.' })
  embedGraph?: boolean;
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 3650,
    description: 'Runs are deleted so many days after they have ended. Default: never.',
  })
  retentionDays?: number;
}

/** All members of a schedule but its name. */
export class DocumentScheduleBody extends OmitType(CreateScheduleBody, ['name'] as const) {}

export class WorkflowDocumentBody {
  @ApiProperty({ minLength: 1, maxLength: 200 })
  name: string;
  @ApiPropertyOptional({ maxLength: 2000 })
  description?: string;
  @ApiProperty({ type: WorkflowGraphBody })
  graph: WorkflowGraphBody;
  @ApiPropertyOptional({ type: WorkflowSettingsBody })
  settings?: WorkflowSettingsBody;
  @ApiPropertyOptional({
    type: DocumentScheduleBody,
    description: 'When it runs by itself. Left out in a later version, this schedule is deleted.',
  })
  schedule?: DocumentScheduleBody;
  @ApiPropertyOptional({ default: false, description: 'Kept although faulty; cannot be run.' })
  draft?: boolean;
}

export class CreateWorkflowBody extends PartialType(WorkflowDocumentBody) {
  @ApiPropertyOptional({ description: 'Id of one of `GET /v1/workflow-templates`: what is not said here is as it has it.' })
  template?: string;
}

/** A document as it was exported, or the film that it has made; a manifest has its own members beside `graph`. */
export class ImportWorkflowBody extends PartialType(WorkflowDocumentBody) {
  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'A film in your media library. Whatever is not said here is as in the workflow that has made it, in the version it was made by.',
  })
  assetId?: string;
}

export class SaveWorkflowBody extends WorkflowDocumentBody {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'The version the change was made to; any other is refused.' })
  baseVersion?: number;
}

const asWholeNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

export class WorkflowsQuery extends PageQuery {
  @ApiPropertyOptional({ maxLength: 200, description: 'Part of the name.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;
}

export class VersionQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'Default: the latest.' })
  @IsOptional()
  @Transform(asWholeNumber)
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  version?: number;
}

export const WORKFLOW_EXAMPLE = {
  name: 'A greeting',
  graph: {
    nodes: [
      { id: 'who', type: 'Input.Text', params: { required: true, maxLength: 100 } },
      { id: 'hello', type: 'Text.Template', params: { template: 'Hello, {{inputs.who}}!' } },
    ],
    edges: [],
    outputs: { greeting: 'hello.text' },
  },
};
