import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsDefined,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsText } from '../../../shared/validators.js';

const ASPECT_RATIOS = ['9:16', '16:9', '1:1', '4:5'] as const;
const MODEL_ID = /^[a-z0-9-]+(:[A-Za-z0-9._/:-]+)?$/;
export const MAX_SEED = 2_147_483_646;
const MAX_PROMPT = 10_000;

export class GenerationInputBody {
  @ApiProperty({
    description: 'Reaches the provider word for word: what is to be seen, the text a voice speaks, the mood of music.',
    maxLength: MAX_PROMPT,
  })
  @IsText(1, MAX_PROMPT)
  prompt: string;

  @ApiPropertyOptional({ maxLength: MAX_PROMPT })
  @IsOptional()
  @IsText(1, MAX_PROMPT)
  negativePrompt?: string;

  @ApiPropertyOptional({
    description: 'Of clips and music; one of the lengths of the model. With it, a model that can do both makes a clip.',
  })
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @IsPositive()
  durationSeconds?: number;

  @ApiPropertyOptional({ enum: ASPECT_RATIOS, default: '9:16' })
  @IsOptional()
  @IsIn(ASPECT_RATIOS)
  aspectRatio?: (typeof ASPECT_RATIOS)[number];

  @ApiPropertyOptional({
    description: 'Picture to change, to enlarge or to begin with: on the web, `data:` up to 10 MB, or an asset of yours; up to 20 MB.',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  imageUrl?: string;

  @ApiPropertyOptional({ description: 'Picture the clip ends with.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  lastImageUrl?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_SEED,
    description: 'The same seed gives the same result where the model can.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_SEED)
  seed?: number;
}

export class CreateGenerationRequest {
  @ApiProperty({ example: 'local:illustrator', description: 'Id of `GET /v1/models`.' })
  @Matches(MODEL_ID, { message: '$property must be a model id like "local:illustrator" (see GET /v1/models)' })
  model: string;

  @ApiProperty({ type: GenerationInputBody })
  @IsDefined()
  @ValidateNested()
  @Type(() => GenerationInputBody)
  input: GenerationInputBody;
}
