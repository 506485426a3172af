import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { type Resource, RESOURCES } from '#billing';
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
const WORK_STATUSES = ['pending', 'generating', 'completed', 'failed'] as const;
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

export class VideoListResponse {
  @ApiProperty({ type: [VideoResponse] })
  data: readonly VideoResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page.' })
  nextCursor: string | null;
}

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

export class AttributionResponse {
  @ApiProperty({ description: '`provider:id`; no film has the same one twice.' })
  id: string;
  @ApiProperty()
  pageUrl: string;
  @ApiProperty()
  author: string;
  @ApiProperty({ type: String, nullable: true })
  authorUrl: string | null;
}

export class SegmentErrorResponse {
  @ApiProperty()
  code: string;
  @ApiProperty()
  message: string;
  @ApiPropertyOptional({ description: 'The model that failed.' })
  model?: string;
}

export class SegmentAttemptResponse implements contract.SegmentAttempt {
  @ApiProperty({ type: 'integer', description: '1 for the first.' })
  number: number;
  @ApiProperty({ type: 'integer', description: 'After so many the next model is tried.' })
  of: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the try before failed; null: it is the first one.' })
  startedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Of a repeated try, about when it begins.' })
  retryAt: string | null;
}

export class LadderRungResponse implements contract.LadderRung {
  @ApiProperty({ enum: ['image', 'clip'] })
  what: 'image' | 'clip';
  @ApiProperty({ example: 'kie:veo-3-1' })
  model: string;
  @ApiProperty({
    enum: ['waiting', 'trying', 'gave_up', 'took_over', 'not_needed'],
    description: '`took_over`: what is shown is its work.',
  })
  state: contract.LadderRung['state'];
  @ApiProperty({ type: 'integer' })
  tries: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why it gave up.' })
  code: string | null;
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  @ApiProperty({ type: 'integer' })
  costMicros: number;
}

export class VideoSegmentResponse implements contract.VideoSegment {
  @ApiProperty({ type: 'integer', description: 'From 0.' })
  index: number;
  @ApiProperty({ enum: ['intro', 'main', 'outro'] })
  section: contract.VideoSegment['section'];
  @ApiProperty({ description: 'Its part of the narration.' })
  text: string;
  @ApiProperty()
  imagePrompt: string;
  @ApiProperty()
  videoPrompt: string;
  @ApiProperty({ type: 'integer' })
  seed: number;
  @ApiProperty()
  durationSeconds: number;
  @ApiProperty({ enum: WORK_STATUSES })
  imageStatus: contract.VideoSegment['imageStatus'];
  @ApiProperty({ enum: WORK_STATUSES })
  videoStatus: contract.VideoSegment['videoStatus'];
  @ApiProperty({ type: String, nullable: true, example: 'kie:veo-3-1', description: 'Who makes or made what it shows.' })
  source: string | null;
  @ApiProperty({ type: 'integer' })
  attempts: number;
  @ApiProperty({ description: 'It shows something else than was asked for.' })
  isFallback: boolean;
  @ApiProperty({ type: AttributionResponse, nullable: true, description: 'Whose footage it is.' })
  attribution: AttributionResponse | null;
  @ApiProperty({ type: String, nullable: true, description: 'Works without a header for an hour.' })
  imageUrl: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'A small picture of it, 30 kB at most. Works without a header for an hour.' })
  thumbnailUrl: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Works without a header for an hour.' })
  videoUrl: string | null;
  @ApiProperty({ type: 'integer', description: 'What was paid for its pictures, those made before included; 1 USD = 1 000 000.' })
  costMicros: number;
  @ApiProperty({ type: SegmentAttemptResponse, nullable: true, description: 'The try under way; null: nothing is being made.' })
  attempt: SegmentAttemptResponse | null;
  @ApiProperty({ type: [LadderRungResponse], description: 'Who may make its picture and its clip, in the order in which they are tried.' })
  ladder: readonly LadderRungResponse[];
  @ApiProperty({ type: SegmentErrorResponse, nullable: true, description: 'The last failure, also one that was got over.' })
  error: SegmentErrorResponse | null;
}

export class VideoSegmentListResponse {
  @ApiProperty({ type: [VideoSegmentResponse], description: 'All of them, in order of `index`.' })
  data: readonly VideoSegmentResponse[];
  @ApiProperty({ type: 'null', description: 'There are no pages.' })
  nextCursor: null;
}

export class TimelineActorResponse implements contract.TimelineActor {
  @ApiProperty({
    example: 'link:0198b8e8-7c1e-7a55-9d5f-5d0f5b1f6a01',
    description: '`key:`, `member:`, `link:` or `contact:`, and an id.',
  })
  actor: string;
  @ApiProperty({ type: String, nullable: true, description: 'What people call it, such as the label of an approval link.' })
  name: string | null;
}

export const ACTOR_KINDS: readonly contract.ActorKind[] = ['member', 'key', 'link', 'contact', 'deadline', 'system'];

export class TimelineDoerResponse implements contract.TimelineDoer {
  @ApiProperty({ enum: ACTOR_KINDS, description: '`deadline`: nobody decided in time; `system`: it happened by itself.' })
  kind: contract.ActorKind;
  @ApiProperty({ type: String, nullable: true, description: 'Of the key, the member, the label of the link or the chat.' })
  name: string | null;
}

export class TimelineEntryResponse implements contract.TimelineEntry {
  @ApiProperty({ type: 'integer', description: 'Rises; not without gaps.' })
  position: number;
  @ApiProperty({ example: 'JobCreated', description: 'Of the event.' })
  type: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
  @ApiProperty({ description: 'In the language of the video, or in the one that was asked for.' })
  title: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: of the whole video.' })
  segment: number | null;
  @ApiProperty({ type: TimelineActorResponse, nullable: true, description: 'Who asked for it; null: it happened by itself.' })
  by: TimelineActorResponse | null;
  @ApiProperty({ type: TimelineDoerResponse })
  actor: TimelineDoerResponse;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'By `type`.' })
  details: Readonly<Record<string, unknown>>;
}

export class TimelineResponse {
  @ApiProperty({ type: [TimelineEntryResponse], description: 'All of them, oldest first.' })
  data: readonly TimelineEntryResponse[];
}

export class EstimatedQuantityResponse {
  @ApiProperty({ enum: RESOURCES })
  resource: Resource;
  @ApiProperty()
  quantity: number;
}

export class QuotaRefusalResponse {
  @ApiProperty({ enum: RESOURCES })
  resource: Resource;
  @ApiProperty()
  limit: number;
  @ApiProperty()
  used: number;
  @ApiProperty()
  reserved: number;
  @ApiProperty()
  requested: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: it does not reset by itself.' })
  resetsAt: string | null;
}

export class VideoEstimateResponse implements contract.VideoEstimate {
  @ApiProperty({ type: 'integer' })
  segments: number;
  @ApiProperty({ type: [EstimatedQuantityResponse], description: 'What ordering it would reserve.' })
  resources: readonly EstimatedQuantityResponse[];
  @ApiProperty({ type: CostResponse })
  cost: CostResponse;
  @ApiProperty({ description: 'Whether the quota allows it now.' })
  allowed: boolean;
  @ApiProperty({ type: [QuotaRefusalResponse], description: 'What ordering it would be refused with; empty when allowed.' })
  refusals: readonly QuotaRefusalResponse[];
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
