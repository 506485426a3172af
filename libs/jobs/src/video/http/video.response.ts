import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { type ApprovalType, type SegmentationMode } from '../../contracts/video-request.js';
import { type Stage } from '../../contracts/video-job.events.js';
import type * as contract from '../../contracts/video.resource.js';
import { CostResponse } from '../../shared/cost.response.js';
import { OrderedVideoResponse } from './ordered-video.response.js';

export const STATUSES: readonly contract.JobStatus[] = ['queued', 'processing', 'awaiting_approval', 'completed', 'failed', 'cancelled'];
export const STAGES: readonly Stage[] = ['queued', 'drafting', 'assets', 'audio', 'rendering', 'ready'];
export const SOURCES: readonly contract.VideoSource[] = ['api', 'chat', 'batch', 'series', 'workflow'];
export const PHASES: readonly contract.ProgressPhase[] = [
  ...(['queued', 'drafting', 'images', 'clips', 'audio', 'rendering', 'ready', 'failed', 'cancelled'] as const),
  ...(['awaiting_script', 'awaiting_images', 'awaiting_videos'] as const),
];
export const GATES: readonly ApprovalType[] = ['script', 'images', 'videos'];
export const WORK_STATUSES = ['pending', 'generating', 'completed', 'failed'] as const;
export const SEGMENTATION_MODES: readonly SegmentationMode[] = ['beats', 'sections', 'frame-pairs'];

export class VideoStageResponse implements contract.VideoStage {
  @ApiProperty({ enum: STAGES })
  stage: Stage;
  @ApiProperty({ format: 'date-time' })
  enteredAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: it is in this stage.' })
  leftAt: string | null;
}

export class SegmentCountsResponse {
  @ApiProperty({ type: 'integer' })
  total: number;
  @ApiProperty({ type: 'integer' })
  imagesDone: number;
  @ApiProperty({ type: 'integer' })
  videosDone: number;
  @ApiProperty({ type: 'integer', description: 'Segments that show something else than was asked for.' })
  fallbacks: number;
  @ApiProperty({ type: 'integer' })
  failed: number;
}

export class VideoProgressResponse implements contract.VideoProgress {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100, description: 'Never falls while nothing is made anew.' })
  percent: number;
  @ApiProperty({ description: 'In the language of the video.', example: 'Animating segments: 24/48 (50%)' })
  message: string;
  @ApiProperty({ enum: PHASES, description: 'What is being done, for whoever says it in another language.' })
  phase: contract.ProgressPhase;
  @ApiProperty({ type: 'integer', description: 'Of what the phase counts (pictures, clips, pieces); 0 where it counts nothing.' })
  done: number;
  @ApiProperty({ type: 'integer' })
  total: number;
  @ApiProperty({ type: SegmentCountsResponse })
  segments: SegmentCountsResponse;
}

abstract class ApprovalResponse {
  @ApiProperty({ enum: ['pending', 'approved', 'rejected'] })
  status: contract.VideoApproval['status'];
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'What was said with the decision.' })
  comment: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: it waits for ever.' })
  deadlineAt: string | null;
  @ApiProperty({ type: String, enum: ['approve', 'cancel'], nullable: true, description: 'What happens when nobody decides it in time.' })
  onDeadline: 'approve' | 'cancel' | null;
  @ApiProperty({ description: 'Nobody decided it in time.' })
  byDeadline: boolean;
}

export class ScriptPreviewResponse {
  @ApiProperty()
  script: string;
}

export class FilePreviewResponse {
  @ApiProperty({ type: 'integer' })
  segment: number;
  @ApiProperty({ description: 'Works for an hour.' })
  url: string;
  @ApiProperty({ type: String, nullable: true, description: 'A small picture of it. Works for an hour.' })
  thumbnailUrl: string | null;
}

export class ScriptApprovalResponse extends ApprovalResponse implements contract.ScriptApproval {
  @ApiProperty({ type: String, enum: ['script'] })
  type: 'script';
  @ApiPropertyOptional({ type: ScriptPreviewResponse, description: 'Of a pending one.' })
  preview?: ScriptPreviewResponse;
}

export class ImagesApprovalResponse extends ApprovalResponse implements contract.FilesApproval {
  @ApiProperty({ type: String, enum: ['images'] })
  type: 'images';
  @ApiPropertyOptional({ type: [FilePreviewResponse], description: 'Of a pending one: the first pictures.' })
  preview?: readonly FilePreviewResponse[];
}

export class VideosApprovalResponse extends ApprovalResponse implements contract.FilesApproval {
  @ApiProperty({ type: String, enum: ['videos'] })
  type: 'videos';
  @ApiPropertyOptional({ type: [FilePreviewResponse], description: 'Of a pending one: the first clips.' })
  preview?: readonly FilePreviewResponse[];
}

const approval = {
  script: getSchemaPath(ScriptApprovalResponse),
  images: getSchemaPath(ImagesApprovalResponse),
  videos: getSchemaPath(VideosApprovalResponse),
};

