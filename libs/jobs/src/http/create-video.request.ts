import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { LONGEST_FILM_SECONDS, LONGEST_PAIR_SECONDS, SHORTEST_FILM_SECONDS, SHORTEST_PAIR_SECONDS } from '../domain/film-length.js';
import { MAX_SEGMENTS } from '../domain/segmentation.js';
import { LONGEST_DEADLINE_SECONDS } from './gates.js';
import { IsLanguageTag, IsPictureAddress, IsStringMap, IsText, IsTenths } from './validators.js';

const MODEL_ID = /^[a-z0-9-]+(:[A-Za-z0-9._/-]+)?$/;
const MODEL_ID_MESSAGE = '$property must be a model id like "local:illustrator" (see GET /v1/models)';
/** Longest narration that is taken in; what can be spoken in 600 s is checked by its length in seconds. */
const LONGEST_SCRIPT = 100_000;

export class SegmentationBody {
  @ApiPropertyOptional({ enum: ['beats', 'sections', 'frame-pairs'], default: 'beats', description: '`frame-pairs` goes with `frames`.' })
  @IsOptional()
  @IsIn(['beats', 'sections', 'frame-pairs'])
  mode?: 'beats' | 'sections' | 'frame-pairs';

  @ApiPropertyOptional({ minimum: 5, maximum: 15, default: 10, description: 'Wished length of a segment in seconds.' })
  @IsOptional()
  @IsNumber()
  @Min(5)
  @Max(15)
  segmentSeconds?: number;
}

/** A segment that goes from one given picture to another. */
export class FramePairBody {
  @ApiProperty({ description: 'Address of a picture on the web, of an asset, or a data: URL.' })
  @IsPictureAddress()
  firstFrameUrl: string;

  @ApiProperty()
  @IsPictureAddress()
  lastFrameUrl: string;

  @ApiPropertyOptional({ minimum: SHORTEST_PAIR_SECONDS, maximum: LONGEST_PAIR_SECONDS, description: 'Whole or in tenths.' })
  @IsOptional()
  @IsTenths()
  @Min(SHORTEST_PAIR_SECONDS)
  @Max(LONGEST_PAIR_SECONDS)
  durationSeconds?: number;

  @ApiPropertyOptional({ description: 'What happens in between.' })
  @IsOptional()
  @IsText(1, 10_000)
  prompt?: string;
}

/** Footage or a picture of the organisation's own for one segment. */
export class SegmentAssetBody {
  @ApiProperty({ minimum: 0, maximum: MAX_SEGMENTS - 1 })
  @IsInt()
  @Min(0)
  @Max(MAX_SEGMENTS - 1)
  segment: number;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  assetId: string;
}

/** A gate, and what happens when nobody decides it in time. */
export class GateBody {
  @ApiProperty({ enum: ['script', 'images', 'videos'] })
  type: 'script' | 'images' | 'videos';

  @ApiPropertyOptional({ minimum: 1, maximum: LONGEST_DEADLINE_SECONDS, description: 'Absent: the gate waits for ever.' })
  deadlineSeconds?: number;

  @ApiPropertyOptional({ enum: ['approve', 'cancel'], default: 'cancel' })
  onDeadline?: 'approve' | 'cancel';
}

export class VisualsBody {
  @ApiPropertyOptional({ enum: ['text-to-video', 'image-to-video', 'stock', 'images'], default: 'text-to-video' })
  @IsOptional()
  @IsIn(['text-to-video', 'image-to-video', 'stock', 'images'])
  mode?: 'text-to-video' | 'image-to-video' | 'stock' | 'images';

