import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
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
import { type ClipSet, Clips } from '../../contracts/clips.js';
import { type InTransaction } from '../../contracts/requester.js';
import { CreateClipsRequest, FramePairBody } from '../application/resolve/create-clips.request.js';
import { ClipsListResponse, ClipsResponse } from './clips.response.js';

/** Clips from pairs of pictures. Translates between HTTP and `Clips`; decides nothing. */
@ApiTags('clips')
@ApiBearerAuth()
@ApiExtraModels(FramePairBody)
@Controller('v1/clips')
export class ClipsController {
  constructor(
    private readonly clips: Clips,
    private readonly idempotency: IdempotencyKeys,
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
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ClipSet> {
    const clipSetId = this.ids.next();
    const location = `/v1/clips/${clipSetId}`;
    const alongside = this.answering(request, location);
    const made = await this.clips.order(actorOf(principal), body, { clipSetId, alongside });
    response.location(location);
    return made;
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({ summary: 'List sets of clips, newest first' })
  @ApiOkResponse({ type: ClipsListResponse })
  list(@Query() page: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<Page<ClipSet>> {
    return this.clips.list(orgId, page);
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'How far each clip is' })
  @ApiOkResponse({ type: ClipsResponse })
  get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<ClipSet> {
    return this.clips.read(orgId, id);
  }

  @Post(':id/check')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Ask the provider now about what is pending' })
  @ApiAcceptedResponse({ type: ClipsResponse })
  check(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<ClipSet> {
    return this.clips.check(actorOf(principal), id, { alongside: this.answering(request) });
  }

  /** The answer to an `Idempotency-Key` is kept in the transaction that does what was asked for. */
  private answering(request: Request, location: string | null = null): InTransaction<ClipSet> {
    return (tx, made) => this.idempotency.complete(tx, request, { status: 202, location, body: made });
  }
}
