import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { PageQuery } from '#platform';
import { BATCH_STATUSES, type BatchStatus, ITEM_STATUSES, type ItemStatus } from '../domain/batch.state.js';
import { MAX_ITEMS } from '../domain/rows.js';

const MAX_NAME = 200;
const MAX_CONCURRENCY = 100;
export const DEFAULT_CONCURRENCY = 5;
const ON_FAILURE = ['continue', 'stop'] as const;

/** Numbers of a query are texts. */
const asNumber = ({ value }: { readonly value: unknown }): unknown =>
  typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;

const IsName = (): PropertyDecorator =>
  ValidateBy({
    name: 'isName',
    validator: {
      validate: (value) =>
        typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME && !value.includes('\0') && value.isWellFormed(),
      defaultMessage: () => `$property must be a text of 1 to ${MAX_NAME} characters`,
    },
  });

/** How the rows are made: members of a JSON body, and parameters of the query beside a file. */
export class BatchSettings {
  @ApiPropertyOptional({ maxLength: MAX_NAME, description: 'For people.' })
  @IsOptional()
  @IsName()
  name?: string;

  @ApiPropertyOptional({
    type: 'integer',
    ...{ minimum: 1, maximum: MAX_CONCURRENCY, default: DEFAULT_CONCURRENCY },
    description: 'Videos that are made at the same time.',
  })
  @IsOptional()
  @Transform(asNumber)
  @IsInt()
  @Min(1)
  @Max(MAX_CONCURRENCY)
  concurrency?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'Of all videos together: refused when the estimate is higher. 1 USD = 1 000 000.',
  })
  @IsOptional()
  @Transform(asNumber)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  maxCostMicros?: number;

  @ApiPropertyOptional({
    type: 'integer',
    ...{ minimum: 0, maximum: MAX_ITEMS, default: 0 },
    description: 'Videos that are made first; the others wait for `approve`.',
  })
  @IsOptional()
  @Transform(asNumber)
  @IsInt()
  @Min(0)
  @Max(MAX_ITEMS)
  sample?: number;

  @ApiPropertyOptional({
    enum: ON_FAILURE,
    default: 'continue',
    description: '`stop`: after a failure nothing new is started until it is resumed.',
  })
  @IsOptional()
  @IsIn(ON_FAILURE)
  onFailure?: 'continue' | 'stop';
}

export class CreateBatchRequest extends BatchSettings {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'What all items have in common, as in `POST /v1/videos`; `{{column}}` in a text is filled from each item.',
  })
  defaults?: unknown;

  @ApiPropertyOptional({
    type: 'array',
    ...{ minItems: 1, maxItems: MAX_ITEMS, items: { type: 'object', additionalProperties: true } },
    description: 'Bodies of `POST /v1/videos`, each with a `key` of your own if you like. What an item says goes before the defaults.',
  })
  items: unknown;
}

export class BatchesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: BATCH_STATUSES, description: 'Only batches that stand so.' })
  @IsOptional()
  @IsIn(BATCH_STATUSES)
  status?: BatchStatus;
}

export class BatchItemsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ITEM_STATUSES, description: 'Only items that stand so.' })
  @IsOptional()
  @IsIn(ITEM_STATUSES)
  status?: ItemStatus;
}
