import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { type FieldError } from '../../../shared/faulty-request.js';
import { MAX_PAIRS, pairCountFaults, readFrames } from './read-frames.js';
import { IsIn, IsObject, IsOptional, Matches } from 'class-validator';

export const ASPECT_RATIOS = ['9:16', '16:9', '1:1', '4:5'] as const;
export type ClipAspectRatio = (typeof ASPECT_RATIOS)[number];

/** One pair of pictures; what is in it is checked by `resolveClips`, which can name the faults of all pairs at once. */
export class ClipFramesBody {
  @ApiProperty({
    description: 'Address of a PNG, JPEG, WebP, AVIF or HEIC of up to 20 MB: on the web, `data:` up to 10 MB, or an asset of yours.',
  })
  first_frame: string;

  @ApiProperty()
  last_frame: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 15, default: 8, description: 'Seconds; one of the lengths of the model.' })
  duration?: number;
}

@ApiExtraModels(ClipFramesBody)
export class CreateClipsRequest {
  /** Called by the validation pipe, so that faults of pairs are told together with those of other fields. */
  static faultsBeside({ frames }: Readonly<Record<string, unknown>>): FieldError[] {
    if (typeof frames !== 'object' || frames === null || Array.isArray(frames)) return [];
    const scenes = Object.entries(frames).slice(0, MAX_PAIRS);
    return [...pairCountFaults(Object.keys(frames).length), ...scenes.flatMap(([scene, pair]) => readFrames(scene, pair).faults)];
  }

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(ClipFramesBody) },
    description: '1 to 120 pairs of pictures by names of your own (letters, digits, `-`, `_`).',
    example: { '1': { first_frame: 'https://…/1.png', last_frame: 'https://…/2.png', duration: 8 } },
  })
  @IsObject()
  frames: Record<string, unknown>;

  @ApiPropertyOptional({ example: 'runware:veo-3.1', description: 'With the capability frames-to-video; default: the first available.' })
  @IsOptional()
  @Matches(/^[a-z0-9-]+(:[A-Za-z0-9._/:-]+)?$/, { message: '$property must be a model id like "local:illustrator" (see GET /v1/models)' })
  model?: string;

  @ApiPropertyOptional({ enum: ASPECT_RATIOS, default: '9:16' })
  @IsOptional()
  @IsIn(ASPECT_RATIOS)
  aspectRatio?: ClipAspectRatio;
}
