/** The parts of a create request that are objects of their own. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MAX_PAIR_SECONDS, MIN_PAIR_SECONDS } from '../../domain/film-length.js';
import { MAX_SEGMENTS } from '#steps/plan';
import { MAX_DEADLINE_SECONDS } from './gates.js';
import { IsPictureAddress, IsText, IsTenths } from '../../../shared/validators.js';

export const MODEL_ID = /^[a-z0-9-]+(:[A-Za-z0-9._:@/-]+)?$/;
export const MODEL_ID_MESSAGE = '$property must be a model id like "local:illustrator" (see GET /v1/models)';

const SEGMENT_SECONDS =
  'Wished length of a segment in seconds; shorter by default where `visuals.assets` are more than there would be segments, and name none.';

export class SegmentationBody {
  @ApiPropertyOptional({ enum: ['beats', 'sections', 'frame-pairs'], default: 'beats', description: '`frame-pairs` goes with `frames`.' })
  @IsOptional()
  @IsIn(['beats', 'sections', 'frame-pairs'])
  mode?: 'beats' | 'sections' | 'frame-pairs';

  @ApiPropertyOptional({ minimum: 5, maximum: 15, default: 10, description: SEGMENT_SECONDS })
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

  @ApiPropertyOptional({ minimum: MIN_PAIR_SECONDS, maximum: MAX_PAIR_SECONDS, description: 'Whole or in tenths.' })
  @IsOptional()
  @IsTenths()
  @Min(MIN_PAIR_SECONDS)
  @Max(MAX_PAIR_SECONDS)
  durationSeconds?: number;

  @ApiPropertyOptional({ description: 'What happens in between.' })
  @IsOptional()
  @IsText(1, 10_000)
  prompt?: string;
}

export class FocusBody {
  @ApiProperty({ minimum: 0, maximum: 1, description: 'Share of the width, from the left.' })
  @IsNumber()
  @Min(0)
  @Max(1)
  x: number;

  @ApiProperty({ minimum: 0, maximum: 1, description: 'Share of the height, from the top.' })
  @IsNumber()
  @Min(0)
  @Max(1)
  y: number;
}

/** Footage or a picture of the organisation's own for one segment. */
export class SegmentAssetBody {
  @ApiPropertyOptional({
    ...{ type: 'integer', minimum: 0, maximum: MAX_SEGMENTS - 1 },
    description: 'From 0. Left out: the next one that no other asset names, in the order of the list.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_SEGMENTS - 1)
  segment?: number;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  assetId: string;

  @ApiPropertyOptional({
    enum: ['cover', 'contain-blur'],
    default: 'cover',
    description: '`cover` fills the film and cuts what stands over; `contain-blur` shows all of it, over its own blurred copy.',
  })
  @IsOptional()
  @IsIn(['cover', 'contain-blur'])
  fit?: 'cover' | 'contain-blur';

  @ApiPropertyOptional({ type: FocusBody, description: 'What `cover` keeps in the picture; the middle when absent.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => FocusBody)
  focus?: FocusBody;
}

/** A gate, and what happens when nobody decides it in time. */
export class GateBody {
  @ApiProperty({ enum: ['script', 'images', 'videos'] })
  type: 'script' | 'images' | 'videos';

  @ApiPropertyOptional({ minimum: 1, maximum: MAX_DEADLINE_SECONDS, description: 'Absent: the gate waits for ever.' })
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
  @ArrayUnique((asset: SegmentAssetBody) => asset.segment ?? asset, { message: 'each segment of $property may be named once' })
  @ValidateNested({ each: true })
  @Type(() => SegmentAssetBody)
  assets?: SegmentAssetBody[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 2_147_483_646,
    description: 'The same seed gives the same result where the model can.',
  })
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

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'A recording of your own in which the script is said. Its pace stays, the film is as long as it is.',
  })
  @IsOptional()
  @IsUUID()
  assetId?: string;
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

  @ApiPropertyOptional({ format: 'uuid', description: 'Music of your own: begun again where it is too short, faded out at the end.' })
  @IsOptional()
  @IsUUID()
  assetId?: string;
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
