import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { ObjectResponses } from '#assets';
import { actorOf, ApiBytes, CurrentPrincipal, Idempotent, Ids, LOCATION, type Principal, Problems, Scopes, UuidParam } from '#platform';
import { Videos } from '../../contracts/videos.js';
import { CreateVideoRequest } from '../application/resolve/create-video.request.js';
import { RenameVideoRequest } from '../application/resolve/segment-changes.request.js';
import { UnknownArtifact } from '../domain/video-job.errors.js';
import { AnswerKeeper } from './answer-keeper.js';
import { VideoEventStream } from './event-stream.js';
import { ApiMetadataFilter, ApiStatusFilter, ListVideosQuery, TimelineQuery } from './list-videos.query.js';
import { ApiVideoEvents } from './video-event.response.js';
import { ReaderLanguage } from './reader-language.js';
import { TimelineResponse } from './timeline.response.js';
import { VideoCountsResponse, VideoListResponse, VideoSummaryListResponse } from './video-list.response.js';
import { VideoSegmentListResponse } from './video-segment.response.js';
import { VideoResponse } from './video.response.js';
import { ORDER_EXAMPLES } from './video.examples.js';

/** Of artifacts, by their names. */
const ARTIFACT_TYPES = [
  ...['video/mp4', 'audio/mp4', 'image/png', 'image/jpeg', 'application/json', 'text/plain', 'text/vtt', 'application/x-subrip'],
];
const ORDER_PROBLEMS = ['unknown_model', 'model_retired', 'model_unavailable', 'given_files'] as const;

/** Translates between HTTP and `Videos`, where videos are ordered, read, renamed and deleted; decides nothing. */
@ApiTags('videos')
@Controller('v1/videos')
export class VideosController {
  constructor(
    private readonly videos: Videos,
    private readonly objects: ObjectResponses,
    private readonly answers: AnswerKeeper,
    private readonly ids: Ids,
    private readonly stream: VideoEventStream,
  ) {}

