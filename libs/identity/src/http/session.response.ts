import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Matches, Max, Min, MaxLength } from 'class-validator';
import { DEFAULT_LINK_SECONDS } from '../application/sign-in-links.js';
import { SIGN_IN_WAYS, type SignInWay } from '../application/sessions.js';
import { CallerMemberResponse, OrganisationSummaryResponse, SessionMemberResponse } from './organisations.response.js';

const MIN_LINK_SECONDS = 30;
const MAX_LINK_SECONDS = 3600;

export class SignInRequest {
  @ApiPropertyOptional({ description: 'Of a sign-in link: what stands behind `#`.', maxLength: 200 })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  code?: string;

  @ApiPropertyOptional({ description: 'An API key, exchanged once; the browser does not keep it.', maxLength: 200 })
  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,200}$/, { message: '$property must be 1 to 200 printable characters without blanks' })
  apiKey?: string;
}

export class OpenedSessionResponse {
  @ApiProperty({ description: 'To be sent as `Kadr-Csrf` with everything that changes something; shown here only.' })
  csrfToken: string;
}

export class OidcMethodResponse {
  @ApiProperty({ description: 'What its button says.' })
  label: string;
}

export class SignInMethodsResponse {
  @ApiProperty({ description: 'By a link of `npm start`, `npm run sign-in` or somebody who is signed in.' })
  link: boolean;
  @ApiProperty()
  apiKey: boolean;
  @ApiProperty({ type: OidcMethodResponse, nullable: true, description: 'Null: there is no such way here.' })
  oidc: OidcMethodResponse | null;
}

export class NamedOrganisationResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty()
  name: string;
}

export class SessionResponse {
  @ApiProperty({ type: OrganisationSummaryResponse })
  organisation: OrganisationSummaryResponse;
  @ApiProperty({ type: [NamedOrganisationResponse], description: 'Those that `Kadr-Organisation` can name.' })
  organisations: readonly NamedOrganisationResponse[];
  @ApiProperty({ type: CallerMemberResponse, nullable: true, description: 'Null: a key opened the session.' })
  member: CallerMemberResponse | null;
  @ApiProperty({ type: [String] })
  scopes: readonly string[];
  @ApiProperty({ format: 'date-time', description: 'At the latest; it ends before where it is not used for 30 days.' })
  expiresAt: string;
  @ApiProperty({ description: 'Of this installation.', example: '0.1.0' })
  version: string;
}

export class SessionListEntryResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: SIGN_IN_WAYS })
  openedBy: SignInWay;
  @ApiProperty({ type: String, nullable: true, description: 'What the browser called itself when it signed in.' })
  userAgent: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of the API key that it acts for; null: it acts for a member.' })
  keyName: string | null;
  @ApiProperty({ type: SessionMemberResponse, nullable: true })
  member: SessionMemberResponse | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time', description: 'To the minute.' })
  lastUsedAt: string;
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
  @ApiProperty({ description: 'Whether this is the session that asks.' })
  isCurrent: boolean;
}

export class SessionListResponse {
  @ApiProperty({ type: [SessionListEntryResponse] })
  data: readonly SessionListEntryResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}

export class CreateSignInLinkRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: MIN_LINK_SECONDS, maximum: MAX_LINK_SECONDS, default: DEFAULT_LINK_SECONDS })
  @IsOptional()
  @IsInt()
  @Min(MIN_LINK_SECONDS)
  @Max(MAX_LINK_SECONDS)
  expiresInSeconds?: number;
}

export class SignInLinkResponse {
  @ApiProperty({ description: 'Works once. Whoever opens it acts as you do; shown here only.', example: 'http://localhost:3000/sign-in#…' })
  url: string;
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}
