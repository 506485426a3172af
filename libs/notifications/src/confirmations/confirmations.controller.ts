import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { actorOf, CurrentPrincipal, Idempotent, IdempotencyKeys, type Principal, Scopes } from '#platform';
import { type ConfirmationAnswer, Confirmations } from './confirmations.js';
import { AskConfirmationRequest, ConfirmationResponse } from './confirmations.request.js';

const EXAMPLE = {
  kind: 'spend',
  digest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  costMicros: 1_200_000,
  title: 'Why octopuses have three hearts',
};

@ApiTags('confirmations')
@Scopes('videos:write')
@Controller('v1/confirmations')
export class ConfirmationsController {
  constructor(
    private readonly confirmations: Confirmations,
    private readonly idempotency: IdempotencyKeys,
  ) {}

  @Post()
  @HttpCode(200)
  @Idempotent({ holdsSecret: true })
  @ApiOperation({
    summary: 'Ask a person whether a program may make a call',
    description:
      'For programs that act for somebody, such as the MCP server. The answer is a page without login; once it was allowed there, the same question at no higher price is answered `allowed` for ten minutes.',
  })
  @ApiBody({ type: AskConfirmationRequest, examples: { film: { value: EXAMPLE } } })
  @ApiOkResponse({ type: ConfirmationResponse, description: 'What is known of it' })
  async ask(
    @Body() body: AskConfirmationRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<ConfirmationResponse> {
    const { orgId, actor: askedBy } = actorOf(principal);
    const { kind, digest, costMicros, title, token = null } = body;
    const answer = await this.confirmations.ask({ orgId, askedBy, kind, digest, costMicros, title, token }, (tx, made) =>
      this.idempotency.complete(tx, request, { status: 200, location: null, body: show(made) }),
    );
    return show(answer);
  }
}

function show(answer: ConfirmationAnswer): ConfirmationResponse {
  if (answer.status === 'allowed') return { status: 'allowed', url: null, token: null, expiresAt: null };
  const { status, url, token, expiresAt } = answer;
  return { status, url, token, expiresAt: expiresAt.toISOString() };
}
