import { randomInt } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
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
import { CheckClipSet, type ClipSetReading, GetClipSet, ListClipSets, OrderClipSet } from '../application/handlers/messages.js';
import { ClipsConfig } from '../clips.config.js';
import { RequestClipSet } from '../domain/clip-set.commands.js';
import { ClipsListResponse, ClipsResponse } from './clips.response.js';
import { CreateClipsRequest, FramePairBody } from './create-clips.request.js';
import { resolveClips } from './resolve-clips.js';

/** Clips from pairs of pictures. Translates between HTTP and the bus; decides nothing. */
@ApiTags('clips')
@ApiBearerAuth()
@ApiExtraModels(FramePairBody)
@Controller('v1/clips')
export class ClipsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly models: Models,
    private readonly pictures: GivenPictures,
    private readonly config: ClipsConfig,
    private readonly urls: SignedUrls,
    private readonly idempotency: IdempotencyKeys,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  @Post()
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Have a clip made of each pair of pictures, from the first to the last' })
  @ApiAcceptedResponse({ type: ClipsResponse })
  async create(
    @Body() body: CreateClipsRequest,
    @CurrentPrincipal() { orgId, keyId }: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ClipsResponse> {
    const clipSetId = this.ids.next();
    const now = this.clock.now();
    const location = `/v1/clips/${clipSetId}`;
    const reading = await this.pictures.orForget({ orgId, subjectId: clipSetId }, async () => {
      const resolution = { orgId, clipSetId, seed: randomInt(2 ** 31 - 1), today: now.slice(0, 10) };
      const { models, pictures: given, config } = this;
      const { data, pictures } = await resolveClips(body, resolution, { models, pictures: given, config });
      const order = new OrderClipSet(new RequestClipSet(data, now), pictures, { orgId, actor: `key:${keyId}` }, (tx, accepted) =>
        this.idempotency.complete(tx, request, { status: 202, location, body: this.show(accepted) }),
      );
      return this.commands.execute<OrderClipSet, ClipSetReading>(order);
    });
    response.location(location);
    return this.show(reading);
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({ summary: 'List sets of clips, newest first' })
  @ApiOkResponse({ type: ClipsListResponse })
  async list(@Query() { cursor, limit }: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<ClipsListResponse> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    const found = await this.queries.execute<ListClipSets, ClipSetReading[]>(new ListClipSets(orgId, limit, olderThan));
    return pageOf(
      found,
      limit,
      ({ set }) => set.clipSetId,
      (reading) => this.show(reading),
    );
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'How far each clip is' })
  @ApiOkResponse({ type: ClipsResponse })
  async get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<ClipsResponse> {
    return this.show(await this.queries.execute<GetClipSet, ClipSetReading>(new GetClipSet(orgId, id)));
  }

  @Post(':id/check')
  @HttpCode(202)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Ask the provider now about what is pending' })
  @ApiAcceptedResponse({ type: ClipsResponse })
  async check(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<ClipsResponse> {
    return this.show(await this.commands.execute<CheckClipSet, ClipSetReading>(new CheckClipSet(orgId, id)));
  }

  private show(reading: ClipSetReading): ClipsResponse {
    return ClipsResponse.of(reading, this.urls);
  }
}
