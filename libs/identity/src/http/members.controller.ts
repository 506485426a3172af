import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
} from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, Length, Matches } from 'class-validator';
import { type Request, type Response } from 'express';
import {
  CurrentPrincipal,
  Database,
  decodeCursor,
  Idempotent,
  IdempotencyKeys,
  isUuid,
  pageOf,
  PageQuery,
  type Principal,
  Scopes,
  UuidParam,
  LOCATION,
  Problems,
} from '#platform';
import { type Member, Members } from '../application/members.js';
import { type Role, ROLES } from '../application/roles.js';

export class AddMemberRequest {
  @ApiProperty({ maxLength: 255, description: 'What the token issuer calls this person: the claim `sub`.' })
  @Length(1, 255)
  @Matches(/^[\x21-\x7e]+$/, { message: '$property must be printable characters without blanks' })
  subject: string;

  @ApiPropertyOptional({ description: 'To be shown; nothing is sent to it.' })
  @IsOptional()
  @IsEmail()
  email?: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role: Role;
}

export class MemberResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ description: 'The claim `sub` of its tokens' })
  subject: string;
  @ApiProperty({ type: String, nullable: true })
  email: string | null;
  @ApiProperty({ enum: ROLES })
  role: Role;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: not yet' })
  lastSeenAt: string | null;
}

export class MemberListResponse {
  @ApiProperty({ type: [MemberResponse] })
  data: readonly MemberResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}

/** People of an organisation, who sign in with tokens of its OIDC issuer. */
@ApiTags('organisation')
@Scopes('admin')
@Controller('v1/members')
export class MembersController {
  constructor(
    private readonly members: Members,
    private readonly database: Database,
    private readonly idempotency: IdempotencyKeys,
  ) {}

  @Post()
  @HttpCode(201)
  @Idempotent()
  @ApiOperation({
    summary: 'Add a member',
    description: 'A person who signs in with a token of the OIDC issuer of the installation.',
  })
  @ApiBody({ type: AddMemberRequest, examples: { editor: { value: { subject: 'auth0|5f7c8ec7c33c6c004bbafe82', role: 'editor' } } } })
  @ApiCreatedResponse({ type: MemberResponse, description: 'Added', headers: LOCATION })
  @Problems('already_member')
  add(
    @Body() { subject, email, role }: AddMemberRequest,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MemberResponse> {
    return this.database.transaction(async (tx) => {
      const body = show(await this.members.add(tx, orgId, { subject, email: email ?? null, role }));
      const location = `/v1/members/${body.id}`;
      response.location(location);
      await this.idempotency.complete(tx, request, { status: 201, location, body });
      return body;
    });
  }

  @Get()
  @ApiOperation({
    summary: 'List members, newest first',
    description: 'Of your organisation.',
  })
  @ApiOkResponse({ type: MemberListResponse, description: 'A page of them' })
  async list(@Query() { limit, cursor }: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<MemberListResponse> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    return pageOf(await this.members.list(orgId, limit, olderThan), limit, ({ id }) => id, show);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Remove a member; in effect with the next request',
    description: 'The last owner stays.',
  })
  @ApiNoContentResponse({ description: 'Removed' })
  @Problems('last_owner')
  remove(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<void> {
    return this.members.remove(orgId, id);
  }
}

const show = ({ id, subject, email, role, createdAt, lastSeenAt }: Member): MemberResponse => ({
  id,
  subject,
  email,
  role,
  createdAt: createdAt.toISOString(),
  lastSeenAt: lastSeenAt?.toISOString() ?? null,
});
