import { randomInt } from 'node:crypto';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { SignedUrls } from '#assets';
import { Quota, RESOURCES } from '#billing';
import { EventStore } from '#eventing';
import { type Recorded, streamIdOf } from '#eventing/domain';
import { Models } from '#integrations';
import { Clock, decodeCursor, encodeCursor, Ids, type Page } from '#platform';
import { ActorNames } from '../../contracts/actor-names.js';
import { type Requester } from '../../contracts/requester.js';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { type VideoOrder } from '../../contracts/video-order.js';
import { type VideoRequest } from '../../contracts/video-request.js';
import {
  type JobStatus,
  type TimelineEntry,
  type Video,
  type VideoChangePrice,
  type VideoEstimate,
  type VideoSegment,
  type VideoSummary,
} from '../../contracts/video.resource.js';
import {
  type ChangeOptions,
  type FilmWithin,
  type GateDecision,
  type NamedArtifact,
  type OrderOptions,
  type PreviewFile,
  type SegmentsToRegenerate,
  type TakeToRestore,
  type VideoChange,
  type VideoFilter,
  type VideoQuote,
  Videos,
} from '../../contracts/videos.js';
import { JobsConfig } from '../../jobs.config.js';
import { checkedBody } from '../../shared/checked-body.js';
import { InputImages } from '../../shared/input-images.js';
import { MontageTemplates } from '../../templates/montage-templates.js';
import { estimateVideo } from '../domain/estimate.js';
import { plannedCuts } from '../domain/planned-cuts.js';
import { CancelVideo, CreateVideo, DeleteArtifacts, RenameVideo, type VideoJobCommand } from '../domain/video-job.commands.js';
import { videoJob } from '../domain/video-job.decider.js';
import { UnknownArtifact } from '../domain/video-job.errors.js';
import { titleOf } from '../domain/video-job.state.js';
import { makerOf } from './projections/video-index.projection.js';
import { checkCost } from './check-cost.js';
import { Estimates } from './estimates.js';
import { FilmCopies } from './film-copies.js';
import { ChangeVideo, GetVideo, ListVideos, OrderVideo, type VideoView } from './handlers/messages.js';
import { aboveLimit, pricedBy } from './priced.js';
import { CreateVideoRequest } from './resolve/create-video.request.js';
import { regenerationOf, VideoChanges } from './video-changes.js';
import { InputMedia, picturesOf } from './resolve/input-media.js';
import { RenameVideoRequest } from './resolve/segment-changes.request.js';
import { resolveRequest } from './resolve/resolve-request.js';
import { PEOPLE, timelineOf } from './views/timeline.view.js';
import { summaryView } from './views/summary.view.js';
import { artifactsOf, downloadNameOf, previewFilesOf, segmentView, videoView } from './views/video.view.js';
import { VideoIndex } from './video-index.js';

/** Which one is drawn changes nothing of an estimate. */
const ANY_SEED = 0;
const MAX_SEED = 2 ** 31 - 1;

