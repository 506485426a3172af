import { randomInt } from 'node:crypto';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { SignedUrls } from '#assets';
import { Quota, type QuotaRefusal, RESOURCES } from '#billing';
import { EventStore } from '#eventing';
import { type Recorded, streamIdOf } from '#eventing/domain';
import { Models } from '#integrations';
import { Clock, decodeCursor, encodeCursor, Ids, type Page } from '#platform';
import { ActorNames } from '../../contracts/actor-names.js';
import { type Requester } from '../../contracts/requester.js';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { type VideoOrder } from '../../contracts/video-order.js';
import {
  type JobStatus,
  type TimelineEntry,
  type Video,
  type VideoEstimate,
  type VideoSegment,
  type VideoSummary,
} from '../../contracts/video.resource.js';
import {
  type ChangeOptions,
  type GateDecision,
  type NamedArtifact,
  type OrderOptions,
  type PreviewFile,
  type VideoFilter,
  type VideoQuote,
  Videos,
} from '../../contracts/videos.js';
import { JobsConfig } from '../../jobs.config.js';
import { checkedBody } from '../../shared/checked-body.js';
import { InputImages } from '../../shared/input-images.js';
import { MontageTemplates } from '../../templates/montage-templates.js';
import { type EstimatedCost, estimateVideo } from '../domain/estimate.js';
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
import { checkCost } from './check-cost.js';
import { Estimates } from './estimates.js';
import { ChangeVideo, GetVideo, ListVideos, OrderVideo, type VideoView } from './handlers/messages.js';
import { CreateVideoRequest, DecideApprovalRequest, RegenerateSegmentRequest } from './resolve/create-video.request.js';
import { InputMedia, picturesOf } from './resolve/input-media.js';
import { checkRequestedModel } from './resolve/picture-models.js';
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
    return {
      segments,
      resources: RESOURCES.map((resource) => ({ resource, quantity: quantities[resource] })),
      cost: { amountMicros: quantities.provider_cost_micros, currency: 'USD', items: mergedByModel(costs) },
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

  async read(orgId: string, videoId: string): Promise<Video> {
    return this.show(await this.queries.execute(new GetVideo(orgId, videoId)));
  }

  list(orgId: string, filter: VideoFilter): Promise<Page<Video>> {
    return this.page(orgId, filter, (video) => this.show(video));
  }

  summaries(orgId: string, filter: VideoFilter): Promise<Page<VideoSummary>> {
    return this.page(orgId, filter, ({ job, updatedAt }) => summaryView(job, updatedAt, this.urls));
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
    return { ...found.file, downloadName: downloadNameOf(job.title, name) };
  }

  async previewFiles(orgId: string, videoId: string, type: 'images' | 'videos'): Promise<PreviewFile[]> {
    const { job } = await this.queries.execute(new GetVideo(orgId, videoId));
    return previewFilesOf(job, type);
  }

  async decide(by: Requester, videoId: string, type: string, given: GateDecision, options: ChangeOptions = {}): Promise<Video> {
    const { decision, gate, ...body } = given;
    const { comment = null, segments = [], script = null } = await checkedBody(DecideApprovalRequest, body);
    // An approval takes the comment alone.
    const told = decision === 'approved' ? { segments: [], script: null } : { segments, script };
    const data = { videoId, approval: type, decision, comment, ...told, ...(gate !== undefined && { gate }) };
    return this.change(by, new DecideApproval(data, this.clock.now()), options);
  }

  async regenerate(
    by: Requester,
    videoId: string,
    index: number,
    requested: { readonly prompt?: string; readonly model?: string; readonly maxCostMicros?: number },
    options: ChangeOptions = {},
  ): Promise<Video> {
    const { prompt = null, model = null, maxCostMicros = null } = await checkedBody(RegenerateSegmentRequest, requested);
    if (!Number.isInteger(index) || index < 0) throw new UnknownSegment(videoId, index, 0);
    if (model !== null) checkRequestedModel(model, this.asking(by), this.models);
    return this.change(by, new RegenerateSegment({ videoId, index, prompt, model }, this.clock.now()), options, maxCostMicros);
  }

  cancel(by: Requester, videoId: string, options: ChangeOptions = {}): Promise<Video> {
    return this.change(by, new CancelVideo({ videoId }, this.clock.now()), options);
  }

  retry(by: Requester, videoId: string, options: ChangeOptions = {}): Promise<Video> {
    return this.change(by, new RetryVideo({ videoId }, this.clock.now()), options);
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

  private show({ job, updatedAt }: VideoView): Video {
    return videoView(job, updatedAt, this.urls);
  }
}

type InTransactionOrNone = ConstructorParameters<typeof ChangeVideo>[2];
type Item = Pick<EstimatedCost, 'provider' | 'model' | 'units' | 'amountMicros'>;

/** As a quota that the order has set itself. */
function aboveLimit(costMicros: number, maxCostMicros = Infinity): QuotaRefusal[] {
  if (costMicros <= maxCostMicros) return [];
  return [{ resource: 'provider_cost_micros', limit: maxCostMicros, used: 0, reserved: 0, requested: costMicros, resetsAt: null }];
}

/** One line for each model that costs something. */
function mergedByModel(costs: readonly Item[]): Item[] {
  const items = new Map<string, Item>();
  for (const { provider, model, units, amountMicros } of costs) {
    if (amountMicros === 0) continue;
    const known = items.get(model) ?? { provider, model, units: 0, amountMicros: 0 };
    items.set(model, { ...known, units: known.units + units, amountMicros: known.amountMicros + amountMicros });
  }
  return [...items.values()];
}