export class VideoArtifactResponse implements contract.VideoArtifact {
  @ApiProperty({ example: 'final.mp4' })
  name: string;
  @ApiProperty({ description: 'Works without a header for an hour.' })
  url: string;
  @ApiProperty({ example: 'video/mp4' })
  contentType: string;
  @ApiProperty({ type: 'integer' })
  bytes: number;
  @ApiProperty({ description: 'Hex.' })
  sha256: string;
}

export class VideoFileResponse implements contract.VideoFile {
  @ApiProperty({ description: 'Works without a header for an hour.' })
  url: string;
  @ApiProperty()
  durationSeconds: number;
  @ApiProperty({ type: 'integer', description: 'Pixels.' })
  width: number;
  @ApiProperty({ type: 'integer', description: 'Pixels.' })
  height: number;
  @ApiProperty({ type: 'integer' })
  fps: number;
  @ApiProperty({ type: 'integer' })
  bytes: number;
}

export class ReplacementReasonResponse {
  @ApiProperty({ enum: ['image', 'clip'] })
  what: 'image' | 'clip';
  @ApiProperty()
  model: string;
  @ApiProperty()
  code: string;
  @ApiProperty()
  reason: string;
  @ApiProperty({ type: 'integer' })
  attempts: number;
}

export class VideoReplacementResponse implements contract.VideoReplacement {
  @ApiProperty({ type: 'integer' })
  segment: number;
  @ApiProperty({ description: 'What is shown instead.', example: 'pexels' })
  source: string;
  @ApiProperty({ type: [ReplacementReasonResponse] })
  reasons: readonly ReplacementReasonResponse[];
}

export class VideoFaultResponse {
  @ApiProperty({ example: 'frames.0.firstFrameUrl' })
  path: string;
  @ApiProperty()
  code: string;
  @ApiProperty()
  message: string;
}

export class VideoErrorResponse implements contract.VideoError {
  @ApiProperty({ description: 'Stable, machine-readable.' })
  code: string;
  @ApiProperty()
  message: string;
  @ApiProperty({ description: 'Whether `retry` may help.' })
  retryable: boolean;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: of the whole video.' })
  segment: number | null;
  @ApiPropertyOptional({ type: [VideoFaultResponse], description: 'What is wrong with the given files, all at once.' })
  errors?: readonly VideoFaultResponse[];
}

export class VideoWarningResponse implements contract.VideoWarning {
  @ApiProperty({
    enum: ['no_facts', 'no_voice'],
    description:
      '`no_facts`: the narration was written by a writer that knows none. `no_voice`: no voice here speaks the language, so that the film is told by its captions alone.',
  })
  code: contract.VideoWarning['code'];
  @ApiProperty({ description: 'In the language of the video, or in the one that was asked for.' })
  message: string;
}

@ApiExtraModels(ScriptApprovalResponse, ImagesApprovalResponse, VideosApprovalResponse)
export class VideoResponse implements contract.Video {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: STATUSES })
  status: contract.JobStatus;
  @ApiProperty({ enum: STAGES })
  stage: Stage;
  @ApiProperty({ type: [VideoStageResponse], description: 'Oldest first; a stage entered again is listed again.' })
  stageHistory: readonly VideoStageResponse[];
  @ApiProperty({ type: VideoProgressResponse })
  progress: VideoProgressResponse;
  @ApiProperty({ type: String, nullable: true, description: 'Null until there is a script.' })
  title: string | null;
  @ApiProperty({ type: OrderedVideoResponse, description: 'The order, with all defaults filled in.' })
  request: OrderedVideoResponse;
  @ApiProperty({ description: 'Its event stream for browsers, as a signed address that works for an hour.' })
  eventsUrl: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Its editable timeline with all media (OTIOZ), as a signed address that works for an hour. Null until the film shows what is wanted now.',
  })
  exportUrl: string | null;
  @ApiProperty({
    type: 'array',
    items: {
      title: 'VideoApproval',
      description: 'A gate, told apart by `type`.',
      oneOf: Object.values(approval).map(($ref) => ({ $ref })),
      discriminator: { propertyName: 'type', mapping: approval },
    },
    description: 'All that were ever asked for, oldest first.',
  })
  approvals: readonly contract.VideoApproval[];
  @ApiProperty({ type: [VideoArtifactResponse] })
  artifacts: readonly VideoArtifactResponse[];
  @ApiProperty({ type: VideoFileResponse, nullable: true, description: 'Null until the film shows what is wanted now.' })
  video: VideoFileResponse | null;
  @ApiProperty({ type: [VideoReplacementResponse], description: 'Segments that show something else than was asked for.' })
  replacements: readonly VideoReplacementResponse[];
  @ApiProperty({ type: [VideoWarningResponse], description: 'What is not as one may think, and nobody has to mend.' })
  warnings: readonly VideoWarningResponse[];
  @ApiProperty({ type: CostResponse })
  cost: CostResponse;
  @ApiProperty({ type: VideoErrorResponse, nullable: true })
  error: VideoErrorResponse | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completedAt: string | null;
}

export class ExpandedIdeaResponse {
  @ApiProperty()
  title: string;
  @ApiProperty({ description: 'The first sentence.' })
  hook: string;
  @ApiProperty()
  tone: string;
  @ApiProperty()
  format: string;
  @ApiProperty()
  audience: string;
  @ApiProperty({ type: [String] })
  outline: readonly string[];
}
