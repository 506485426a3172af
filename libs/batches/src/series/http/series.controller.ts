import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  actorOf,
  CurrentPrincipal,
  Idempotent,
  IdempotencyKeys,
  Ids,
  LOCATION,
  PageQuery,
  type Principal,
  Problems,
  Scopes,
  UuidParam,
  validationFailed,
} from '#platform';
import { type InTransaction } from '../../contracts/requester.js';
import { isJsonObject } from '../../domain/rows.js';
import { SeriesService } from '../application/series.service.js';
import { ChangeSeriesRequest, CreateSeriesRequest } from './series.request.js';
import { EpisodeListResponse, EpisodeResponse, SeriesListResponse, SeriesResponse } from './series.response.js';

const SERIES = {
  name: 'Deep sea',
  bible: 'Told by Ada, a diver of seventy. Calm, a little amused.',
  topics: ['the anglerfish', 'the giant squid'],
  defaults: { durationSeconds: 30, title: 'Deep sea, part {{episode}}' },
};
const exampleOf = (value: object) => ({ usual: { value } });

/** Translates between HTTP and `SeriesService`; decides nothing. */
@ApiTags('series')
@Controller('v1/series')
export class SeriesController {
  constructor(
    private readonly series: SeriesService,
    private readonly idempotency: IdempotencyKeys,
    private readonly ids: Ids,
  ) {}

  @Post()
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Make a series',
    description:
      'What its episodes have in common. Nothing is made yet: `POST /v1/series/{id}/episodes` orders one, and `batchOf` orders the first ones at once, as a batch (`batchId`).',
  })
  @ApiBody({ type: CreateSeriesRequest, examples: exampleOf(SERIES) })
  @ApiCreatedResponse({ type: SeriesResponse, description: 'The series', headers: LOCATION })
  @Problems('validation_failed', 'quota_exceeded', 'cost_above_limit')
  async create(
    @Body() { name, bible = '', topics = [], defaults = {}, batchOf, maxCostMicros }: CreateSeriesRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SeriesResponse> {
    if (batchOf === undefined && maxCostMicros !== undefined)
      throw validationFailed([{ path: 'maxCostMicros', message: 'is for the episodes of "batchOf", and none are ordered' }]);
    const seriesId = this.ids.next();
    const location = `/v1/series/${seriesId}`;
    const words = { name, bible, topics, defaults };
    const episodes = batchOf === undefined ? null : { batchId: this.ids.next(), count: batchOf, maxCostMicros: maxCostMicros ?? null };
    const made = await this.series.create(actorOf(principal), seriesId, words, episodes, this.answering(request, 201, location));
    response.location(location);
    return made;
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({ summary: 'List series, newest first', description: 'Of your organisation.' })
  @ApiOkResponse({ type: SeriesListResponse, description: 'A page of them' })
  list(@Query() page: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<SeriesListResponse> {
    return this.series.list(orgId, page);
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'One series', description: 'With the number and the topic of its next episode.' })
  @ApiOkResponse({ type: SeriesResponse, description: 'The series' })
  @Problems('series_not_found')
  get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<SeriesResponse> {
    return this.series.read(orgId, id);
  }

  @Patch(':id')
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Change a series',
    description: 'What is given takes the place of what was; episodes that are ordered already stay as they are. Add topics at the end.',
  })
  @ApiBody({ type: ChangeSeriesRequest, examples: exampleOf({ topics: [...SERIES.topics, 'sea spiders'] }) })
  @ApiOkResponse({ type: SeriesResponse, description: 'The series after it' })
  @Problems('series_not_found', 'validation_failed')
  change(
    @UuidParam('id') id: string,
    @Body() given: ChangeSeriesRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<SeriesResponse> {
    return this.series.change(actorOf(principal), id, given, this.answering(request, 200));
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Delete a series', description: 'Its words are forgotten; its videos stay.' })
  @ApiNoContentResponse({ description: 'It is gone' })
  @Problems('series_not_found')
  delete(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.series.delete(actorOf(principal), id);
  }

  @Post(':id/episodes')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Order the next episode',
    description:
      'A video with the defaults of the series, its next number and, where the order names no prompt, script, idea or frames, its next topic. The writer is told what the series is and how its last 20 episodes begin.',
  })
  @ApiBody({
    required: false,
    schema: { type: 'object', additionalProperties: true, description: 'Members of `POST /v1/videos`; they go before the defaults.' },
    examples: exampleOf({ durationSeconds: 45, approvals: ['script'] }),
  })
  @ApiAcceptedResponse({ type: EpisodeResponse, description: 'Accepted; `Location` is the video', headers: LOCATION })
  @Problems('series_not_found', 'no_topic_left', 'episode_taken', 'validation_failed', 'quota_exceeded', 'cost_above_limit')
  async order(
    @UuidParam('id') id: string,
    @Body() body: unknown,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<EpisodeResponse> {
    const given = body ?? {};
    if (!isJsonObject(given)) throw validationFailed([{ path: '', message: 'must be a JSON object' }]);
    const made = await this.series.order(actorOf(principal), id, given, (tx, view) =>
      this.idempotency.complete(tx, request, { status: 202, location: `/v1/videos/${view.videoId}`, body: view }),
    );
    response.location(`/v1/videos/${made.videoId}`);
    return made;
  }

  @Get(':id/episodes')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'Episodes of a series, newest first', description: 'Each with how far its video is.' })
  @ApiOkResponse({ type: EpisodeListResponse, description: 'A page of them' })
  @Problems('series_not_found')
  episodes(@UuidParam('id') id: string, @Query() page: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<EpisodeListResponse> {
    return this.series.episodes(orgId, id, page);
  }

  /** The answer to an `Idempotency-Key` is kept in the transaction that does what was asked for. */
  private answering<View>(request: Request, status: number, location: string | null = null): InTransaction<View> {
    return (tx, view) => this.idempotency.complete(tx, request, { status, location, body: view as object });
  }
}
