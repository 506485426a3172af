import { ApiHideProperty, ApiPropertyOptional, ApiQuery } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '#platform';
import { type Stage } from '../../contracts/video-job.events.js';
import { type JobStatus } from '../../contracts/video.resource.js';
import { IsStringMap, IsText } from '../../shared/validators.js';
import { STAGES, STATUSES } from './video.response.js';

export class ListVideosQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATUSES, description: 'Only videos in this state.' })
  @IsOptional()
  @IsIn(STATUSES)
  status?: JobStatus;

  @ApiPropertyOptional({ enum: STAGES, description: 'Only videos in this stage.' })
  @IsOptional()
  @IsIn(STAGES)
  stage?: Stage;

  @ApiPropertyOptional({ description: 'The id, or part of the title or of the first 400 characters of prompt or script, in any case.' })
  @IsOptional()
  @IsText(1, 200)
  q?: string;

  /** Described by `ApiMetadataFilter`: `?metadata[key]=value`. */
  @ApiHideProperty()
  @IsOptional()
  @IsStringMap(50, 500)
  metadata?: Record<string, string>;
}

export const ApiMetadataFilter = (): MethodDecorator =>
  ApiQuery({
    name: 'metadata',
    required: false,
    style: 'deepObject',
    explode: true,
    description: 'Only videos ordered with these pairs: `metadata[sku]=W-7`.',
    schema: { type: 'object', additionalProperties: { type: 'string' } },
  });
