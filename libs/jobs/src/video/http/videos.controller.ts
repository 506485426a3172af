import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { ObjectResponses } from '#assets';
import { actorOf, CurrentPrincipal, Idempotent, IdempotencyKeys, Ids, type Page, type Principal, Scopes, UuidParam } from '#platform';
import { type TimelineEntry, type Video, type VideoSegment } from '../../contracts/video.resource.js';
import { type ChangeOptions, Videos } from '../../contracts/videos.js';
import { CreateVideoRequest, DecideApprovalRequest, RegenerateSegmentRequest } from '../application/resolve/create-video.request.js';
import { UnknownArtifact } from '../domain/video-job.errors.js';
import { VideoEventStream } from './event-stream.js';
import { ListVideosQuery } from './list-videos.query.js';

/** Translates between HTTP and `Videos`; decides nothing. */
@ApiTags('videos')
@ApiBearerAuth()
@Controller('v1/videos')
export class VideosController {
  constructor(
    private readonly videos: Videos,
    private readonly objects: ObjectResponses,
    private readonly idempotency: IdempotencyKeys,
    private readonly ids: Ids,
    private readonly stream: VideoEventStream,
  ) {}

  @Post()
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Order a video from a prompt, a script or an idea' })
  async create(
    @Body() body: CreateVideoRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Video> {
    const videoId = this.ids.next();
    const location = `/v1/videos/${videoId}`;
    const video = await this.videos.order(actorOf(principal), body, { videoId, ...this.answering(request, 202, location) });
    response.location(location);
    return video;
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({ summary: 'List videos, newest first' })
  list(@Query() query: ListVideosQuery, @CurrentPrincipal() { orgId }: Principal): Promise<Page<Video>> {
    return this.videos.list(orgId, query);
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'One video, as it stands' })
  get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<Video> {
    return this.videos.read(orgId, id);
  }

  @Get(':id/segments')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'All segments in order' })
  async segments(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<Page<VideoSegment>> {
    return { data: await this.videos.segments(orgId, id), nextCursor: null };
  }

  @Get(':id/timeline')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'What happened to the video, for people' })
  async timeline(
    @UuidParam('id') id: string,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<{ readonly data: readonly TimelineEntry[] }> {
    return { data: await this.videos.timeline(orgId, id) };
  }

  @Get(':id/events')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'Server-Sent Events: stage, progress, segment, approval, completed, failed, cancelled' })
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
  @ApiOperation({ summary: 'The bytes of an artifact; Range requests work' })
  async artifact(
    @UuidParam('id') id: string,
    @Param('name') name: string | string[],
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const wanted = Array.isArray(name) ? name.join('/') : name;
    const { key, contentType, sha256 } = await this.videos.artifact(orgId, id, wanted);
    const presentation = { contentType, sha256, downloadName: wanted.split('/').at(-1) ?? wanted };
    if (!(await this.objects.send(key, presentation, request, response))) throw new UnknownArtifact(id, wanted);
  }

  @Post(':id/approvals/:type/approve')
  @HttpCode(200)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Let the job go past a gate' })
  approve(
    @UuidParam('id') videoId: string,
    @Param('type') type: string,
    @Body() body: DecideApprovalRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<Video> {
    return this.videos.decide(actorOf(principal), videoId, type, { decision: 'approved', ...body }, this.answering(request, 200));
  }

  @Post(':id/approvals/:type/reject')
  @HttpCode(200)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Have that part made anew, with a comment' })
  reject(
    @UuidParam('id') videoId: string,
    @Param('type') type: string,
    @Body() body: DecideApprovalRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<Video> {
    return this.videos.decide(actorOf(principal), videoId, type, { decision: 'rejected', ...body }, this.answering(request, 200));
  }

  @Post(':id/segments/:index/regenerate')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Make one segment anew; everything else is reused' })
  regenerate(
    @UuidParam('id') videoId: string,
    @Param('index') indexText: string,
    @Body() body: RegenerateSegmentRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<Video> {
    const index = /^\d{1,3}$/.test(indexText) ? Number(indexText) : -1;
    return this.videos.regenerate(actorOf(principal), videoId, index, body, this.answering(request, 202));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Stop the job' })
  cancel(@UuidParam('id') videoId: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<Video> {
    return this.videos.cancel(actorOf(principal), videoId, this.answering(request, 200));
  }

  @Post(':id/retry')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Go on with a failed job from what it has' })
  retry(@UuidParam('id') videoId: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<Video> {
    return this.videos.retry(actorOf(principal), videoId, this.answering(request, 202));
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Delete a finished video and its files' })
  delete(@UuidParam('id') videoId: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.videos.delete(actorOf(principal), videoId);
  }

  /** The answer to an `Idempotency-Key` is kept in the transaction that does what was asked for. */
  private answering(request: Request, status: number, location: string | null = null): ChangeOptions {
    return { alongside: (tx, video) => this.idempotency.complete(tx, request, { status, location, body: video }) };
  }
}
