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
import { type ClipSet, Clips } from '../../contracts/clips.js';
import { type InTransaction } from '../../contracts/requester.js';
import { CreateClipsRequest } from '../application/resolve/create-clips.request.js';
import { ClipsListResponse, ClipsResponse } from './clips.response.js';

const CLIPS_EXAMPLE = {
  frames: { '1': { first_frame: 'https://example.com/1.png', last_frame: 'https://example.com/2.png', duration: 8 } },
};

/** Clips from pairs of pictures. Translates between HTTP and `Clips`; decides nothing. */
@ApiTags('clips')
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
  @ApiOperation({
    summary: 'Have a clip made of each pair of pictures, from the first to the last',
    description: 'One that fails leaves the others alone. Reserves what they may cost, or refuses all of them.',
  })
  @ApiBody({ type: CreateClipsRequest, examples: { pair: { value: CLIPS_EXAMPLE } } })
  @ApiAcceptedResponse({ type: ClipsResponse, description: 'Accepted', headers: LOCATION })
  @Problems('unknown_model', 'model_retired', 'model_unavailable', 'given_files', 'quota_exceeded')
  async create(
    @Body() body: CreateClipsRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ClipsResponse> {
    const clipSetId = this.ids.next();
    const location = `/v1/clips/${clipSetId}`;
    const alongside = this.answering(request, location);
    const made = await this.clips.order(actorOf(principal), body, { clipSetId, alongside });
    response.location(location);
    return made;
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'List sets of clips, newest first',
    description: 'Of your organisation.',
  })
  @ApiOkResponse({ type: ClipsListResponse, description: 'A page of them' })
  list(@Query() page: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<ClipsListResponse> {
    return this.clips.list(orgId, page);
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'How far each clip is',
    description: 'By task id, in the order of `frames`.',
  })
  @Problems('clips_not_found')
  @ApiOkResponse({ type: ClipsResponse, description: 'The clips' })
  get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<ClipsResponse> {
    return this.clips.read(orgId, id);
  }

  @Post(':id/check')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Ask the provider now about what is pending',
    description: 'Instead of waiting until it would be asked anyway.',
  })
  @Problems('clips_not_found')
  @ApiAcceptedResponse({ type: ClipsResponse, description: 'It is asked' })
  check(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<ClipsResponse> {
    return this.clips.check(actorOf(principal), id, { alongside: this.answering(request) });
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('videos:write')
  @ApiOperation({
    summary: 'Delete clips of which none is pending',
    description: 'Their links die at once; their billing record stays.',
  })
  @ApiNoContentResponse({ description: 'It is gone' })
  @Problems('clips_not_found', 'not_finished')
  delete(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.clips.delete(actorOf(principal), id);
  }

  /** The answer to an `Idempotency-Key` is kept in the transaction that does what was asked for. */
  private answering(request: Request, location: string | null = null): InTransaction<ClipSet> {
    return (tx, made) => this.idempotency.complete(tx, request, { status: 202, location, body: made });
  }
}
