import { ApiProperty } from '@nestjs/swagger';
import { ROLES } from '../application/roles.js';

export class OrganisationSummaryResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty()
  name: string;
  @ApiProperty({ example: 'free' })
  plan: string;
}

export class CallerKeyResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ type: [String] })
  scopes: readonly string[];
}

export class SessionMemberResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ description: 'The claim `sub` of its tokens' })
  subject: string;
  @ApiProperty({ type: String, nullable: true })
  email: string | null;
  @ApiProperty({ enum: ROLES })
  role: string;
}

export class CallerMemberResponse extends SessionMemberResponse {
  @ApiProperty({ type: [String] })
  scopes: readonly string[];
}

export class CallerByKeyResponse {
  @ApiProperty({ type: OrganisationSummaryResponse })
  organisation: OrganisationSummaryResponse;
  @ApiProperty({ type: CallerKeyResponse })
  key: CallerKeyResponse;
}

export class CallerByTokenResponse {
  @ApiProperty({ type: OrganisationSummaryResponse })
  organisation: OrganisationSummaryResponse;
  @ApiProperty({ type: CallerMemberResponse })
  member: CallerMemberResponse;
}

export class ErasureResponse {
  @ApiProperty({ enum: ['erasing', 'erased'] })
  status: 'erasing' | 'erased';
  @ApiProperty({ type: Number, nullable: true, description: 'Things that are not gone yet; null: not counted yet' })
  left: number | null;
  @ApiProperty({ format: 'date-time' })
  askedAt: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  finishedAt: string | null;
}

export class OrganisationResponse extends OrganisationSummaryResponse {
  @ApiProperty({ example: 'Europe/Amsterdam' })
  timezone: string;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: ErasureResponse, nullable: true, description: 'Null: nobody has asked for it' })
  erasure: ErasureResponse | null;
}

export class FirstKeyResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ description: 'The key itself; it is shown here only' })
  key: string;
}

export class CreatedOrganisationResponse extends OrganisationSummaryResponse {
  @ApiProperty({ example: 'Europe/Amsterdam' })
  timezone: string;
  @ApiProperty({ type: FirstKeyResponse })
  apiKey: FirstKeyResponse;
}
