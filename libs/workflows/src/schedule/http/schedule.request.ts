import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  isISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { type FieldFault, PageQuery } from '#platform';
import { type Missed, type Overlap } from '../../contracts/workflow-schedule.events.js';
import { timesFaults } from '../application/times.js';

const OVERLAPS = ['skip', 'buffer_one', 'buffer_all', 'cancel_other', 'allow'] as const;
const MISSED = ['none', 'last', 'all'] as const;
const OUTCOMES = ['fired', 'skipped', 'refused', 'buffered'] as const;
const MOMENT = { strict: true, strictSeparator: true } as const;
const MAX_INPUTS = 50;

/** Forms of ISO 8601 without a day and month (`2026-W12-1`) are no moments that anybody here can place. */
const IsMoment = (): PropertyDecorator =>
  ValidateBy({
    name: 'isMoment',
    validator: {
      validate: (value) => isISO8601(value, MOMENT) && !Number.isNaN(Date.parse(value as string)),
      defaultMessage: () => '$property must be a time such as 2026-11-28T09:00:00Z',
    },
  });

const count = (value: unknown): unknown => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value);

export class CreateScheduleBody {
  /** Called by the validation pipe: together with the faults of fields. */
  static faultsBeside({ cron, timezone, inputs }: Readonly<Record<string, unknown>>): FieldFault[] {
    const isTooMany = typeof inputs === 'object' && inputs !== null && Object.keys(inputs).length > MAX_INPUTS;
    const times = timesFaults(cron, timezone, Date.now()).map(({ member, code, message }) => ({ path: member, code, message }));
    return [...times, ...(isTooMany ? [{ path: 'inputs', message: `must have ${MAX_INPUTS} members at most` }] : [])];
  }

  @ApiProperty({ example: '0 9 * * 1-5', description: 'Five fields, or `@daily` and the like; names, `L`, `#` and `W` may be used.' })
  @IsString()
  @MaxLength(200)
  cron: string;

  @ApiProperty({ example: 'Europe/Berlin', description: 'IANA name of a time zone.' })
  @IsString()
  @MaxLength(64)
  timezone: string;

  @ApiPropertyOptional({ minLength: 1, maxLength: 200 })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Values by the names of the inputs; texts may hold `{{schedule.episode}}`, `dueAt`, `localDate`, `timezone`.',
  })
  @IsOptional()
  @IsObject()
  inputs?: Record<string, unknown>;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, nullable: true, description: 'Of the workflow; default: the latest at each tick.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  version?: number | null;

  @ApiPropertyOptional({ enum: OVERLAPS, default: 'skip', description: 'What becomes of a tick while a run of the one before goes on.' })
  @IsOptional()
  @IsIn(OVERLAPS)
  overlap?: Overlap;

  @ApiPropertyOptional({ enum: MISSED, default: 'last', description: 'Which ticks are made up that nobody was there for.' })
  @IsOptional()
  @IsIn(MISSED)
  missed?: Missed;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 604_800, default: 86_400, description: 'Older ticks are never made up.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(604_800)
  catchUpWindowSeconds?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 3_600, default: 0, description: 'Spreads the start of each tick.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3_600)
  jitterSeconds?: number;

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })
  @IsOptional()
  @IsMoment()
  startsAt?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, description: 'No tick at or after it.' })
  @IsOptional()
  @IsMoment()
  endsAt?: string | null;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1_000_000, nullable: true })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxRuns?: number | null;

  @ApiPropertyOptional({
    enum: ['skip', 'wait'],
    default: 'skip',
    description: 'A tick that does not fit into the plan is given up, or tried again.',
  })
  @IsOptional()
  @IsIn(['skip', 'wait'])
  onQuota?: 'skip' | 'wait';

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 1_000,
    default: 5,
    description: 'It pauses after so many failed runs in a row; 0: never.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000)
  pauseAfterFailures?: number;

  @ApiPropertyOptional({ default: true, description: 'False: it is paused.' })
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1_000_000_000, default: 1, description: 'Number of the next run.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  episode?: number;
}

export class ChangeScheduleBody extends PartialType(CreateScheduleBody) {
  /** What is not given stays, so it cannot be judged here. */
  static faultsBeside(): FieldFault[] {
    return [];
  }
}

export class ResumeScheduleBody {
  @ApiPropertyOptional({ default: false, description: 'Ticks of the meantime count as missed, and are made up as those are.' })
  @IsOptional()
  @IsBoolean()
  catchUp?: boolean;
}

export class BackfillBody {
  @ApiProperty({ format: 'date-time' })
  @IsMoment()
  from: string;

  @ApiProperty({ format: 'date-time', description: 'Has to have passed.' })
  @IsMoment()
  to: string;

  @ApiPropertyOptional({ default: false, description: 'Also ticks that have a run already.' })
  @IsOptional()
  @IsBoolean()
  includeFired?: boolean;
}

export class PreviewBody {
  @ApiProperty({ example: '0 9 * * 1-5' })
  @IsString()
  @MaxLength(200)
  cron: string;

  @ApiProperty({ example: 'Europe/Berlin' })
  @IsString()
  @MaxLength(64)
  timezone: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 5 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  count?: number;

  @ApiPropertyOptional({ format: 'date-time', description: 'Default: now.' })
  @IsOptional()
  @IsMoment()
  from?: string;
}

export class NextQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 5, description: 'How many of the next times.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => count(value))
  @IsInt()
  @Min(1)
  @Max(100)
  count?: number;
}

export class TicksQuery extends PageQuery {
  @ApiPropertyOptional({ enum: OUTCOMES, description: 'Only ticks that ended so.' })
  @IsOptional()
  @IsIn(OUTCOMES)
  outcome?: (typeof OUTCOMES)[number];
}

export class SchedulesQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only those of this workflow.' })
  @IsOptional()
  @IsUUID()
  workflowId?: string;
}

export const SCHEDULE_EXAMPLE = {
  cron: '0 9 * * 1-5',
  timezone: 'Europe/Berlin',
  inputs: { who: 'listeners of part {{schedule.episode}}' },
};
