import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import {
  actorOf,
  CurrentPrincipal,
  decodeCursor,
  Idempotent,
  IdempotencyKeys,
  isUuid,
  pageOf,
  PageQuery,
  type Principal,
  Problems,
  Scopes,
  UuidParam,
} from '#platform';
import { type ApprovalLink, ApprovalLinks } from './approval-links.js';
import {
  ApprovalLinkListResponse,
  ApprovalLinkResponse,
  CreateApprovalLinkRequest,
  CreatedApprovalLinkResponse,
  GATE_TYPES,
} from './approval-links.request.js';

const DAY_SECONDS = 86_400;
const ApiGate = (): MethodDecorator => ApiParam({ name: 'type', enum: GATE_TYPES, description: 'Which gate.' });

@ApiTags('videos')
@Scopes('videos:write')
@Controller('v1/videos/:id/approvals/:type/links')
export class ApprovalLinksController {
  constructor(
    private readonly links: ApprovalLinks,
    private readonly idempotency: IdempotencyKeys,
  ) {}

  @Post()
  @Idempotent({ holdsSecret: true })
  @ApiOperation({
    summary: 'Make a link with which somebody without an account decides the pending gate',
    description:
      'It opens a page without login or script, and is bound to this one request of the gate: after a rejection it decides nothing more. Its address is shown in this answer only.',
  })
  @ApiGate()
  @ApiBody({
    type: CreateApprovalLinkRequest,
    required: false,
    examples: { client: { value: { label: 'Anna, the client', expiresInSeconds: 259_200 } } },
  })
  @ApiCreatedResponse({ type: CreatedApprovalLinkResponse, description: 'Made' })
  @Problems('video_not_found', 'approval_not_found', 'not_awaiting_approval', 'already_decided')
  async create(
    @UuidParam('id') videoId: string,
    @Param('type') type: string,
    @Body() { expiresInSeconds = DAY_SECONDS, label, may = ['approve', 'reject'] }: CreateApprovalLinkRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<CreatedApprovalLinkResponse> {
    const { orgId, actor: createdBy } = actorOf(principal);
    const order = { orgId, videoId, type, expiresInSeconds, label: label ?? null, may, createdBy };
    const { link, url } = await this.links.create(order, (tx, made) =>
      this.idempotency.complete(tx, request, { status: 201, location: null, body: { ...show(made.link), url: made.url } }),
    );
    return { ...show(link), url };
  }

  @Get()
  @ApiOperation({
    summary: 'List the links of a gate, newest first',
    description: 'Revoked and expired ones too; without their addresses.',
  })
  @ApiGate()
  @ApiOkResponse({ type: ApprovalLinkListResponse, description: 'A page of them' })
  @Problems('video_not_found', 'approval_not_found')
  async list(
    @UuidParam('id') videoId: string,
    @Param('type') type: string,
    @Query() { limit, cursor }: PageQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<ApprovalLinkListResponse> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    return pageOf(await this.links.list(orgId, videoId, type, limit, olderThan), limit, ({ id }) => id, show);
  }

  @Delete(':linkId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a link', description: 'From now on its page is not there. What it has decided stands.' })
  @ApiGate()
  @ApiParam({ name: 'linkId', description: 'Of the link.', schema: { type: 'string', format: 'uuid' } })
  @ApiNoContentResponse({ description: 'It is revoked' })
  revoke(
    @UuidParam('id') videoId: string,
    @Param('type') type: string,
    @UuidParam('linkId') linkId: string,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<void> {
    return this.links.revoke(orgId, videoId, type, linkId);
  }
}

const show = ({ id, gateType, gate, label, may, createdAt, expiresAt, revokedAt }: ApprovalLink): ApprovalLinkResponse => ({
  id,
  type: gateType,
  gate,
  label,
  may,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
});
