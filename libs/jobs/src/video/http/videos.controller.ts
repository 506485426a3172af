import { randomInt } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { type Context, EventStore } from '#eventing';
import { type Recorded, streamIdOf } from '#eventing/domain';
import { Models } from '#integrations';
import { ObjectResponses, SignedUrls } from '#assets';
import {
  Clock,
  CurrentPrincipal,
  Idempotent,
  IdempotencyKeys,
  Ids,
  type Principal,
  Scopes,
  UuidParam,
  decodeCursor,
  encodeCursor,
} from '#platform';
import { ChangeVideo, GetVideo, ListVideos, OrderVideo, type VideoReading } from '../application/handlers/messages.js';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import {
  CancelVideo,
  CreateVideo,
  DecideApproval,
  DeleteArtifacts,
  RegenerateSegment,
  RetryVideo,
  type VideoJobCommand,
} from '../domain/video-job.commands.js';
import { videoJob } from '../domain/video-job.decider.js';
import { UnknownArtifact, UnknownSegment } from '../domain/video-job.errors.js';
import { JobsConfig } from '../../jobs.config.js';
import { MontageTemplates } from '../../templates/montage-templates.js';
import { GivenPictures } from '../../shared/given-pictures.js';
import { CreateVideoRequest, DecideApprovalRequest, RegenerateSegmentRequest } from './create-video.request.js';
import { VideoEventStream } from './event-stream.js';
import { GivenMedia, picturesOf } from '../application/resolve/given-media.js';
import { ListVideosQuery } from './list-videos.query.js';
import { checkWish } from '../application/resolve/picture-models.js';
import { resolveRequest } from '../application/resolve/resolve-request.js';
import { timelineEntry } from './timeline.response.js';
import { type VideoResponse, artifactsOf, segmentResponse, videoResponse } from './video.response.js';