  @ApiPropertyOptional({ type: [String], description: 'Model ids, rotated over the segments.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(MODEL_ID, { each: true, message: MODEL_ID_MESSAGE })
  models?: string[];

  @ApiPropertyOptional({ type: [String], description: 'Tried when the models have failed; [] forbids replacing.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(MODEL_ID, { each: true, message: MODEL_ID_MESSAGE })
  fallback?: string[];

  @ApiPropertyOptional({ type: [SegmentAssetBody], description: 'Segments that show assets of your own.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SEGMENTS)
  @ArrayUnique(({ segment }: SegmentAssetBody) => segment, { message: 'each segment of $property may be named once' })
  @ValidateNested({ each: true })
  @Type(() => SegmentAssetBody)
  assets?: SegmentAssetBody[];

  @ApiPropertyOptional({ minimum: 0, maximum: 2147483646 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_147_483_646)
  seed?: number;
}

export class VoiceBody {
  @ApiPropertyOptional({ default: 'local', description: 'Provider or model id of the voice.' })
  @IsOptional()
  @Matches(MODEL_ID, { message: MODEL_ID_MESSAGE })
  provider?: string;

  @ApiPropertyOptional({ description: 'Voice of that provider.' })
  @IsOptional()
  @IsText(1, 100)
  voice?: string;

  @ApiPropertyOptional({ minimum: 0.5, maximum: 2, default: 1 })
  @IsOptional()
  @IsNumber()
  @Min(0.5)
  @Max(2)
  speed?: number;
}

export class MusicBody {
  @ApiPropertyOptional({ default: 'calm' })
  @IsOptional()
  @IsText(1, 100)
  mood?: string;

  @ApiPropertyOptional({ minimum: -60, maximum: 0, default: -18, description: 'Level in dB below the voice.' })
  @IsOptional()
  @IsNumber()
  @Min(-60)
  @Max(0)
  gainDb?: number;
}

export class SubtitlesBody {
  @ApiPropertyOptional({ enum: ['karaoke', 'block', 'minimal'], default: 'karaoke' })
  @IsOptional()
  @IsIn(['karaoke', 'block', 'minimal'])
  style?: 'karaoke' | 'block' | 'minimal';

  @ApiPropertyOptional({ default: true })
  @IsOptional()
  @IsBoolean()
  burnIn?: boolean;
}

/** Body of `POST /v1/videos`. Exactly one of `prompt`, `script`, `idea` (none is needed with `frames`); the rest has defaults. */
@ApiExtraModels(GateBody)
export class CreateVideoRequest {
  @ApiPropertyOptional({
    description: 'What the video is about; the script is written from it.',
    example: 'Why octopuses have three hearts',
  })
  @IsOptional()
  @IsText(1, 10_000)
  prompt?: string;

  @ApiPropertyOptional({ description: 'The finished narration, kept word for word.' })
  @IsOptional()
  @IsText(1, LONGEST_SCRIPT)
  script?: string;

  @ApiPropertyOptional({ description: 'A rough idea; expanded into a prompt first.' })
  @IsOptional()
  @IsText(1, 10_000)
  idea?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsText(1, 200)
  title?: string;

  @ApiPropertyOptional({ description: 'BCP 47; recognised from the text when absent.', example: 'en' })
  @IsOptional()
  @IsLanguageTag()
  language?: string;

  @ApiPropertyOptional({ default: 'cinematic' })
  @IsOptional()
  @IsText(1, 200)
  style?: string;

  @ApiPropertyOptional({ default: 'curious' })
  @IsOptional()
  @IsText(1, 200)
  tone?: string;

  @ApiPropertyOptional({ default: 'general' })
  @IsOptional()
  @IsText(1, 200)
  audience?: string;

  @ApiPropertyOptional({ enum: ['9:16', '16:9', '1:1', '4:5'], default: '9:16' })
  @IsOptional()
  @IsIn(['9:16', '16:9', '1:1', '4:5'])
  aspectRatio?: '9:16' | '16:9' | '1:1' | '4:5';

  @ApiPropertyOptional({ enum: ['480p', '720p', '1080p'], default: '1080p', description: 'The short side.' })
  @IsOptional()
  @IsIn(['480p', '720p', '1080p'])
  resolution?: '480p' | '720p' | '1080p';

  @ApiPropertyOptional({ enum: [24, 25, 30, 50, 60], default: 30 })
  @IsOptional()
  @IsIn([24, 25, 30, 50, 60])
  fps?: number;

  @ApiPropertyOptional({
    minimum: SHORTEST_FILM_SECONDS,
    maximum: LONGEST_FILM_SECONDS,
    description: 'Whole or in tenths; absent: 60 for a prompt, as long as it takes for a script.',
  })
  @IsOptional()
  @IsTenths()
  @Min(SHORTEST_FILM_SECONDS)
  @Max(LONGEST_FILM_SECONDS)
  durationSeconds?: number;

  @ApiPropertyOptional({ type: SegmentationBody })
  @IsOptional()
  @ValidateNested()
  @Type(() => SegmentationBody)
  segmentation?: SegmentationBody;

  @ApiPropertyOptional({
    type: [FramePairBody],
    minItems: 1,
    maxItems: MAX_SEGMENTS,
    description: '`frame-pairs` only: one for each segment.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_SEGMENTS)
  @ValidateNested({ each: true })
  @Type(() => FramePairBody)
  frames?: FramePairBody[];

  @ApiPropertyOptional({ type: VisualsBody })
  @IsOptional()
  @ValidateNested()
  @Type(() => VisualsBody)
  visuals?: VisualsBody;

  @ApiPropertyOptional({ type: VoiceBody, description: 'Or false for none.' })
  @ValidateIf((body: CreateVideoRequest) => body.voice !== undefined && body.voice !== false)
  @ValidateNested()
  @Type(() => VoiceBody)
  voice?: VoiceBody | false;

  @ApiPropertyOptional({ type: MusicBody, description: 'Or false for none.' })
  @ValidateIf((body: CreateVideoRequest) => body.music !== undefined && body.music !== false)
  @ValidateNested()
  @Type(() => MusicBody)
  music?: MusicBody | false;

  @ApiPropertyOptional({ type: SubtitlesBody, description: 'Or false for none.' })
  @ValidateIf((body: CreateVideoRequest) => body.subtitles !== undefined && body.subtitles !== false)
  @ValidateNested()
  @Type(() => SubtitlesBody)
  subtitles?: SubtitlesBody | false;

  @ApiPropertyOptional({ default: 'classic', description: 'Montage template.' })
  @IsOptional()
  @IsString()
  template?: string;

  @ApiPropertyOptional({
    type: 'array',
    items: { oneOf: [{ type: 'string', enum: ['script', 'images', 'videos'] }, { $ref: getSchemaPath(GateBody) }] },
    default: [],
    description: 'Gates by name, or with a deadline.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(3)
  approvals?: unknown[];

  @ApiPropertyOptional({ enum: ['ffmpeg'], default: 'ffmpeg' })
  @IsOptional()
  @IsIn(['ffmpeg'])
  renderer?: 'ffmpeg';

  @ApiPropertyOptional({ type: Object, description: 'Up to 50 strings of your own.' })
  @IsOptional()
  @IsStringMap(50, 500)
  metadata?: Record<string, string>;
}

/** Body of `POST /v1/videos/{id}/approvals/{type}/reject`; `approve` takes the comment alone. */
export class DecideApprovalRequest {
  @ApiPropertyOptional()
  @IsOptional()
  @IsText(1, 5_000)
  comment?: string;

  @ApiPropertyOptional({ type: [Number], description: 'Segments to make anew; absent: all.' })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(0, { each: true })
  segments?: number[];

  @ApiPropertyOptional({ description: 'Narration to use instead, for a rejected script.' })
  @IsOptional()
  @IsText(1, LONGEST_SCRIPT)
  script?: string;
}

export class RegenerateSegmentRequest {
  @ApiPropertyOptional()
  @IsOptional()
  @IsText(1, 10_000)
  prompt?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @Matches(MODEL_ID, { message: MODEL_ID_MESSAGE })
  model?: string;
}

export class ExpandIdeaRequest {
  @ApiProperty()
  @IsText(1, 10_000)
  idea: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsLanguageTag()
  language?: string;
}
