import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '#platform';
import { type Stage } from '../../contracts/video-job.events.js';
import { type JobStatus } from '../domain/video-job.state.js';
import { IsText } from '../../shared/validators.js';

const STATUSES: readonly JobStatus[] = ['queued', 'processing', 'awaiting_approval', 'completed', 'failed', 'cancelled'];
const STAGES: readonly Stage[] = ['queued', 'drafting', 'assets', 'audio', 'rendering', 'ready'];

export class ListVideosQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: JobStatus;

  @ApiPropertyOptional({ enum: STAGES })
  @IsOptional()
  @IsIn(STAGES)
  stage?: Stage;

  @ApiPropertyOptional({ description: 'Part of the title, prompt or script, in any case.' })
  @IsOptional()
  @IsText(1, 200)
  q?: string;
}