/** Translates between HTTP and the bus; decides nothing. */
@ApiTags('videos')
@ApiBearerAuth()
@Controller('v1/videos')
export class VideosController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly models: Models,
    private readonly config: JobsConfig,
    private readonly templates: MontageTemplates,
    private readonly urls: SignedUrls,
    private readonly objects: ObjectResponses,
    private readonly store: EventStore,
    private readonly pictures: GivenPictures,
    private readonly given: GivenMedia,
    private readonly idempotency: IdempotencyKeys,
    private readonly clock: Clock,
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
  ): Promise<VideoResponse> {
    const videoId = this.ids.next();
    const location = `/v1/videos/${videoId}`;
    const owner = { orgId: principal.orgId, subjectId: videoId };
    const { models, config, templates } = this;
    const reading = await this.pictures.orForget(owner, async () => {
      const found = await this.given.receive(body, owner);
      const {
        request: resolved,
        format,
        ...montage
      } = resolveRequest(body, { ...this.asking(principal), seed: randomInt(2 ** 31 - 1) }, { models, config, templates }, found);
      const data = { videoId, request: resolved, widthPx: format.widthPx, heightPx: format.heightPx, ...montage };
      const order = new OrderVideo(new CreateVideo(data, this.clock.now()), contextOf(principal), async (tx, accepted) => {
        await this.pictures.remember(tx, owner, picturesOf(body));
        await this.idempotency.complete(tx, request, { status: 202, location, body: this.show(accepted) });
      });
      return this.commands.execute<OrderVideo, VideoReading>(order);
    });
    response.location(location);
    return this.show(reading);
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({ summary: 'List videos, newest first' })
  async list(@Query() query: ListVideosQuery, @CurrentPrincipal() { orgId }: Principal) {
    const olderThan = query.cursor === undefined ? null : decodeCursor(query.cursor);
    const filter = { status: query.status ?? null, stage: query.stage ?? null, q: query.q ?? null };
    const message = new ListVideos(orgId, filter, query.limit, olderThan);
    const { videos, hasMore } = await this.queries.execute<ListVideos, { videos: VideoReading[]; hasMore: boolean }>(message);
    const last = videos.at(-1);
    return { data: videos.map((video) => this.show(video)), nextCursor: hasMore && last ? encodeCursor(last.job.videoId) : null };
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'One video, as it stands' })
  async get(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<VideoResponse> {
    return this.show(await this.read(principal, id));
  }

  @Get(':id/segments')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'All segments in order' })
  async segments(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal) {
    const { job } = await this.read(principal, id);
    return { data: job.segments.map((_, index) => segmentResponse(job, index, this.urls)), nextCursor: null };
  }

  @Get(':id/timeline')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'What happened to the video, for people' })
  async timeline(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal) {
    const { job } = await this.read(principal, id);
    const events = (await this.store.readStream(streamIdOf(videoJob, id))) as Recorded<VideoJobEvent>[];
    return { data: events.map((event) => timelineEntry(event, job.request.language)) };
  }

  @Get(':id/events')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'Server-Sent Events: stage, progress, segment, approval, completed, failed, cancelled' })
  async events(
    @UuidParam('id') id: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.read(principal, id);
    await this.stream.send(id, request, response);
  }

  @Get(':id/artifacts/*name')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'The bytes of an artifact; Range requests work' })
  async artifact(
    @UuidParam('id') id: string,
    @Param('name') name: string | string[],
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const wanted = Array.isArray(name) ? name.join('/') : name;
    const { job } = await this.read(principal, id);
    const file = artifactsOf(job).find((artifact) => artifact.name === wanted)?.file;
    if (!file) throw new UnknownArtifact(id, wanted);
    const downloadName = wanted.split('/').at(-1) ?? wanted;
    const presentation = { contentType: file.contentType, sha256: file.sha256, downloadName };
    if (!(await this.objects.send(file.key, presentation, request, response))) throw new UnknownArtifact(id, wanted);
  }

  @Post(':id/approvals/:type/approve')
  @HttpCode(200)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Let the job go past a gate' })
  approve(
    @UuidParam('id') videoId: string,
    @Param('type') approval: string,
    @Body() body: DecideApprovalRequest,
    @CurrentPrincipal() principal: Principal,
  ): Promise<VideoResponse> {
    const data = { videoId, approval, decision: 'approved' as const, comment: body.comment ?? null, segments: [], script: null };
    return this.change(principal, new DecideApproval(data, this.clock.now()));
  }

  @Post(':id/approvals/:type/reject')
  @HttpCode(200)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Have that part made anew, with a comment' })
  reject(
    @UuidParam('id') videoId: string,
    @Param('type') approval: string,
    @Body() body: DecideApprovalRequest,
    @CurrentPrincipal() principal: Principal,
  ): Promise<VideoResponse> {
    const { comment = null, segments = [], script = null } = body;
    const data = { videoId, approval, decision: 'rejected' as const, comment, segments, script };
    return this.change(principal, new DecideApproval(data, this.clock.now()));
  }

  @Post(':id/segments/:index/regenerate')
  @HttpCode(202)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Make one segment anew; everything else is reused' })
  regenerate(
    @UuidParam('id') videoId: string,
    @Param('index') indexText: string,
    @Body() body: RegenerateSegmentRequest,
    @CurrentPrincipal() principal: Principal,
  ): Promise<VideoResponse> {
    const index = /^\d{1,3}$/.test(indexText) ? Number(indexText) : -1;
    if (index < 0) throw new UnknownSegment(videoId, index, 0);
    if (body.model !== undefined) checkWish(body.model, this.asking(principal), this.models);
    const data = { videoId, index, prompt: body.prompt ?? null, model: body.model ?? null };
    return this.change(principal, new RegenerateSegment(data, this.clock.now()));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Stop the job' })
  cancel(@UuidParam('id') videoId: string, @CurrentPrincipal() principal: Principal): Promise<VideoResponse> {
    return this.change(principal, new CancelVideo({ videoId }, this.clock.now()));
  }

  @Post(':id/retry')
  @HttpCode(202)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Go on with a failed job from what it has' })
  retry(@UuidParam('id') videoId: string, @CurrentPrincipal() principal: Principal): Promise<VideoResponse> {
    return this.change(principal, new RetryVideo({ videoId }, this.clock.now()));
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Delete a finished video and its files' })
  async delete(@UuidParam('id') videoId: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    await this.change(principal, new DeleteArtifacts({ videoId }, this.clock.now()));
  }

  private asking({ orgId }: Principal) {
    return { orgId, today: this.clock.now().slice(0, 10) };
  }

  private read({ orgId }: Principal, videoId: string): Promise<VideoReading> {
    return this.queries.execute<GetVideo, VideoReading>(new GetVideo(orgId, videoId));
  }

  private async change(principal: Principal, command: VideoJobCommand): Promise<VideoResponse> {
    return this.show(await this.commands.execute<ChangeVideo, VideoReading>(new ChangeVideo(command, contextOf(principal))));
  }

  private show({ job, updatedAt }: VideoReading): VideoResponse {
    return videoResponse(job, updatedAt, this.urls);
  }
}

const contextOf = ({ orgId, keyId }: Principal): Context => ({ orgId, actor: `key:${keyId}` });
