import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  actorOf,
  CurrentPrincipal,
  Idempotent,
  IdempotencyKeys,
  Ids,
  type Page,
  PageQuery,
  type Principal,
  Scopes,
  UuidParam,
} from '#platform';
import { type Generation, Generations } from '../../contracts/generations.js';
import { type InTransaction } from '../../contracts/requester.js';
import { CreateGenerationRequest } from '../application/resolve/create-generation.request.js';
import { GenerationListResponse, GenerationResponse } from './generation.response.js';

/** Single calls of models. Translates between HTTP and `Generations`; decides nothing. */
@ApiTags('generations')
@ApiBearerAuth()
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
  @ApiOperation({ summary: 'Call one model by itself; its result becomes an asset' })
  @ApiAcceptedResponse({ type: GenerationResponse })
  async create(
    @Body() body: CreateGenerationRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Generation> {
    const generationId = this.ids.next();
    const location = `/v1/generations/${generationId}`;
    const alongside = this.answering(request, location);
    const made = await this.generations.order(actorOf(principal), body, { generationId, alongside });
    response.location(location);
    return made;
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({ summary: 'List generations, newest first' })
  @ApiOkResponse({ type: GenerationListResponse })
  list(@Query() page: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<Page<Generation>> {
    return this.generations.list(orgId, page);
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'One generation, as it stands' })
  @ApiOkResponse({ type: GenerationResponse })
  get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<Generation> {
    return this.generations.read(orgId, id);
  }

  @Post(':id/refresh')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Ask the provider now whether it is done' })
  @ApiAcceptedResponse({ type: GenerationResponse })
  refresh(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<Generation> {
    return this.generations.refresh(actorOf(principal), id, { alongside: this.answering(request) });
  }

  /** The answer to an `Idempotency-Key` is kept in the transaction that does what was asked for. */
  private answering(request: Request, location: string | null = null): InTransaction<Generation> {
    return (tx, made) => this.idempotency.complete(tx, request, { status: 202, location, body: made });
  }
}