/** Checks and resolves what is asked for, sends it over the bus, and shows what comes of it. */
@Injectable()
export class VideosService extends Videos {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly models: Models,
    private readonly config: JobsConfig,
    private readonly templates: MontageTemplates,
    private readonly estimates: Estimates,
    private readonly quota: Quota,
    private readonly urls: SignedUrls,
    private readonly store: EventStore,
    private readonly index: VideoIndex,
    private readonly pictures: InputImages,
    private readonly given: InputMedia,
    private readonly changes: VideoChanges,
    private readonly copies: FilmCopies,
    private readonly clock: Clock,
    private readonly ids: Ids,
    @Optional() @Inject(ActorNames) private readonly names: ActorNames | null = null,
  ) {
    super();
  }

  async estimate(by: Requester, order: VideoOrder): Promise<VideoEstimate> {
    const body = await checkedBody(CreateVideoRequest, order);
    const { request, format, transition } = resolveRequest(body, { ...this.asking(by), seed: ANY_SEED }, this.sources);
    const { widthPx, heightPx } = format;
    // What creating would refuse is refused here as well.
    const create = new CreateVideo({ videoId: this.ids.next(), request, widthPx, heightPx, transition }, this.clock.now());
    videoJob.decide(create, videoJob.initialState);
    const { segments, quantities, costs } = estimateVideo(request, format, this.estimates);
    const refusals = [
      ...(await this.quota.refusals(by.orgId, quantities)),
      ...aboveLimit(quantities.provider_cost_micros, body.maxCostMicros),
    ];
    const plan = plannedCuts(request, this.estimates);
    return {
      segments,
      plan,
      readySeconds: await this.readySeconds(by.orgId, request, plan),
      resources: RESOURCES.map((resource) => ({ resource, quantity: quantities[resource] })),
      cost: pricedBy(costs, quantities.provider_cost_micros),
      allowed: refusals.length === 0,
      refusals,
    };
  }

  async quote(by: Requester, order: VideoOrder): Promise<VideoQuote> {
    const body = await checkedBody(CreateVideoRequest, order);
    const found = await this.given.assetFaults(body, by.orgId);
    const { request, format, transition } = resolveRequest(body, { ...this.asking(by), seed: ANY_SEED }, this.sources, found);
    const { widthPx, heightPx } = format;
    const videoId = this.ids.next();
    videoJob.decide(new CreateVideo({ videoId, request, widthPx, heightPx, transition }, this.clock.now()), videoJob.initialState);
    const { quantities } = estimateVideo(request, format, this.estimates);
    const costMicros = quantities.provider_cost_micros;
    checkCost(videoId, costMicros, body.maxCostMicros ?? null);
    return { quantities, costMicros };
  }

  async order(by: Requester, order: VideoOrder, { videoId = this.ids.next(), origin, alongside }: OrderOptions = {}): Promise<Video> {
    const body = await checkedBody(CreateVideoRequest, order);
    const owner = { orgId: by.orgId, subjectId: videoId };
    const reading = await this.pictures.discardOnRefusal(owner, async () => {
      const found = await this.given.receive(body, owner);
      const asking = { ...this.asking(by), seed: randomInt(MAX_SEED) };
      const { request, format, ...montage } = resolveRequest(body, asking, this.sources, found);
      const data = { videoId, request, widthPx: format.widthPx, heightPx: format.heightPx, ...montage, ...(origin && { origin }) };
      const remember: ConstructorParameters<typeof OrderVideo>[2] = async (tx, accepted) => {
        await this.pictures.remember(tx, owner, picturesOf(body));
        await alongside?.(tx, this.show(accepted));
      };
      const message = new OrderVideo(new CreateVideo(data, this.clock.now()), by, remember, body.maxCostMicros ?? null);
      return this.commands.execute(message);
    });
    return this.show(reading);
  }

  async read(orgId: string, videoId: string, language?: string): Promise<Video> {
    return this.show(await this.queries.execute(new GetVideo(orgId, videoId)), language);
  }

  list(orgId: string, filter: VideoFilter, language?: string): Promise<Page<Video>> {
    return this.page(orgId, filter, (video) => this.show(video, language));
  }

  summaries(orgId: string, filter: VideoFilter, language?: string): Promise<Page<VideoSummary>> {
    return this.page(orgId, filter, ({ job, updatedAt }) => summaryView(job, updatedAt, this.urls, language));
  }

  async counts(orgId: string): Promise<Record<JobStatus, number>> {
    const counted = await this.index.counts(orgId);
    const of = (status: JobStatus): number => counted.get(status) ?? 0;
    return {
      queued: of('queued'),
      processing: of('processing'),
      awaiting_approval: of('awaiting_approval'),
      completed: of('completed'),
      failed: of('failed'),
      cancelled: of('cancelled'),
    };
  }

  async segments(orgId: string, videoId: string): Promise<VideoSegment[]> {
    const { job } = await this.queries.execute(new GetVideo(orgId, videoId));
    return job.segments.map((_, index) => segmentView(job, index, this.urls));
  }

  async timeline(orgId: string, videoId: string, language?: string): Promise<TimelineEntry[]> {
    const { job } = await this.queries.execute(new GetVideo(orgId, videoId));
    const events = (await this.store.readStream(streamIdOf(videoJob, videoId))) as Recorded<VideoJobEvent>[];
    const actors = [...new Set(events.map(({ metadata }) => metadata.actor))].filter((actor) => PEOPLE.test(actor));
    const names = await this.names?.namesOf(orgId, actors);
    return timelineOf(events, language ?? job.request.language, names);
  }

  async artifact(orgId: string, videoId: string, name: string): Promise<NamedArtifact> {
    const { job } = await this.queries.execute(new GetVideo(orgId, videoId));
    const found = artifactsOf(job).find((artifact) => artifact.name === name);
    if (!found) throw new UnknownArtifact(videoId, name);
    return { ...found.file, downloadName: downloadNameOf(titleOf(job), name) };
  }

  filmWithin(by: Requester, videoId: string, maxBytes: number): Promise<FilmWithin> {
    return this.copies.within(by, videoId, maxBytes);
  }

  async previewFiles(orgId: string, videoId: string, type: 'images' | 'videos'): Promise<PreviewFile[]> {
    const { job } = await this.queries.execute(new GetVideo(orgId, videoId));
    return previewFilesOf(job, type);
  }

  async decide(by: Requester, videoId: string, type: string, given: GateDecision, options: ChangeOptions = {}): Promise<Video> {
    return this.changed(by, videoId, { kind: 'decide', type, decision: given }, options);
  }

  async regenerate(
    by: Requester,
    videoId: string,
    index: number,
    requested: { readonly prompt?: string; readonly model?: string; readonly maxCostMicros?: number },
    options: ChangeOptions = {},
  ): Promise<Video> {
    return this.changed(by, videoId, await regenerationOf(videoId, index, requested), options);
  }

  regenerateSeveral(by: Requester, videoId: string, requested: SegmentsToRegenerate, options: ChangeOptions = {}): Promise<Video> {
    return this.changed(by, videoId, { kind: 'regenerate', requested }, options);
  }

  restore(by: Requester, videoId: string, index: number, requested: TakeToRestore, options: ChangeOptions = {}): Promise<Video> {
    return this.changed(by, videoId, { kind: 'restore', index, requested }, options);
  }

  price(by: Requester, videoId: string, change: VideoChange): Promise<VideoChangePrice> {
    return this.changes.price(by, videoId, change);
  }

  async rename(by: Requester, videoId: string, requested: { readonly title: string }): Promise<Video> {
    const { title } = await checkedBody(RenameVideoRequest, requested);
    return this.change(by, new RenameVideo({ videoId, title }, this.clock.now()), {});
  }

  cancel(by: Requester, videoId: string, options: ChangeOptions = {}): Promise<Video> {
    return this.change(by, new CancelVideo({ videoId }, this.clock.now()), options);
  }

  retry(by: Requester, videoId: string, options: ChangeOptions = {}): Promise<Video> {
    return this.changed(by, videoId, { kind: 'retry' }, options);
  }

  async delete(by: Requester, videoId: string): Promise<void> {
    await this.change(by, new DeleteArtifacts({ videoId }, this.clock.now()), {});
  }

  private async page<T>(orgId: string, filter: VideoFilter, show: (video: VideoView) => T): Promise<Page<T>> {
    const { limit, cursor, status = null, stage = null, q = null, metadata = null, from = null, to = null, source = null } = filter;
    const olderThan = cursor === undefined ? null : decodeCursor(cursor);
    const wanted = { status, stage, q, metadata, from, to, source };
    const { videos, hasMore } = await this.queries.execute(new ListVideos(orgId, wanted, limit, olderThan));
    const last = videos.at(-1);
    return { data: videos.map(show), nextCursor: hasMore && last ? encodeCursor(last.job.videoId) : null };
  }

  /** A film that waits for people is ready when they want it. */
  private async readySeconds(orgId: string, request: VideoRequest, plan: VideoEstimate['plan']): Promise<VideoEstimate['readySeconds']> {
    if (request.approvals.length > 0) return null;
    const pace = await this.index.pace(orgId, makerOf(request));
    const seconds = plan.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
    return pace && { p50: Math.round(pace.p50 * seconds), p90: Math.round(pace.p90 * seconds) };
  }

  private async changed(by: Requester, videoId: string, change: VideoChange, options: ChangeOptions): Promise<Video> {
    const { command, maxCostMicros } = await this.changes.check(by, videoId, change);
    return this.change(by, command, options, maxCostMicros);
  }

  private async change(
    by: Requester,
    command: VideoJobCommand,
    { alongside }: ChangeOptions,
    maxCostMicros: number | null = null,
  ): Promise<Video> {
    const shown: InTransactionOrNone = alongside ? (tx, reading) => alongside(tx, this.show(reading)) : null;
    return this.show(await this.commands.execute(new ChangeVideo(command, by, shown, maxCostMicros)));
  }

  private get sources() {
    return { models: this.models, config: this.config, templates: this.templates };
  }

  private asking({ orgId }: Requester) {
    return { orgId, today: this.clock.now().slice(0, 10) };
  }

  private show({ job, updatedAt }: VideoView, language?: string): Video {
    return videoView(job, updatedAt, this.urls, language);
  }
}

type InTransactionOrNone = ConstructorParameters<typeof ChangeVideo>[2];
