/** The order of a video as its resource shows it: every default filled in. */
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import type * as contract from '../../contracts/video-request.js';

const FALSE = { type: 'boolean', enum: [false] };
const NULLABLE_TEXT = { type: String, nullable: true } as const;

export class OrderedSegmentationResponse {
  @ApiProperty({ enum: ['beats', 'sections', 'frame-pairs'] })
  mode: contract.SegmentationMode;
  @ApiProperty()
  segmentSeconds: number;
}

export class OrderedFramePairResponse implements contract.FramePair {
  @ApiProperty()
  durationSeconds: number;
  @ApiProperty(NULLABLE_TEXT)
  prompt: string | null;
}

export class OrderedFocusResponse {
  @ApiProperty()
  x: number;
  @ApiProperty()
  y: number;
}

export class OrderedSegmentAssetResponse implements contract.SegmentAsset {
  @ApiProperty({ type: 'integer' })
  segment: number;
  @ApiProperty({ format: 'uuid' })
  assetId: string;
  @ApiPropertyOptional({ enum: ['cover', 'contain-blur'] })
  fit?: 'cover' | 'contain-blur';
  @ApiPropertyOptional({ type: OrderedFocusResponse })
  focus?: OrderedFocusResponse;
}

export class OrderedVisualsResponse implements contract.VisualsRequest {
  @ApiProperty({ enum: ['text-to-video', 'image-to-video', 'stock', 'images'] })
  mode: contract.VisualsRequest['mode'];
  @ApiProperty({ type: [String] })
  models: readonly string[];
  @ApiProperty({ type: [String], description: 'Who draws the stills, tried in order.' })
  imageModels: readonly string[];
  @ApiProperty({ type: [String] })
  fallback: readonly string[];
  @ApiPropertyOptional({ type: [OrderedSegmentAssetResponse] })
  assets?: readonly OrderedSegmentAssetResponse[];
  @ApiProperty({ type: 'integer' })
  seed: number;
}

export class OrderedVoiceResponse implements contract.VoiceRequest {
  @ApiProperty()
  provider: string;
  @ApiProperty(NULLABLE_TEXT)
  voice: string | null;
  @ApiProperty()
  speed: number;
  @ApiPropertyOptional({ format: 'uuid', description: 'A recording instead of a voice.' })
  assetId?: string;
}

export class OrderedMusicResponse implements contract.MusicRequest {
  @ApiProperty()
  mood: string;
  @ApiProperty()
  gainDb: number;
  @ApiPropertyOptional({ format: 'uuid', description: 'Music of your own.' })
  assetId?: string;
}

export class OrderedSubtitlesResponse {
  @ApiProperty({ enum: ['karaoke', 'block', 'minimal'] })
  style: 'karaoke' | 'block' | 'minimal';
  @ApiProperty()
  burnIn: boolean;
}

export class OrderedDeadlineResponse implements contract.GateDeadline {
  @ApiProperty({ enum: ['script', 'images', 'videos'] })
  type: contract.ApprovalType;
  @ApiProperty()
  deadlineSeconds: number;
  @ApiProperty({ enum: ['approve', 'cancel'] })
  onDeadline: 'approve' | 'cancel';
}

@ApiExtraModels(OrderedVoiceResponse, OrderedMusicResponse, OrderedSubtitlesResponse)
export class OrderedVideoResponse implements contract.VideoRequest {
  @ApiProperty(NULLABLE_TEXT)
  prompt: string | null;
  @ApiProperty(NULLABLE_TEXT)
  script: string | null;
  @ApiProperty(NULLABLE_TEXT)
  idea: string | null;
  @ApiProperty(NULLABLE_TEXT)
  title: string | null;
  @ApiProperty({ description: 'BCP 47.', example: 'en' })
  language: string;
  @ApiProperty()
  style: string;
  @ApiProperty()
  tone: string;
  @ApiProperty()
  audience: string;
  @ApiProperty({ enum: ['9:16', '16:9', '1:1', '4:5'] })
  aspectRatio: contract.VideoRequest['aspectRatio'];
  @ApiProperty({ enum: ['480p', '720p', '1080p'] })
  resolution: contract.VideoRequest['resolution'];
  @ApiProperty({ type: 'integer' })
  fps: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: as long as the narration takes.' })
  durationSeconds: number | null;
  @ApiProperty({ type: OrderedSegmentationResponse })
  segmentation: OrderedSegmentationResponse;
  @ApiPropertyOptional({ type: [OrderedFramePairResponse], description: 'Of `frame-pairs`; without the addresses of the pictures.' })
  frames?: readonly OrderedFramePairResponse[];
  @ApiProperty({ type: OrderedVisualsResponse })
  visuals: OrderedVisualsResponse;
  @ApiProperty({ oneOf: [{ $ref: getSchemaPath(OrderedVoiceResponse) }, FALSE] })
  voice: OrderedVoiceResponse | false;
  @ApiProperty({ oneOf: [{ $ref: getSchemaPath(OrderedMusicResponse) }, FALSE] })
  music: OrderedMusicResponse | false;
  @ApiProperty({ oneOf: [{ $ref: getSchemaPath(OrderedSubtitlesResponse) }, FALSE] })
  subtitles: OrderedSubtitlesResponse | false;
  @ApiProperty({ example: 'classic' })
  template: string;
  @ApiProperty({ isArray: true, enum: ['script', 'images', 'videos'] })
  approvals: readonly contract.ApprovalType[];
  @ApiPropertyOptional({ type: [OrderedDeadlineResponse], description: 'A gate that is not named waits for ever.' })
  deadlines?: readonly OrderedDeadlineResponse[];
  @ApiProperty({ enum: ['ffmpeg', 'fantaprojekt'] })
  renderer: 'ffmpeg' | 'fantaprojekt';
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  metadata: Readonly<Record<string, string>>;
}
