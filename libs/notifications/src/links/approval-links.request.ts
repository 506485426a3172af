import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsLabel } from '../labels.js';
import { type GateType, type LinkDecision } from './approval-links.js';

const DAY_SECONDS = 86_400;
const DECISIONS = ['approve', 'reject'] as const;
export const GATE_TYPES = ['script', 'images', 'videos'] as const;

/** Body of `POST /v1/videos/{id}/approvals/{type}/links`. */
export class CreateApprovalLinkRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 60, maximum: 90 * DAY_SECONDS, default: DAY_SECONDS })
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(90 * DAY_SECONDS)
  expiresInSeconds?: number;

  @ApiPropertyOptional({ maxLength: 200, description: 'What you call whoever gets it; shown on the page and in the timeline.' })
  @IsOptional()
  @IsLabel()
  label?: string;

  @ApiPropertyOptional({ isArray: true, enum: DECISIONS, default: DECISIONS, description: 'What it may be used for.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(DECISIONS.length)
  @ArrayUnique()
  @IsIn(DECISIONS, { each: true })
  may?: LinkDecision[];
}

export class ApprovalLinkResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: GATE_TYPES, description: 'Which gate.' })
  type: GateType;
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Which request of that gate, from 1.' })
  gate: number;
  @ApiProperty({ type: String, nullable: true })
  label: string | null;
  @ApiProperty({ isArray: true, enum: DECISIONS })
  may: readonly LinkDecision[];
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: it was not revoked.' })
  revokedAt: string | null;
}

export class CreatedApprovalLinkResponse extends ApprovalLinkResponse {
  @ApiProperty({ description: 'Whoever has it decides. Shown here only.', example: 'https://kadr.example/a/4V0pQm…' })
  url: string;
}

export class ApprovalLinkListResponse {
  @ApiProperty({ type: [ApprovalLinkResponse] })
  data: readonly ApprovalLinkResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}

export class RunLinkResponse extends OmitType(ApprovalLinkResponse, ['type', 'gate'] as const) {
  @ApiProperty({ description: 'Id of the node.' })
  node: string;
  @ApiProperty({ type: 'integer', minimum: 0, description: 'How often it was asked before.' })
  take: number;
}

export class CreatedRunLinkResponse extends RunLinkResponse {
  @ApiProperty({ description: 'Whoever has it decides. Shown here only.', example: 'https://kadr.example/a/4V0pQm…' })
  url: string;
}

export class RunLinkListResponse {
  @ApiProperty({ type: [RunLinkResponse] })
  data: readonly RunLinkResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}
