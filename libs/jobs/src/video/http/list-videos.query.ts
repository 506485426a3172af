import { ApiHideProperty, ApiPropertyOptional, ApiQuery } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsOptional, ValidateBy } from 'class-validator';
import { isTimestamp, PageQuery } from '#platform';
import { type Stage } from '../../contracts/video-job.events.js';
import { type JobStatus, type VideoSource } from '../../contracts/video.resource.js';
import { IsStringMap, IsText } from '../../shared/validators.js';
import { SOURCES, STAGES, STATUSES } from './video.response.js';

const VIEWS = ['whole', 'summary'] as const;

const IsTime = (): PropertyDecorator =>
  ValidateBy({
    name: 'isTime',
    validator: {
      validate: isTimestamp,
      defaultMessage: () => '$property must be a time, RFC 3339 with a time zone',
    },
  });

export class ListVideosQuery extends PageQuery {
  @ApiPropertyOptional({ enum: VIEWS, default: 'whole', description: '`summary`: of each video what a row of a list shows.' })
  @IsIn(VIEWS)
  view: (typeof VIEWS)[number] = 'whole';

  /** Described by `ApiStatusFilter`: `?status=queued,processing`. */
  @ApiHideProperty()
  @IsOptional()
  @Transform(({ value }: { value: unknown }): unknown =>
    [value].flat().flatMap((one) => (typeof one === 'string' ? one.split(',') : [one])),
  )
  @ArrayMinSize(1)
  @ArrayMaxSize(STATUSES.length)
  @IsIn(STATUSES, { each: true })
  status?: JobStatus[];

  @ApiPropertyOptional({ enum: STAGES, description: 'Only videos in this stage.' })
  @IsOptional()
  @IsIn(STAGES)
  stage?: Stage;

  @ApiPropertyOptional({ description: 'The id, or part of the title or of the first 400 characters of prompt or script, in any case.' })
  @IsOptional()
  @IsText(1, 200)
  q?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Only videos ordered at this time or later.' })
  @IsOptional()
  @IsTime()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Only videos ordered before this time.' })
  @IsOptional()
  @IsTime()
  to?: string;

  @ApiPropertyOptional({ enum: SOURCES, description: 'Only videos that were ordered so.' })
  @IsOptional()
  @IsIn(SOURCES)
  source?: VideoSource;

  /** Described by `ApiMetadataFilter`: `?metadata[key]=value`. */
  @ApiHideProperty()
  @IsOptional()
  @IsStringMap(50, 500)
  metadata?: Record<string, string>;
}

export const TITLE_LANGUAGES = ['en', 'ru'] as const;

export class TimelineQuery {
  @ApiPropertyOptional({ enum: TITLE_LANGUAGES, description: 'Of the titles; absent: that of the video.' })
  @IsOptional()
  @IsIn(TITLE_LANGUAGES)
  language?: (typeof TITLE_LANGUAGES)[number];
}

export const ApiStatusFilter = (): MethodDecorator =>
  ApiQuery({
    name: 'status',
    required: false,
    style: 'form',
    explode: false,
    description: 'Only videos in this state, or in one of several: `status=queued,processing`.',
    schema: {
      anyOf: [
        { type: 'string', enum: [...STATUSES] },
        { type: 'array', items: { type: 'string', enum: [...STATUSES] } },
      ],
    },
  });

export const ApiMetadataFilter = (): MethodDecorator =>
  ApiQuery({
    name: 'metadata',
    required: false,
    style: 'deepObject',
    explode: true,
    description: 'Only videos ordered with these pairs: `metadata[sku]=W-7`.',
    schema: { type: 'object', additionalProperties: { type: 'string' } },
  });
