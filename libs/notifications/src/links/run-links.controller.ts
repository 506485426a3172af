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
import { CreateApprovalLinkRequest, CreatedRunLinkResponse, RunLinkListResponse, RunLinkResponse } from './approval-links.request.js';
import { type Link } from './link-table.js';
import { RunLinks } from './run-links.js';

const DAY_SECONDS = 86_400;
const ApiNode = (): MethodDecorator => ApiParam({ name: 'node', description: 'Id of the node.', schema: { type: 'string' } });

@ApiTags('workflows')
@Scopes('workflows:write')
@Controller('v1/workflow-runs/:id/approvals/:node/links')
export class RunLinksController {
  constructor(
    private readonly links: RunLinks,
    private readonly idempotency: IdempotencyKeys,
  ) {}

  @Post()
  @Idempotent({ holdsSecret: true })
  @ApiOperation({
    summary: 'Make a link with which somebody without an account decides the pending gate of a run',
    description:
      'It opens a page without login or script, and is bound to this take of the node. Its address is shown in this answer only.',
  })
  @ApiNode()
  @ApiBody({ type: CreateApprovalLinkRequest, required: false, examples: { client: { value: { label: 'Anna, the client' } } } })
  @ApiCreatedResponse({ type: CreatedRunLinkResponse, description: 'Made' })
  @Problems('workflow_run_not_found', 'approval_not_found', 'not_awaiting_approval', 'already_decided')
  async create(
    @UuidParam('id') subjectId: string,
    @Param('node') gateName: string,
    @Body() { expiresInSeconds = DAY_SECONDS, label, may = ['approve', 'reject'] }: CreateApprovalLinkRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<CreatedRunLinkResponse> {
    const { orgId, actor: createdBy } = actorOf(principal);
    const order = { orgId, subjectId, gateName, expiresInSeconds, label: label ?? null, may, createdBy };
    const { link, url } = await this.links.create(order, (tx, made) =>
      this.idempotency.complete(tx, request, { status: 201, location: null, body: { ...show(made.link), url: made.url } }),
    );
    return { ...show(link), url };
  }

  @Get()
  @ApiOperation({
    summary: 'List the links of a gate of a run, newest first',
    description: 'Revoked and expired ones too; without their addresses.',
  })
  @ApiNode()
  @ApiOkResponse({ type: RunLinkListResponse, description: 'A page of them' })
  @Problems('workflow_run_not_found', 'approval_not_found')
  async list(
    @UuidParam('id') runId: string,
    @Param('node') node: string,
    @Query() { limit, cursor }: PageQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<RunLinkListResponse> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    return pageOf(await this.links.list(orgId, runId, node, limit, olderThan), limit, ({ id }) => id, show);
  }

  @Delete(':linkId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a link of a run', description: 'From now on its page is not there. What it has decided stands.' })
  @ApiNode()
  @ApiParam({ name: 'linkId', description: 'Of the link.', schema: { type: 'string', format: 'uuid' } })
  @ApiNoContentResponse({ description: 'It is revoked' })
  revoke(
    @UuidParam('id') runId: string,
    @Param('node') node: string,
    @UuidParam('linkId') linkId: string,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<void> {
    return this.links.revoke(orgId, runId, node, linkId);
  }
}

const show = ({ id, gateName: node, gate, label, may, createdAt, expiresAt, revokedAt }: Link): RunLinkResponse => ({
  ...{ id, node, take: gate - 1, label, may },
  ...{ createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), revokedAt: revokedAt?.toISOString() ?? null },
});
