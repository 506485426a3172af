import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsLabel } from '../labels.js';

const KINDS = ['spend', 'decide'] as const;
const MAX_MICROS = 1_000_000_000_000;

/** Body of `POST /v1/confirmations`. */
export class AskConfirmationRequest {
  @ApiProperty({ enum: KINDS, description: 'Whether the call spends money, or decides in the place of a person.' })
  @IsIn(KINDS)
  kind: (typeof KINDS)[number];

  @ApiProperty({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the call, hex: what is allowed is this call and no other.' })
  @Matches(/^[0-9a-f]{64}$/)
  digest: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_MICROS, description: 'What it costs at most. 1 USD = 1 000 000.' })
  @IsInt()
  @Min(0)
  @Max(MAX_MICROS)
  costMicros: number;

  @ApiProperty({ maxLength: 200, description: 'What the person reads who is asked.' })
  @IsLabel()
  title: string;

  @ApiPropertyOptional({
    maxLength: 600,
    description: 'Of the answer before: agrees without a person where `KADR_MCP_CONFIRM` is `agent`.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(600)
  token?: string;
}

export class ConfirmationResponse {
  @ApiProperty({ enum: ['allowed', 'pending', 'refused'] })
  status: 'allowed' | 'pending' | 'refused';
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'A page where a person allows or refuses it, without login. Null: it is allowed.',
  })
  url: string | null;
  @ApiProperty({ type: String, nullable: true })
  token: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Of the question. What was allowed holds for ten minutes.',
  })
  expiresAt: string | null;
}
