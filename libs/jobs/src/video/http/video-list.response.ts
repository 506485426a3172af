import { ApiProperty } from '@nestjs/swagger';
import { type Stage } from '../../contracts/video-job.events.js';
import { type ApprovalType } from '../../contracts/video-request.js';
import type * as contract from '../../contracts/video.resource.js';
import { GATES, SOURCES, STAGES, STATUSES, VideoErrorResponse, VideoProgressResponse, VideoResponse } from './video.response.js';

export class VideoSummaryResponse implements contract.VideoSummary {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null until there is a script.' })
  title: string | null;
  @ApiProperty({ enum: STATUSES })
  status: contract.JobStatus;
  @ApiProperty({ enum: STAGES })
  stage: Stage;
  @ApiProperty({ type: VideoProgressResponse })
  progress: VideoProgressResponse;
  @ApiProperty({ example: '16:9' })
  aspectRatio: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Of the film, as planned or ordered; null: nobody can say yet.' })
  durationSeconds: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of its first picture, else of its film. Works for an hour.' })
  thumbnailUrl: string | null;
  @ApiProperty({ type: 'integer', description: 'Segments that show something else than was asked for.' })
  replaced: number;
  @ApiProperty({ type: String, enum: GATES, nullable: true, description: 'The gate that waits for a decision.' })
  pendingApproval: ApprovalType | null;
  @ApiProperty({
    type: 'integer',
    description:
      'Of `artifacts`, those of the film as a whole: script, sound, captions, the film. When it changes, the video has another file.',
  })
  fileCount: number;
  @ApiProperty({ type: 'integer', description: 'What was paid so far; 1 USD = 1 000 000.' })
  costMicros: number;
  @ApiProperty({ enum: SOURCES, description: 'What ordered it.' })
  source: contract.VideoSource;
  @ApiProperty({ type: VideoErrorResponse, nullable: true })
  error: VideoErrorResponse | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completedAt: string | null;
}

export class VideoSummaryListResponse {
  @ApiProperty({ type: [VideoSummaryResponse] })
  data: readonly VideoSummaryResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page.' })
  nextCursor: string | null;
}

export class VideoCountsResponse implements Record<contract.JobStatus, number> {
  @ApiProperty({ type: 'integer' })
  queued: number;
  @ApiProperty({ type: 'integer' })
  processing: number;
  @ApiProperty({ type: 'integer' })
  awaiting_approval: number;
  @ApiProperty({ type: 'integer' })
  completed: number;
  @ApiProperty({ type: 'integer' })
  failed: number;
  @ApiProperty({ type: 'integer' })
  cancelled: number;
}

export class VideoListResponse {
  @ApiProperty({ type: [VideoResponse] })
  data: readonly VideoResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page.' })
  nextCursor: string | null;
}
