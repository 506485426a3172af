import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  actorOf,
  CurrentPrincipal,
  decodeCursor,
  Idempotent,
  IdempotencyKeys,
  isUuid,
  LOCATION,
  pageOf,
  PageQuery,
  type Principal,
  Problems,
  Scopes,
  UuidParam,
} from '#platform';
import { EndpointReader } from '../endpoints/endpoint-reader.js';
import { WebhookEndpoints } from '../endpoints/endpoints.service.js';
import { EndpointBodies } from './endpoint-bodies.js';
import {
  CreateWebhookEndpointRequest,
  EnableWebhookEndpointRequest,
  ReplayRequest,
  RotateSecretRequest,
  TestWebhookEndpointRequest,
  UpdateWebhookEndpointRequest,
} from './webhooks.request.js';
import {
  CreatedWebhookEndpointResponse,
  ReplayedResponse,
  RotatedSecretResponse,
  TestedEndpointResponse,
  WebhookEndpointListResponse,
  WebhookEndpointResponse,
} from './webhooks.response.js';

const OVERLAP_SECONDS = 86_400;
const TESTED_TYPE = 'job.completed';

/** Where announcements are sent. Translates and decides nothing. */
@ApiTags('webhook-endpoints')
@Scopes('admin')
@Controller('v1/webhook-endpoints')
export class WebhookEndpointsController {
  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly reader: EndpointReader,
    private readonly bodies: EndpointBodies,
    private readonly idempotency: IdempotencyKeys,
  ) {}

  @Post()
  @Idempotent({ holdsSecret: true })
  @ApiOperation({
    summary: 'Have events sent to an address of yours; the secret is shown in this answer only',
    description:
      'It hears of what happens from now on; `replay` sends what happened before. Bodies are signed as Standard Webhooks has it.',
  })
  @ApiBody({
    type: CreateWebhookEndpointRequest,
    examples: { jobs: { value: { url: 'https://films.example/hook', events: ['job.*', 'quota.warning'] } } },
  })
  @ApiCreatedResponse({ type: CreatedWebhookEndpointResponse, description: 'Made', headers: LOCATION })
  @Problems('endpoint_limit', 'given_files')
  async create(
    @Body() raw: object,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CreatedWebhookEndpointResponse> {
    const body = await this.bodies.checked(CreateWebhookEndpointRequest, raw);
    const { url, events = ['*'], description = '', metadata = {}, payload = 'full', isEnabled = true } = body;
    const settings = { url, events, description, metadata, payload };
    const answerOf = (id: string, secret: string, at: string): CreatedWebhookEndpointResponse => ({
      ...{
        id,
        ...settings,
        version: 1,
        status: isEnabled ? 'enabled' : 'disabled',
        isEnabled,
        disabledReason: isEnabled ? null : 'manual',
      },
      ...{ failingSince: null, lastSuccessAt: null, lastFailureAt: null, pending: 0, createdAt: at, updatedAt: at, secret },
    });
    const location = (id: string): string => `/v1/webhook-endpoints/${id}`;
    const made = await this.endpoints.register(principal, settings, isEnabled, (tx, { endpointId, secret, at }) =>
      this.idempotency.complete(tx, request, { status: 201, location: location(endpointId), body: answerOf(endpointId, secret, at) }),
    );
    response.location(location(made.endpointId));
    return answerOf(made.endpointId, made.secret, made.at);
  }

  @Get()
  @ApiOperation({ summary: 'List webhook endpoints, newest first', description: 'Of your organisation, with how they are doing.' })
  @ApiOkResponse({ type: WebhookEndpointListResponse, description: 'A page of them' })
  async list(@Query() { limit, cursor }: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<WebhookEndpointListResponse> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    const rows = await this.reader.list(orgId, limit + 1, olderThan);
    return pageOf(
      rows,
      limit,
      ({ id }) => id,
      (view) => WebhookEndpointResponse.of(view),
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'One webhook endpoint and how it is doing', description: 'Its secret is not shown again.' })
  @ApiOkResponse({ type: WebhookEndpointResponse, description: 'The endpoint' })
  @Problems('webhook_endpoint_not_found')
  async get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<WebhookEndpointResponse> {
    return WebhookEndpointResponse.of(await this.reader.get(orgId, id));
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change what is sent, or where to',
    description: '`isEnabled: false` holds what is due; `true` sends it, as `enable` does.',
  })
  @ApiBody({ type: UpdateWebhookEndpointRequest, examples: { pause: { value: { isEnabled: false } } } })
  @ApiOkResponse({ type: WebhookEndpointResponse, description: 'As it is now' })
  @Problems('webhook_endpoint_not_found', 'given_files')
  async update(
    @UuidParam('id') id: string,
    @Body() raw: object,
    @CurrentPrincipal() principal: Principal,
  ): Promise<WebhookEndpointResponse> {
    const { isEnabled, ...settings } = await this.bodies.checked(UpdateWebhookEndpointRequest, raw);
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined && value !== null));
    await this.endpoints.change(principal, id, given, isEnabled ?? null);
    return WebhookEndpointResponse.of(await this.reader.get(principal.orgId, id));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Send nothing there any more', description: 'Its secrets and its deliveries are gone with it.' })
  @ApiNoContentResponse({ description: 'It is gone' })
  @Problems('webhook_endpoint_not_found')
  async delete(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    await this.endpoints.delete(actorOf(principal), id);
  }

  @Post(':id/rotate-secret')
  @Idempotent({ holdsSecret: true })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Sign with a new secret; it is shown in this answer only',
    description: 'During the overlap bodies carry signatures of both.',
  })
  @ApiBody({ type: RotateSecretRequest, examples: { atOnce: { value: { overlapSeconds: 0 } } } })
  @ApiOkResponse({ type: RotatedSecretResponse, description: 'The new secret' })
  @Problems('webhook_endpoint_not_found', 'too_many_secrets')
  async rotateSecret(
    @UuidParam('id') id: string,
    @Body() { overlapSeconds = OVERLAP_SECONDS }: RotateSecretRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<RotatedSecretResponse> {
    const made = await this.endpoints.rotate(principal, id, overlapSeconds, (tx, one) =>
      this.idempotency.complete(tx, request, { status: 200, location: null, body: { id, ...one } }),
    );
    return { id, ...made };
  }

  @Post(':id/test')
  @Idempotent()
  @HttpCode(202)
  @ApiOperation({
    summary: "Send the catalogue's example of a type",
    description: 'Its body says `"test": true`. Works while the endpoint is disabled.',
  })
  @ApiBody({ type: TestWebhookEndpointRequest, examples: { completed: { value: { type: 'job.completed' } } } })
  @ApiAcceptedResponse({ type: TestedEndpointResponse, description: 'It is on its way' })
  @Problems('webhook_endpoint_not_found')
  async test(
    @UuidParam('id') id: string,
    @Body() raw: object,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<TestedEndpointResponse> {
    const { type = TESTED_TYPE } = await this.bodies.checked(TestWebhookEndpointRequest, raw);
    const deliveryId = await this.endpoints.test(principal, id, type, (tx, one) =>
      this.idempotency.complete(tx, request, { status: 202, location: null, body: { deliveryId: one } }),
    );
    return { deliveryId };
  }

  @Post(':id/enable')
  @Idempotent()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send there again',
    description: 'With `backlog: "send"` also what was due or happened meanwhile; enabled already: nothing changes.',
  })
  @ApiBody({ type: EnableWebhookEndpointRequest, examples: { afresh: { value: { backlog: 'drop' } } } })
  @ApiOkResponse({ type: WebhookEndpointResponse, description: 'As it is now' })
  @Problems('webhook_endpoint_not_found')
  async enable(
    @UuidParam('id') id: string,
    @Body() { backlog = 'send' }: EnableWebhookEndpointRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<WebhookEndpointResponse> {
    let answer: WebhookEndpointResponse | undefined;
    await this.endpoints.enable(principal, id, backlog, async (tx, enabledAt) => {
      const known = await this.reader.get(principal.orgId, id, tx);
      // The row follows with the event, at the end of the transaction.
      const enabled = enabledAt === null ? {} : { status: 'enabled' as const, disabledReason: null, updatedAt: enabledAt };
      answer = WebhookEndpointResponse.of({ ...known, ...enabled });
      await this.idempotency.complete(tx, request, { status: 200, location: null, body: answer });
    });
    if (!answer) throw new Error(`nobody said what became of endpoint ${id}`);
    return answer;
  }

  @Post(':id/replay')
  @Idempotent()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send what happened before',
    description: 'Back to the first event of the installation, as far as announcements are kept; under the same ids.',
  })
  @ApiBody({ type: ReplayRequest, examples: { missed: { value: { since: '2026-11-01T00:00:00Z', only: 'missing' } } } })
  @ApiAcceptedResponse({ type: ReplayedResponse, description: 'They are due' })
  @Problems('webhook_endpoint_not_found')
  async replay(
    @UuidParam('id') id: string,
    @Body() raw: object,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<ReplayedResponse> {
    const { since, until = null, types = [], only = 'missing' } = await this.bodies.checked(ReplayRequest, raw);
    const wanted = { after: 0, since, until, types, only, cause: 'replay' } as const;
    const deliveries = await this.endpoints.replay(principal, id, wanted, (tx, count) =>
      this.idempotency.complete(tx, request, { status: 202, location: null, body: { deliveries: count } }),
    );
    return { deliveries };
  }
}
