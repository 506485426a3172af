/** Frames of a video's event stream, as clients read them. */
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { type ApprovalType } from '../../contracts/video-request.js';
import { type Stage } from '../../contracts/video-job.events.js';
import { type VideoApproval, type VideoSegment } from '../../contracts/video.resource.js';
import { GATES, STAGES, VideoProgressResponse, VideoResponse } from './video.response.js';

const STATUSES = ['pending', 'generating', 'completed', 'failed'];

export class StageChangeResponse {
  @ApiProperty({ enum: STAGES })
  stage: Stage;
}

export class SegmentChangeResponse {
  @ApiProperty({ type: 'integer' })
  index: number;
  @ApiProperty({ enum: STATUSES })
  imageStatus: VideoSegment['imageStatus'];
  @ApiProperty({ enum: STATUSES })
  videoStatus: VideoSegment['videoStatus'];
  @ApiProperty({ type: String, nullable: true })
  source: string | null;
  @ApiProperty()
  isFallback: boolean;
}

export class ApprovalChangeResponse {
  @ApiProperty({ enum: GATES })
  type: ApprovalType;
  @ApiProperty({ enum: ['pending', 'approved', 'rejected'] })
  status: VideoApproval['status'];
}

abstract class FrameResponse {
  @ApiProperty({ description: 'Send the last one as `Last-Event-ID` to go on after it.', example: '1204.0' })
  id: string;
}

export class VideoStageEventResponse extends FrameResponse {
  @ApiProperty({ type: String, enum: ['stage'] })
  event: 'stage';
  @ApiProperty({ type: StageChangeResponse })
  data: StageChangeResponse;
}

export class VideoProgressEventResponse extends FrameResponse {
  @ApiProperty({ type: String, enum: ['progress'] })
  event: 'progress';
  @ApiProperty({ type: VideoProgressResponse })
  data: VideoProgressResponse;
}

export class VideoSegmentEventResponse extends FrameResponse {
  @ApiProperty({ type: String, enum: ['segment'] })
  event: 'segment';
  @ApiProperty({ type: SegmentChangeResponse })
  data: SegmentChangeResponse;
}

export class VideoApprovalEventResponse extends FrameResponse {
  @ApiProperty({ type: String, enum: ['approval'] })
  event: 'approval';
  @ApiProperty({ type: ApprovalChangeResponse })
  data: ApprovalChangeResponse;
}

export class VideoCompletedEventResponse extends FrameResponse {
  @ApiProperty({ type: String, enum: ['completed'] })
  event: 'completed';
  @ApiProperty({ type: VideoResponse })
  data: VideoResponse;
}

export class VideoFailedEventResponse extends FrameResponse {
  @ApiProperty({ type: String, enum: ['failed'] })
  event: 'failed';
  @ApiProperty({ type: VideoResponse })
  data: VideoResponse;
}

export class VideoCancelledEventResponse extends FrameResponse {
  @ApiProperty({ type: String, enum: ['cancelled'] })
  event: 'cancelled';
  @ApiProperty({ type: VideoResponse })
  data: VideoResponse;
}

const FRAMES = {
  stage: VideoStageEventResponse,
  progress: VideoProgressEventResponse,
  segment: VideoSegmentEventResponse,
  approval: VideoApprovalEventResponse,
  completed: VideoCompletedEventResponse,
  failed: VideoFailedEventResponse,
  cancelled: VideoCancelledEventResponse,
};

/** Server-Sent Events: `data` is the JSON of the member of that name. */
export function ApiVideoEvents(): MethodDecorator {
  const mapping = Object.fromEntries(Object.entries(FRAMES).map(([event, frame]) => [event, getSchemaPath(frame)]));
  const union = {
    title: 'VideoEvent',
    description: 'A frame of the stream, told apart by `event`.',
    oneOf: Object.values(mapping).map(($ref) => ({ $ref })),
    discriminator: { propertyName: 'event', mapping },
  };
  return applyDecorators(
    ApiExtraModels(...Object.values(FRAMES)),
    ApiOkResponse({ description: 'The stream; it ends with the job', content: { 'text/event-stream': { schema: union } } }),
  );
}
