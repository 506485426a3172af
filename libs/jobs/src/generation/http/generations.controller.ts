import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags, ApiBody } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  actorOf,
  CurrentPrincipal,
  Idempotent,
  IdempotencyKeys,
  Ids,
  PageQuery,
  type Principal,
  Scopes,
  UuidParam,
  LOCATION,
  Problems,
} from '#platform';
import { type Generation, Generations } from '../../contracts/generations.js';
import { type InTransaction } from '../../contracts/requester.js';
import { CreateGenerationRequest } from '../application/resolve/create-generation.request.js';
import { GenerationListResponse, GenerationResponse } from './generation.response.js';

/** Single calls of models. Translates between HTTP and `Generations`; decides nothing. */
@ApiTags('generations')
@Controller('v1/generations')
export class GenerationsController {
  constructor(
    private readonly generations: Generations,
    private readonly idempotency: IdempotencyKeys,
    private readonly ids: Ids,
  ) {}

  @Post()
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Call one model by itself; its result becomes an asset',
    description: 'Reserves what it may cost and accepts the order, or does neither.',
  })
  @ApiBody({
    type: CreateGenerationRequest,
    examples: { picture: { value: { model: 'local:illustrator', input: { prompt: 'An octopus at night' } } } },
  })
  @ApiAcceptedResponse({ type: GenerationResponse, description: 'Accepted', headers: LOCATION })
  @Problems('unknown_model', 'model_retired', 'model_unavailable', 'given_files', 'quota_exceeded')
  async create(
    @Body() body: CreateGenerationRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GenerationResponse> {
    const generationId = this.ids.next();
    const location = `/v1/generations/${generationId}`;
    const alongside = this.answering(request, location);
    const made = await this.generations.order(actorOf(principal), body, { generationId, alongside });
    response.location(location);
    return made;
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'List generations, newest first',
    description: 'Of your organisation.',
  })
  @ApiOkResponse({ type: GenerationListResponse, description: 'A page of them' })
  list(@Query() page: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<GenerationListResponse> {
    return this.generations.list(orgId, page);
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'One generation, as it stands',
    description: 'Its asset is there once it is completed.',
  })
  @Problems('generation_not_found')
  @ApiOkResponse({ type: GenerationResponse, description: 'The generation' })
  get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<GenerationResponse> {
    return this.generations.read(orgId, id);
  }

  @Post(':id/refresh')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Ask the provider now whether it is done',
    description: 'Instead of waiting until it would be asked anyway.',
  })
  @Problems('generation_not_found')
  @ApiAcceptedResponse({ type: GenerationResponse, description: 'It is asked' })
  refresh(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<GenerationResponse> {
    return this.generations.refresh(actorOf(principal), id, { alongside: this.answering(request) });
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('videos:write')
  @ApiOperation({
    summary: 'Delete a generation that has ended, and what was asked for',
    description: 'Its asset stays in the library until it is deleted there; its billing record stays.',
  })
  @ApiNoContentResponse({ description: 'It is gone' })
  @Problems('generation_not_found', 'not_finished')
  delete(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.generations.delete(actorOf(principal), id);
  }

  /** The answer to an `Idempotency-Key` is kept in the transaction that does what was asked for. */
  private answering(request: Request, location: string | null = null): InTransaction<Generation> {
    return (tx, made) => this.idempotency.complete(tx, request, { status: 202, location, body: made });
  }
}
