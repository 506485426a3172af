/** Frames of the stream of an organisation, as clients read them. */
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { AssetResponse } from '#assets';
import { ClipsResponse } from '../clips/http/clips.response.js';
import { GenerationResponse } from '../generation/http/generation.response.js';
import { VideoSegmentResponse } from '../video/http/video-segment.response.js';
import { VideoSummaryResponse } from '../video/http/video-list.response.js';

export class LiveQuery {
  @ApiPropertyOptional({ description: '`id` of the last frame you have, for pages that cannot send `Last-Event-ID`.', example: '1204.0' })
  @IsOptional()
  @Matches(/^\d{1,15}(\.\d{1,9})?$/, { message: '$property must be the id of a frame' })
  after?: string;
}

abstract class LiveFrameResponse {
  @ApiProperty({ description: 'Send the last one as `Last-Event-ID` or `after` to go on after it.', example: '1204.0' })
  id: string;
}

export class DeletedThingResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: [true] })
  deleted: boolean;
}

export class LiveSegmentResponse {
  @ApiProperty({ format: 'uuid' })
  videoId: string;
  @ApiProperty({ type: VideoSegmentResponse })
  segment: VideoSegmentResponse;
}

export class NothingResponse {}

const orDeleted = (type: new () => object) => ({ anyOf: [{ $ref: getSchemaPath(type) }, { $ref: getSchemaPath(DeletedThingResponse) }] });

export class LiveOpenEventResponse extends LiveFrameResponse {
  @ApiProperty({ type: String, enum: ['open'], description: 'You have everything up to here; what follows comes as it happens.' })
  event: 'open';
  @ApiProperty({ type: NothingResponse })
  data: NothingResponse;
}

export class LiveResetEventResponse extends LiveFrameResponse {
  @ApiProperty({ type: String, enum: ['reset'], description: 'What you have is too old to go on from: read anew what you show.' })
  event: 'reset';
  @ApiProperty({ type: NothingResponse })
  data: NothingResponse;
}

export class LiveVideoEventResponse extends LiveFrameResponse {
  @ApiProperty({ type: String, enum: ['video'] })
  event: 'video';
  @ApiProperty(orDeleted(VideoSummaryResponse))
  data: VideoSummaryResponse | DeletedThingResponse;
}

export class LiveSegmentEventResponse extends LiveFrameResponse {
  @ApiProperty({ type: String, enum: ['segment'] })
  event: 'segment';
  @ApiProperty({ type: LiveSegmentResponse })
  data: LiveSegmentResponse;
}

export class LiveClipsEventResponse extends LiveFrameResponse {
  @ApiProperty({ type: String, enum: ['clips'] })
  event: 'clips';
  @ApiProperty(orDeleted(ClipsResponse))
  data: ClipsResponse | DeletedThingResponse;
}

export class LiveGenerationEventResponse extends LiveFrameResponse {
  @ApiProperty({ type: String, enum: ['generation'] })
  event: 'generation';
  @ApiProperty(orDeleted(GenerationResponse))
  data: GenerationResponse | DeletedThingResponse;
}

export class LiveAssetEventResponse extends LiveFrameResponse {
  @ApiProperty({ type: String, enum: ['asset'] })
  event: 'asset';
  @ApiProperty(orDeleted(AssetResponse))
  data: AssetResponse | DeletedThingResponse;
}

export class LiveRunEventResponse extends LiveFrameResponse {
  @ApiProperty({ type: String, enum: ['run'] })
  event: 'run';
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As `GET /v1/workflow-runs/{id}`.' })
  data: Readonly<Record<string, unknown>>;
}

export class LiveQuotaEventResponse extends LiveFrameResponse {
  @ApiProperty({ type: String, enum: ['quota'] })
  event: 'quota';
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As `GET /v1/billing/quota`.' })
  data: Readonly<Record<string, unknown>>;
}

const FRAMES = {
  open: LiveOpenEventResponse,
  reset: LiveResetEventResponse,
  video: LiveVideoEventResponse,
  segment: LiveSegmentEventResponse,
  clips: LiveClipsEventResponse,
  generation: LiveGenerationEventResponse,
  asset: LiveAssetEventResponse,
  run: LiveRunEventResponse,
  quota: LiveQuotaEventResponse,
};

/** Server-Sent Events: `data` is the JSON of the member of that name. */
export function ApiLiveEvents(): MethodDecorator {
  const mapping = Object.fromEntries(Object.entries(FRAMES).map(([event, frame]) => [event, getSchemaPath(frame)]));
  const union = {
    title: 'LiveEvent',
    description: 'A frame of the stream, told apart by `event`.',
    oneOf: Object.values(mapping).map(($ref) => ({ $ref })),
    discriminator: { propertyName: 'event', mapping },
  };
  const models = [VideoSummaryResponse, DeletedThingResponse, ClipsResponse, GenerationResponse, AssetResponse];
  return applyDecorators(
    ApiExtraModels(...Object.values(FRAMES), ...models),
    ApiOkResponse({ description: 'The stream; it goes on until one side ends it', content: { 'text/event-stream': { schema: union } } }),
  );
}
