import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MAX_SEGMENTS } from '#steps/plan';
import { type FieldError, fieldError } from '../../../shared/faulty-request.js';
import { IsText } from '../../../shared/validators.js';
import { MODEL_ID, MODEL_ID_MESSAGE } from './create-video.parts.js';

/** Digits of the highest index there can be, and of more takes than anybody makes. */
const MAX_TAKE = 10_000;

export class SegmentWishBody {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_SEGMENTS - 1, description: 'Of the segment, from 0.' })
  @IsInt()
  @Min(0)
  @Max(MAX_SEGMENTS - 1)
  index: number;

  @ApiPropertyOptional({ description: 'Sent to the model word for word, instead of the planned one.' })
  @IsOptional()
  @IsText(1, 10_000)
  prompt?: string;

  @ApiPropertyOptional({ description: 'Tried first.' })
  @IsOptional()
  @Matches(MODEL_ID, { message: MODEL_ID_MESSAGE })
  model?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Footage or a picture of your own, shown instead of what a model makes.' })
  @IsOptional()
  @IsUUID()
  assetId?: string;
}

export class RegenerateSegmentsRequest {
  /** Called by the validation pipe. */
  static faultsBeside({ segments }: Readonly<Record<string, unknown>>): FieldError[] {
    if (!Array.isArray(segments)) return [];
    return segments.flatMap((wish: unknown, at) => {
      const { model, assetId } = (wish ?? {}) as Readonly<Record<string, unknown>>;
      if (model === undefined || assetId === undefined) return [];
      return [fieldError(`segments.${at}.assetId`, 'does not go with model: nobody else makes the picture')];
    });
  }

  @ApiProperty({ type: [SegmentWishBody], minItems: 1, maxItems: MAX_SEGMENTS, description: 'One film is made of all of them.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_SEGMENTS)
  @ArrayUnique((wish: SegmentWishBody | null) => wish?.index, { message: 'segments must name each index once' })
  @ValidateNested({ each: true })
  @Type(() => SegmentWishBody)
  segments: SegmentWishBody[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    example: 2_000_000,
    description: 'Refused with 402 `cost_above_limit` when all of it would cost more; in millionths of a dollar.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  maxCostMicros?: number;
}

export class RestoreTakeRequest {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_TAKE, description: 'One of `takes` of the segment.' })
  @IsInt()
  @Min(0)
  @Max(MAX_TAKE)
  take: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'Refused with 402 `cost_above_limit` when it would cost more: of a film that failed the rest is made as well.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  maxCostMicros?: number;
}

export class RenameVideoRequest {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Three hearts' })
  @IsText(1, 200)
  title: string;
}
