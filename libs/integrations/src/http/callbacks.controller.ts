import { Controller, Headers, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { Public, rawBodyOf, Refusal } from '#platform';
import { Callbacks } from '../provider-calls/callbacks.js';

/** A callback names a task and says how it stands; nobody needs more than this for it. */
const MAX_BYTES = 256 * 1024;

/** Where providers tell that there is news. */
@ApiTags('webhooks')
@Public()
@Controller('webhooks')
export class CallbacksController {
  constructor(private readonly callbacks: Callbacks) {}

  /** KIE.ai, by signature alone: for addresses that are set in its account. */
  @Post(['kie-ai', 'kie'])
  @HttpCode(200)
  @ApiOperation({ summary: 'Callback of KIE.ai, authenticated by its signature' })
  kie(@Req() request: Request, @Headers() headers: Record<string, string | undefined>): Promise<{ received: true }> {
    return this.receive('kie', null, null, request, headers);
  }

  @Post(':provider/:attemptId')
  @HttpCode(200)
  @ApiOperation({ summary: 'Callback of a provider, to the address that was handed out with a task' })
  @ApiParam({ name: 'provider', example: 'kie' })
  @ApiParam({ name: 'attemptId', format: 'uuid' })
  @ApiQuery({ name: 'token', description: 'Part of the address that was handed out' })
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
