import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import {
  CurrentPrincipal,
  Database,
  decodeCursor,
  Idempotent,
  IdempotencyKeys,
  installationConfig,
  isUuid,
  pageOf,
  PageQuery,
  type Principal,
  UuidParam,
} from '#platform';
import { Sessions, type SessionSummary } from '../application/sessions.js';
import { SignInLinks } from '../application/sign-in-links.js';
import { CreateSignInLinkRequest, SessionListResponse, SignInLinkResponse, type SessionListEntryResponse } from './session.response.js';

/** Sessions that are open, and links that open more of them. */
@ApiTags('session')
@Controller('v1')
export class SessionsController {
  private readonly publicUrl = installationConfig().publicUrl;

  constructor(
    private readonly sessions: Sessions,
    private readonly links: SignInLinks,
    private readonly database: Database,
    private readonly idempotency: IdempotencyKeys,
  ) {}

  @Get('sessions')
  @ApiOperation({
    summary: 'List sessions that are open, newest first',
    description: 'Those of the same key or member; with the scope `admin` those of the whole organisation.',
  })
  @ApiOkResponse({ type: SessionListResponse, description: 'A page of them' })
  async list(@Query() { limit, cursor }: PageQuery, @CurrentPrincipal() principal: Principal): Promise<SessionListResponse> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    const rows = await this.sessions.list(principal, limit, olderThan);
    return pageOf(
      rows,
      limit,
      ({ id }) => id,
      (row) => show(row, principal),
    );
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a session; in effect with its next request', description: 'One that the list shows, also your own.' })
  @ApiNoContentResponse({ description: 'It is over' })
  end(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.sessions.end(principal, id);
  }

  @Post('sign-in-links')
  @Idempotent({ holdsSecret: true })
  @ApiOperation({
    summary: 'Make a link that signs a browser in, once',
    description: 'For a phone, say. Whoever opens it acts as you do, with your scopes, until your key is revoked or you are removed.',
  })
  @ApiBody({ type: CreateSignInLinkRequest, required: false, examples: { short: { value: { expiresInSeconds: 120 } } } })
  @ApiCreatedResponse({ type: SignInLinkResponse, description: 'The link' })
  createLink(
    @Body() { expiresInSeconds }: CreateSignInLinkRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<SignInLinkResponse> {
    return this.database.transaction(async (tx) => {
      const { code, expiresAt } = await this.links.create(tx, principal, expiresInSeconds);
      // In the fragment: no browser sends it, so no log or `Referer` has it.
      const body = { url: `${this.publicUrl}/sign-in#${code}`, expiresAt: expiresAt.toISOString() };
      await this.idempotency.complete(tx, request, { status: 201, location: null, body });
      return body;
    });
  }
}

const show = ({ createdAt, lastUsedAt, expiresAt, ...row }: SessionSummary, { session }: Principal): SessionListEntryResponse => ({
  ...row,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  isCurrent: row.id === session?.id,
});