  @Post()
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Order a video from a prompt, a script or an idea',
    description:
      'Reserves what it will use and accepts the order, or does neither. Exactly one of `prompt`, `script` and `idea` is needed, none with `frames`. Follow it by `GET /v1/videos/{id}` or its events.',
  })
  @ApiBody({ type: CreateVideoRequest, examples: ORDER_EXAMPLES })
  @ApiAcceptedResponse({ type: VideoResponse, description: 'Accepted', headers: LOCATION })
  @Problems(...ORDER_PROBLEMS, 'quota_exceeded', 'cost_above_limit')
  async create(
    @Body() body: CreateVideoRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoResponse> {
    const videoId = this.ids.next();
    const location = `/v1/videos/${videoId}`;
    const video = await this.videos.order(actorOf(principal), body, { videoId, ...this.answers.alongside(request, 202, location) });
    response.location(location);
    return video;
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'List videos, newest first',
    description: 'Of your organisation, also those that failed or were cancelled.',
  })
  @ApiMetadataFilter()
  @ApiStatusFilter()
  @ApiExtraModels(VideoListResponse, VideoSummaryListResponse)
  @ApiOkResponse({
    description: 'A page of them; with `view=summary` of their summaries',
    schema: {
      title: 'VideoPage',
      anyOf: [{ $ref: getSchemaPath(VideoListResponse) }, { $ref: getSchemaPath(VideoSummaryListResponse) }],
    },
  })
  list(
    @Query() { view, ...filter }: ListVideosQuery,
    @CurrentPrincipal() { orgId }: Principal,
    @ReaderLanguage() language?: string,
  ): Promise<VideoListResponse | VideoSummaryListResponse> {
    return view === 'summary' ? this.videos.summaries(orgId, filter, language) : this.videos.list(orgId, filter, language);
  }

  @Get('counts')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'How many videos there are of each status', description: 'Of all that your organisation has.' })
  @ApiOkResponse({ type: VideoCountsResponse, description: 'By status' })
  counts(@CurrentPrincipal() { orgId }: Principal): Promise<VideoCountsResponse> {
    return this.videos.counts(orgId);
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'One video, as it stands',
    description:
      'Shows every change that was answered before. Its links work for an hour. Progress and error are said in the language of `Accept-Language` (`en`, `ru`), without one in that of the video.',
  })
  @ApiOkResponse({ type: VideoResponse, description: 'The video' })
  @Problems('video_not_found')
  get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal, @ReaderLanguage() language?: string): Promise<VideoResponse> {
    return this.videos.read(orgId, id, language);
  }

  @Get(':id/segments')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'All segments in order',
    description: 'What each segment says and shows, and how far it is. There are none before the script stands.',
  })
  @ApiOkResponse({ type: VideoSegmentListResponse, description: 'The segments' })
  @Problems('video_not_found')
  async segments(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<VideoSegmentListResponse> {
    return { data: await this.videos.segments(orgId, id), nextCursor: null };
  }

  @Get(':id/timeline')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'What happened to the video, for people',
    description: 'The whole history of the job, oldest first.',
  })
  @ApiOkResponse({ type: TimelineResponse, description: 'The history' })
  @Problems('video_not_found')
  async timeline(
    @UuidParam('id') id: string,
    @Query() { language }: TimelineQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<TimelineResponse> {
    return { data: await this.videos.timeline(orgId, id, language) };
  }

  @Get(':id/events')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'Server-Sent Events: stage, progress, segment, approval, completed, failed, cancelled',
    description: 'First what happened, then what happens, until the job ends. `Last-Event-ID` goes on after that frame.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: '`id` of the last frame you have.', schema: { type: 'string' } })
  @ApiVideoEvents()
  @Problems('video_not_found')
  async events(
    @UuidParam('id') id: string,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.videos.read(orgId, id);
    await this.stream.send(id, request, response);
  }

  @Get(':id/artifacts/*name')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'The bytes of an artifact; Range requests work',
    description: '`artifacts` of the video names those there are.',
  })
  @ApiParam({ name: 'name', description: 'Of `artifacts`; may hold a slash.', example: 'final.mp4', schema: { type: 'string' } })
  @ApiBytes('The bytes', ...ARTIFACT_TYPES)
  @Problems('video_not_found', 'artifact_not_found')
  async artifact(
    @UuidParam('id') id: string,
    @Param('name') name: string | string[],
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const wanted = Array.isArray(name) ? name.join('/') : name;
    const { key, contentType, sha256, downloadName } = await this.videos.artifact(orgId, id, wanted);
    const presentation = { contentType, sha256, downloadName };
    if (!(await this.objects.send(key, presentation, request, response))) throw new UnknownArtifact(id, wanted);
  }

  @Patch(':id')
  @Scopes('videos:write')
  @ApiOperation({
    summary: 'Rename a video',
    description: 'In lists and for downloads; cards that were drawn with the old title stay as they are.',
  })
  @ApiBody({ type: RenameVideoRequest, examples: { title: { value: { title: 'Three hearts' } } } })
  @ApiOkResponse({ type: VideoResponse, description: 'The video after it' })
  @Problems('video_not_found')
  rename(
    @UuidParam('id') videoId: string,
    @Body() body: RenameVideoRequest,
    @CurrentPrincipal() principal: Principal,
  ): Promise<VideoResponse> {
    return this.videos.rename(actorOf(principal), videoId, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('videos:write')
  @ApiOperation({
    summary: 'Delete a finished video and its files',
    description: 'Its links die at once; its billing record stays.',
  })
  @ApiNoContentResponse({ description: 'It is gone' })
  @Problems('video_not_found', 'not_finished')
  delete(@UuidParam('id') videoId: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.videos.delete(actorOf(principal), videoId);
  }
}
