import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { PageQuery } from '#platform';
import { type FieldFault } from '#platform';

const RUN_STATUSES = ['running', 'completed', 'failed', 'cancelled'] as const;
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
}

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
