import { Controller, Headers, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiTags, ApiOkResponse } from '@nestjs/swagger';
import { type Request } from 'express';
import { Public, rawBodyOf, Refusal, NotPublicApi, Problems } from '#platform';
import { Callbacks } from '../provider-calls/callbacks.js';

/** A callback names a task and says how it stands; nobody needs more than this for it. */
const MAX_BYTES = 256 * 1024;

const RECEIVED = { type: 'object', required: ['received'], properties: { received: { type: 'boolean', enum: [true] } } };

/** Where providers tell that there is news. */
@ApiTags('webhooks')
@Public()
@NotPublicApi()
@Controller('webhooks')
export class CallbacksController {
  constructor(private readonly callbacks: Callbacks) {}

  /** KIE.ai, by signature alone: for addresses that are set in its account. */
  @Post(['kie-ai', 'kie'])
  @HttpCode(200)
  @ApiOperation({
    summary: 'Callback of KIE.ai, authenticated by its signature',
    description: 'For addresses that are set in its account. A repeated or late one changes nothing.',
  })
  @ApiOkResponse({ description: 'Taken, or known already', schema: RECEIVED })
  @Problems('callback_refused')
  kie(@Req() request: Request, @Headers() headers: Record<string, string | undefined>): Promise<{ received: true }> {
    return this.receive('kie', null, null, request, headers);
  }

  @Post(':provider/:attemptId')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Callback of a provider, to the address that was handed out with a task',
    description: 'Authenticated by the token in it, and by the signature where the provider signs. A repeated or late one changes nothing.',
  })
  @ApiOkResponse({ description: 'Taken, or known already', schema: RECEIVED })
  @Problems('callback_refused')
  @ApiParam({ name: 'provider', example: 'kie', description: 'Name of the provider.', schema: { type: 'string' } })
  @ApiParam({ name: 'attemptId', description: 'Part of the address that was handed out.', schema: { type: 'string' } })
  @ApiQuery({ name: 'token', required: false, description: 'Part of the address that was handed out.', schema: { type: 'string' } })
  attempt(
    @Param('provider') provider: string,
    @Param('attemptId') attemptId: string,
    @Query('token') token: unknown,
    @Req() request: Request,
    @Headers() headers: Record<string, string | undefined>,
  ): Promise<{ received: true }> {
    const name = provider === 'kie-ai' ? 'kie' : provider;
    return this.receive(name, attemptId, typeof token === 'string' ? token : null, request, headers);
  }

  private async receive(
    provider: string,
    attemptId: string | null,
    token: string | null,
    request: Request,
    headers: Record<string, string | undefined>,
  ): Promise<{ received: true }> {
    const bytes = rawBodyOf(request) ?? Buffer.alloc(0);
    if (bytes.length > MAX_BYTES) throw new Refusal('too-large', 'payload_too_large', `A callback may have ${MAX_BYTES} bytes at most.`);
    const timestamp = headers['x-webhook-timestamp'] ?? null;
    const signature = headers['x-webhook-signature'] ?? null;
    const body: unknown = request.body;
    const receipt = await this.callbacks.receive({ provider, attemptId, token, timestamp, signature, body, bytes });
    if (receipt === 'refused') {
      throw new Refusal('unauthorized', 'callback_refused', 'This callback carries neither the token nor the signature of its task.');
    }
    return { received: true };
  }
}
