import { Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import {
  CurrentPrincipal,
  Database,
  decodeCursor,
  Idempotent,
  IdempotencyKeys,
  isTimestamp,
  isUuid,
  notFound,
  pageOf,
  type Principal,
  Problems,
  Scopes,
  UuidParam,
} from '#platform';
import { DeliveryLog } from '../delivery/delivery-log.js';
import { WebhookEndpoints } from '../endpoints/endpoints.service.js';
import { ListDeliveriesQuery } from './webhooks.request.js';
import { TestedEndpointResponse, WebhookDeliveryDetailResponse, WebhookDeliveryListResponse } from './webhooks.response.js';

const KEY = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z) ([0-9a-f-]{36})$/;

/** What was delivered, what was not, and why. */
@ApiTags('webhook-endpoints')
@Scopes('admin')
@Controller('v1')
export class WebhookDeliveriesController {
  constructor(
    private readonly log: DeliveryLog,
    private readonly endpoints: WebhookEndpoints,
    private readonly database: Database,
    private readonly idempotency: IdempotencyKeys,
  ) {}

  @Get('webhook-endpoints/:id/deliveries')
  @ApiOperation({
    operationId: 'webhook_endpoints_deliveries',
    summary: 'List deliveries to an endpoint, newest first',
    description: 'Those that ended are kept for 30 days.',
  })
  @ApiOkResponse({ type: WebhookDeliveryListResponse, description: 'A page of them' })
  @Problems('webhook_endpoint_not_found')
  async list(
    @UuidParam('id') id: string,
    @Query() { limit, cursor, status, type }: ListDeliveriesQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<WebhookDeliveryListResponse> {
    await this.endpoints.mustBeOf(this.database.forOrganisation(orgId), orgId, id);
    const [, createdAt = '', before = ''] = (cursor === undefined ? null : KEY.exec(decodeCursor(cursor, isKey))) ?? [];
    const olderThan = cursor === undefined ? null : { createdAt, id: before };
    const rows = await this.log.list(orgId, id, { status: status ?? null, type: type ?? null, olderThan, limit: limit + 1 });
    return pageOf(
      rows,
      limit,
      ({ key }) => key,
      ({ view }) => view,
    );
  }

  @Get('webhook-deliveries/:id')
  @ApiOperation({ summary: 'One delivery, its tries and its body', description: 'Tries are shown newest first.' })
  @ApiOkResponse({ type: WebhookDeliveryDetailResponse, description: 'The delivery' })
  get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<WebhookDeliveryDetailResponse> {
    return this.log.get(orgId, id);
  }

  @Post('webhook-deliveries/:id/redeliver')
  @Idempotent()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send it once more, at once',
    description: 'The same id and the same body. Works on every delivery, also of a disabled endpoint.',
  })
  @ApiAcceptedResponse({ type: TestedEndpointResponse, description: 'It is on its way' })
  async redeliver(
    @UuidParam('id') id: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<TestedEndpointResponse> {
    const body = { deliveryId: id };
    const isKnown = await this.endpoints.redeliver(principal, id, (tx) =>
      this.idempotency.complete(tx, request, { status: 202, location: null, body }),
    );
    if (!isKnown) throw notFound();
    return body;
  }
}

const isKey = (key: string): boolean => {
  const [, at = '', id] = KEY.exec(key) ?? [];
  return isUuid(id) && isTimestamp(at);
};
