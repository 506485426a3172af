import { type VideoOrder } from '../../../contracts/video-order.js';
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { MAX_FILM_SECONDS, MIN_FILM_SECONDS } from '../../domain/film-length.js';
import { MAX_SEGMENTS } from '#steps/plan';
import {
  SegmentationBody,
  FramePairBody,
  GateBody,
  VisualsBody,
  VoiceBody,
  MusicBody,
  SubtitlesBody,
  MODEL_ID,
  MODEL_ID_MESSAGE,
} from './create-video.parts.js';
import { type FieldError } from '../../../shared/faulty-request.js';
import { readGates } from './gates.js';
import { checkWish } from './wish.js';
import { HasSpeakableWords, IsLanguageTag, IsStringMap, IsText, IsTenths, SaysMoreThanAddresses } from '../../../shared/validators.js';

const MAX_GATES = 3;
const NONE = { type: 'boolean', enum: [false] };
/** Longest narration that is taken in; what can be spoken in 600 s is checked by its length in seconds. */
const MAX_SCRIPT = 100_000;

/** Body of `POST /v1/videos`. Exactly one of `prompt`, `script`, `idea` (none is needed with `frames`); the rest has defaults. */
@ApiExtraModels(GateBody, VoiceBody, MusicBody, SubtitlesBody)
export class CreateVideoRequest implements VideoOrder {
  /** Called by the validation pipe, so that faults of gates are told together with those of other fields. */
  static faultsBeside({ approvals, prompt, script, idea, frames }: Readonly<Record<string, unknown>>): FieldError[] {
    const faults: FieldError[] = [];
    if (Array.isArray(approvals)) readGates(approvals.slice(0, MAX_GATES), faults);
    checkWish([prompt, script, idea], frames !== undefined, faults);
    return faults;
  }

  @ApiPropertyOptional({
    description: 'What the video is about; the script is written from it.',
    example: 'Why octopuses have three hearts',
  })
  @IsOptional()
  @IsText(1, 10_000)
  prompt?: string;

  @ApiPropertyOptional({ description: 'The finished narration, kept word for word.' })
  @IsOptional()
  @IsText(1, MAX_SCRIPT)
  @HasSpeakableWords()
  @SaysMoreThanAddresses()
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

  @ApiPropertyOptional({
    default: 'cinematic',
    description:
      'In your own words: models get them as they are. What is drawn here knows `flat`, `paper cut`, `blueprint`, `chalkboard`, `neon`, `retro`, `minimal`, `documentary`, `cinematic`, `playful`, and their like in Russian. `photo-led` shows photos first: your own, then those of open stock libraries; what is drawn between them is a place without objects.',
  })
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

  @ApiPropertyOptional({ type: 'integer', enum: [24, 25, 30, 50, 60], default: 30 })
  @IsOptional()
  @IsIn([24, 25, 30, 50, 60])
  fps?: number;

  @ApiPropertyOptional({
    minimum: MIN_FILM_SECONDS,
    maximum: MAX_FILM_SECONDS,
    description: 'Whole or in tenths; absent: 60 for a prompt, as long as it takes for a script.',
  })
  @IsOptional()
  @IsTenths()
  @Min(MIN_FILM_SECONDS)
  @Max(MAX_FILM_SECONDS)
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

  @ApiPropertyOptional({ oneOf: [{ $ref: getSchemaPath(VoiceBody) }, NONE], description: 'Or false for none.' })
  @ValidateIf((body: CreateVideoRequest) => body.voice !== undefined && body.voice !== false)
  @ValidateNested()
  @Type(() => VoiceBody)
  voice?: VoiceBody | false;

  @ApiPropertyOptional({ oneOf: [{ $ref: getSchemaPath(MusicBody) }, NONE], description: 'Or false for none.' })
  @ValidateIf((body: CreateVideoRequest) => body.music !== undefined && body.music !== false)
  @ValidateNested()
  @Type(() => MusicBody)
  music?: MusicBody | false;

  @ApiPropertyOptional({ oneOf: [{ $ref: getSchemaPath(SubtitlesBody) }, NONE], description: 'Or false for none.' })
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
  @ArrayMaxSize(MAX_GATES)
  approvals?: unknown[];

  @ApiPropertyOptional({ enum: ['ffmpeg', 'fantaprojekt'], default: 'ffmpeg' })
  @IsOptional()
  @IsIn(['ffmpeg', 'fantaprojekt'])
  renderer?: 'ffmpeg' | 'fantaprojekt';

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string', maxLength: 500 },
    description: 'Up to 50 strings of your own.',
  })
  @IsOptional()
  @IsStringMap(50, 500)
  metadata?: Record<string, string>;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    example: 2_000_000,
    description: 'Refused with 402 `cost_above_limit` when the estimate is higher; in millionths of a dollar.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  maxCostMicros?: number;
}

/** Body of `POST /v1/videos/{id}/approvals/{type}/reject`; `approve` takes the comment alone. */
export class DecideApprovalRequest {
  @ApiPropertyOptional()
  @IsOptional()
  @IsText(1, 5_000)
  comment?: string;

  @ApiPropertyOptional({
    type: 'array',
    maxItems: MAX_SEGMENTS,
    items: { type: 'integer', minimum: 0 },
    description: 'Segments to make anew; absent: all.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SEGMENTS)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(0, { each: true })
  segments?: number[];

  @ApiPropertyOptional({ description: 'Narration to use instead, for a rejected script.' })
  @IsOptional()
  @IsText(1, MAX_SCRIPT)
  @HasSpeakableWords()
  @SaysMoreThanAddresses()
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

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    example: 2_000_000,
    description: 'Refused with 402 `cost_above_limit` when it would cost more; in millionths of a dollar.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  maxCostMicros?: number;
}

export class ExpandIdeaRequest {
  @ApiProperty({ maxLength: 10_000, description: 'As rough as you like.' })
  @IsText(1, 10_000)
  idea: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsLanguageTag()
  language?: string;
}
