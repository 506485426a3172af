import { randomInt } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { Models } from '#integrations';
import { SignedUrls } from '#assets';
import {
  Clock,
  CurrentPrincipal,
  Idempotent,
  IdempotencyKeys,
  Ids,
  PageQuery,
  type Principal,
  Scopes,
  UuidParam,
  decodeCursor,
  isUuid,
  pageOf,
} from '#platform';
import { GivenPictures } from '../../shared/given-pictures.js';
import {
  type GenerationReading,
  GetGeneration,
  ListGenerations,
  OrderGeneration,
  RefreshGeneration,
} from '../application/handlers/messages.js';
import { RequestGeneration } from '../domain/generation.commands.js';
import { CreateGenerationRequest, MAX_SEED } from './create-generation.request.js';
import { GenerationListResponse, GenerationResponse } from './generation.response.js';
import { resolveGeneration } from './resolve-generation.js';

/** Single calls of models. Translates between HTTP and the bus; decides nothing. */
@ApiTags('generations')
@ApiBearerAuth()
@Controller('v1/generations')
export class GenerationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly models: Models,
    private readonly pictures: GivenPictures,
    private readonly urls: SignedUrls,
    private readonly idempotency: IdempotencyKeys,
    private readonly clock: Clock,
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
    @CurrentPrincipal() { orgId, keyId }: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GenerationResponse> {
    const { models, pictures: given } = this;
    const generationId = this.ids.next();
    const now = this.clock.now();
    const location = `/v1/generations/${generationId}`;
    const reading = await given.orForget({ orgId, subjectId: generationId }, async () => {
      const resolution = { orgId, generationId, assetId: this.ids.next(), seed: randomInt(MAX_SEED), today: now.slice(0, 10) };
      const { data, pictures } = await resolveGeneration(body, resolution, { models, pictures: given });
      const context = { orgId, actor: `key:${keyId}` };
      const order = new OrderGeneration(new RequestGeneration(data, now), pictures, context, (tx, accepted) =>
        this.idempotency.complete(tx, request, { status: 202, location, body: this.show(accepted) }),
      );
      return this.commands.execute<OrderGeneration, GenerationReading>(order);
    });
    response.location(location);
    return this.show(reading);
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({ summary: 'List generations, newest first' })
  @ApiOkResponse({ type: GenerationListResponse })
  async list(@Query() { cursor, limit }: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<GenerationListResponse> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    const found = await this.queries.execute<ListGenerations, GenerationReading[]>(new ListGenerations(orgId, limit, olderThan));
    return pageOf(
      found,
      limit,
      ({ generation }) => generation.generationId,
      (reading) => this.show(reading),
    );
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'One generation, as it stands' })
  @ApiOkResponse({ type: GenerationResponse })
  async get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<GenerationResponse> {
    return this.show(await this.queries.execute<GetGeneration, GenerationReading>(new GetGeneration(orgId, id)));
  }

  @Post(':id/refresh')
  @HttpCode(202)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Ask the provider now whether it is done' })
  @ApiAcceptedResponse({ type: GenerationResponse })
  async refresh(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<GenerationResponse> {
    return this.show(await this.commands.execute<RefreshGeneration, GenerationReading>(new RefreshGeneration(orgId, id)));
  }

  private show(reading: GenerationReading): GenerationResponse {
    return GenerationResponse.of(reading, this.urls);
  }
}
