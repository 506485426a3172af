import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { PageQuery } from '#platform';
import { type FieldFault } from '#platform';
import { WorkflowDocumentBody } from '../../workflow/http/workflow.request.js';

const RUN_STATUSES = ['queued', 'running', 'awaiting_approval', 'completed', 'failed', 'cancelled'] as const;
const MAX_METADATA = 20;
const MAX_METADATA_CHARACTERS = 500;

export class StartRunBody {
  /** Called by the validation pipe: its members are of the caller's own naming. */
  static faultsBeside({ metadata }: Readonly<Record<string, unknown>>): FieldFault[] {
    return metadata === undefined ? [] : metadataFaults(metadata);
  }

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Values by the names of the inputs; `inputSchema` of the workflow says which.',
  })
  @IsOptional()
  inputs?: unknown;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'Default: the latest.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  version?: number;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: `Up to ${MAX_METADATA} texts of your own, given back as they came.`,
  })
  @IsOptional()
  metadata?: Record<string, string>;

  @ApiPropertyOptional({ type: [String], description: 'Only these nodes, and what they need.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  until?: string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Results by node and port, `{ "script": { "text": "…" } }`: these nodes are not made, nor what only they need.',
  })
  @IsOptional()
  pins?: unknown;

  @ApiPropertyOptional({ enum: ['use', 'bypass'], default: 'use', description: '`bypass`: everything is made, also what is known.' })
  @IsOptional()
  @IsIn(['use', 'bypass'])
  cache?: 'use' | 'bypass';
}

/** The body of a run: what only matters once it is started changes nothing. */
export class EstimateRunBody extends StartRunBody {}

export class EstimateDocumentBody extends WorkflowDocumentBody {
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'Values by the names of the inputs.' })
  inputs?: Record<string, unknown>;
}

export class RetryRunBody {
  @ApiPropertyOptional({ maxLength: 64, description: 'A node that is made again with all that follows it; default: what has failed.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  from?: string;
}

export class ForkRunBody {
  /** Called by the validation pipe: its members are of the caller's own naming. */
  static faultsBeside({ metadata, version }: Readonly<Record<string, unknown>>): FieldFault[] {
    const isVersion = version === undefined || version === 'latest' || (Number.isSafeInteger(version) && Number(version) > 0);
    const faults = metadata === undefined ? [] : metadataFaults(metadata);
    return isVersion ? faults : [...faults, { path: 'version', message: 'must be a number, or "latest"' }];
  }

  @ApiPropertyOptional({ maxLength: 64, description: 'A node that is made anew whatever is known.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  from?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'Inputs that are to be others; all else is as it was.' })
  @IsOptional()
  @IsObject()
  inputs?: Record<string, unknown>;

  @ApiPropertyOptional({
    oneOf: [
      { type: 'integer', minimum: 1 },
      { type: 'string', enum: ['latest'] },
    ],
    description: 'Default: that of the run.',
  })
  @IsOptional()
  version?: number | 'latest';

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'Results by node and port.' })
  @IsOptional()
  pins?: unknown;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, description: 'Default: those of the run.' })
  @IsOptional()
  metadata?: Record<string, string>;
}

export class TryNodeBody {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Values by port of the node; what its expressions read as `<node>.<port>`, and of inputs of a run by their names.',
  })
  @IsOptional()
  @IsObject()
  inputs?: Record<string, unknown>;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'Default: the latest.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  version?: number;
}

class RunGateBody {
  @ApiPropertyOptional({ maxLength: 5_000 })
  @IsOptional()
  @IsString()
  @MaxLength(5_000)
  comment?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'Of the request that was shown; default: the one that is pending.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000)
  take?: number;
}

export class ApproveBody extends RunGateBody {
  @ApiPropertyOptional({ maxLength: 20_000, description: 'A text in place of the one that was shown.' })
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  edits?: string;
}

export class RejectBody extends RunGateBody {}

/** What is wrong with texts of the caller's own. */
export function metadataFaults(metadata: unknown): FieldFault[] {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    return [{ path: 'metadata', message: 'must be an object with texts by name' }];
  }
  const entries = Object.entries(metadata);
  const faults = entries.flatMap(([name, value]: [string, unknown]): FieldFault[] => {
    const isText = typeof value === 'string' && value.length <= MAX_METADATA_CHARACTERS && !`${name}${value}`.includes('\0');
    return isText && name.length <= 100
      ? []
      : [{ path: `metadata.${name.slice(0, 100)}`, message: `must be a text of ${MAX_METADATA_CHARACTERS} characters at most` }];
  });
  return entries.length > MAX_METADATA ? [{ path: 'metadata', message: `must have ${MAX_METADATA} members at most` }, ...faults] : faults;
}

export class RunsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: RUN_STATUSES, description: 'Only runs that are so.' })
  @IsOptional()
  @IsIn(RUN_STATUSES)
  status?: (typeof RUN_STATUSES)[number];

  @ApiPropertyOptional({ format: 'uuid', description: 'Only runs of this workflow.' })
  @IsOptional()
  @IsUUID()
  workflowId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only runs that this schedule has started.' })
  @IsOptional()
  @IsUUID()
  scheduleId?: string;
}
