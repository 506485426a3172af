import { Body, Controller, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { actorOf, CurrentPrincipal, Idempotent, type Principal, Problems, Scopes, UuidParam } from '#platform';
import { Videos } from '../../contracts/videos.js';
import { RegenerateSegmentRequest } from '../application/resolve/create-video.request.js';
import { RegenerateSegmentsRequest, RestoreTakeRequest } from '../application/resolve/segment-changes.request.js';
import { AnswerKeeper } from './answer-keeper.js';
import { ApiPricedChange, DryRunQuery, type VideoChangePriceResponse } from './change-price.response.js';
import { REGENERATION_EXAMPLES, REGENERATIONS_EXAMPLES, RESTORATION_EXAMPLES } from './video.examples.js';
import { type VideoResponse } from './video.response.js';

const CHANGE_PROBLEMS = [
  ...(['video_not_found', 'segment_not_found', 'segment_in_progress', 'awaiting_approval', 'not_ready_to_render'] as const),
  ...(['already_finished', 'not_finished', 'quota_exceeded', 'cost_above_limit'] as const),
] as const;
const MODEL_PROBLEMS = ['unknown_model', 'model_retired', 'model_unavailable', 'given_files'] as const;
const ApiIndex = (): MethodDecorator =>
  ApiParam({ name: 'index', description: 'Of the segment, from 0.', schema: { type: 'integer', minimum: 0 } });

/** Translates between HTTP and `Videos`, where segments are made anew or shown again; decides nothing. */
@ApiTags('videos')
@Controller('v1/videos/:id/segments')
export class SegmentChangesController {
  constructor(
    private readonly videos: Videos,
    private readonly answers: AnswerKeeper,
  ) {}

  @Post('regenerate')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    operationId: 'videos_regenerate_several',
    summary: 'Make several segments anew in one render; everything else is reused',
    description: 'All of them, or none. What each has shown before stays among its `takes`.',
  })
  @ApiBody({ type: RegenerateSegmentsRequest, examples: REGENERATIONS_EXAMPLES })
  @ApiPricedChange(202)
  @Problems(...MODEL_PROBLEMS, ...CHANGE_PROBLEMS)
  regenerateSeveral(
    @UuidParam('id') videoId: string,
    @Body() body: RegenerateSegmentsRequest,
    @Query() { dryRun }: DryRunQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoResponse | VideoChangePriceResponse> {
    const by = actorOf(principal);
    if (!dryRun) return this.videos.regenerateSeveral(by, videoId, body, this.answers.alongside(request, 202));
    response.status(200);
    return this.videos.price(by, videoId, { kind: 'regenerate', requested: body });
  }

  @Post(':index/regenerate')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    operationId: 'videos_regenerate',
    summary: 'Make one segment anew; everything else is reused',
    description: 'Of a finished film, too: a new render follows that reuses everything else.',
  })
  @ApiIndex()
  @ApiBody({ type: RegenerateSegmentRequest, required: false, examples: REGENERATION_EXAMPLES })
  @ApiPricedChange(202)
  @Problems(...MODEL_PROBLEMS, ...CHANGE_PROBLEMS)
  regenerate(
    @UuidParam('id') videoId: string,
    @Param('index') indexText: string,
    @Body() body: RegenerateSegmentRequest,
    @Query() { dryRun }: DryRunQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoResponse | VideoChangePriceResponse> {
    const [by, index] = [actorOf(principal), indexOf(indexText)];
    if (!dryRun) return this.videos.regenerate(by, videoId, index, body, this.answers.alongside(request, 202));
    response.status(200);
    const { maxCostMicros, ...wish } = body;
    const requested = { segments: [{ index, ...wish }], ...(maxCostMicros !== undefined && { maxCostMicros }) };
    return this.videos.price(by, videoId, { kind: 'regenerate', requested, isSingle: true });
  }

  @Post(':index/restore')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    operationId: 'videos_restore',
    summary: 'Show an earlier take of a segment again',
    description: 'Its clip is there: only the film is made anew. It becomes a take of its own, so going back again is the same.',
  })
  @ApiIndex()
  @ApiBody({ type: RestoreTakeRequest, examples: RESTORATION_EXAMPLES })
  @ApiPricedChange(202)
  @Problems(...CHANGE_PROBLEMS, 'take_not_found', 'footage_taken')
  restore(
    @UuidParam('id') videoId: string,
    @Param('index') indexText: string,
    @Body() body: RestoreTakeRequest,
    @Query() { dryRun }: DryRunQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoResponse | VideoChangePriceResponse> {
    const [by, index] = [actorOf(principal), indexOf(indexText)];
    if (!dryRun) return this.videos.restore(by, videoId, index, body, this.answers.alongside(request, 202));
    response.status(200);
    return this.videos.price(by, videoId, { kind: 'restore', index, requested: body });
  }
}

/** What is no index is that of a segment that no video has. */
const indexOf = (text: string): number => (/^\d{1,3}$/.test(text) ? Number(text) : -1);
