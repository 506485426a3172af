import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { IsSeen } from '#platform';
import { type Json, MAX_ITEMS } from '../../domain/rows.js';

const MAX_NAME = 200;
const MAX_BIBLE = 8_000;
const MAX_TOPICS = 1_000;
const MAX_TOPIC = 2_000;

export class CreateSeriesRequest {
  @ApiProperty({ minLength: 1, maxLength: MAX_NAME, description: 'For people; what an episode is about where nothing else says it.' })
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_NAME)
  @IsSeen()
  name: string;

  @ApiPropertyOptional({
    maxLength: MAX_BIBLE,
    default: '',
    description: 'What holds for all episodes: who is in it, how it sounds, what it never says. The writer is told.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_BIBLE)
  bible?: string;

  @ApiPropertyOptional({
    type: [String],
    maxItems: MAX_TOPICS,
    description: 'Each episode that says nothing else takes the next one.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_TOPICS)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(MAX_TOPIC, { each: true })
  @IsSeen({ each: true })
  topics?: readonly string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'What all episodes have in common, as in `POST /v1/videos`; `{{topic}}` and `{{episode}}` in a text are filled in.',
  })
  @IsOptional()
  @IsObject()
  defaults?: Json;

  @ApiPropertyOptional({
    type: 'integer',
    ...{ minimum: 1, maximum: MAX_ITEMS },
    description:
      'So many episodes are ordered together with the series, as a batch that makes one after the other. All of them are admitted or nothing is made.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_ITEMS)
  batchOf?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'Only with `batchOf`. Of all its episodes together: refused when the estimate is higher. 1 USD = 1 000 000.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  maxCostMicros?: number;
}

export class ChangeSeriesRequest extends PartialType(OmitType(CreateSeriesRequest, ['batchOf', 'maxCostMicros'])) {}
