import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Quota } from '#billing';
import { Models } from '#integrations';
import { Clock } from '#platform';
import { MAX_SEGMENTS } from '#steps/plan';
import { type Requester } from '../../contracts/requester.js';
import { type VideoChangePrice } from '../../contracts/video.resource.js';
import { type SegmentsToRegenerate, type VideoChange } from '../../contracts/videos.js';
import { checkedBody } from '../../shared/checked-body.js';
import { type FieldError, FaultyRequest } from '../../shared/faulty-request.js';
import { DecideApproval, RegenerateSegments, RestoreTake, RetryVideo, type VideoJobCommand } from '../domain/video-job.commands.js';
import { UnknownSegment } from '../domain/video-job.errors.js';
import { videoJob } from '../domain/video-job.decider.js';
import { type VideoJob } from '../domain/video-job.state.js';
import { Estimates } from './estimates.js';
import { GetVideo } from './handlers/messages.js';
import { moreWork } from './more-work.js';
import { aboveLimit, pricedBy } from './priced.js';
import { DecideApprovalRequest, RegenerateSegmentRequest } from './resolve/create-video.request.js';
import { InputMedia } from './resolve/input-media.js';
import { checkRequestedModels, type NamedWish } from './resolve/picture-models.js';
import { RegenerateSegmentsRequest, RestoreTakeRequest } from './resolve/segment-changes.request.js';

/** A change as the job decides on it, and what it may add. */
export interface CheckedChange {
  readonly command: VideoJobCommand;
  /** Null: whatever it costs. */
  readonly maxCostMicros: number | null;
}

/** One segment, by its own body. @throws validation_failed, segment_not_found */
export async function regenerationOf(videoId: string, index: number, requested: object): Promise<VideoChange> {
  const { maxCostMicros, ...wish } = await checkedBody(RegenerateSegmentRequest, requested);
  if (!Number.isInteger(index) || index < 0 || index >= MAX_SEGMENTS) throw new UnknownSegment(videoId, index, 0);
  const limit = maxCostMicros === undefined ? {} : { maxCostMicros };
  return { kind: 'regenerate', requested: { segments: [{ index, ...wish }], ...limit }, isSingle: true };
}

/** What is asked of a video that is there: checked, and priced without being done. */
@Injectable()
export class VideoChanges {
  constructor(
    private readonly queries: QueryBus,
    private readonly models: Models,
    private readonly given: InputMedia,
    private readonly estimates: Estimates,
    private readonly quota: Quota,
    private readonly clock: Clock,
  ) {}

  /** @throws validation_failed and others, with all faults of the body at once */
  async check(by: Requester, videoId: string, change: VideoChange): Promise<CheckedChange> {
    const at = this.clock.now();
    switch (change.kind) {
      case 'retry':
        return { command: new RetryVideo({ videoId }, at), maxCostMicros: null };
      case 'decide':
        return { command: await this.decision(videoId, change, at), maxCostMicros: null };
      case 'restore': {
        const { take, maxCostMicros = null } = await checkedBody(RestoreTakeRequest, change.requested);
        return { command: new RestoreTake({ videoId, index: change.index, take }, at), maxCostMicros };
      }
      case 'regenerate': {
        const { segments, maxCostMicros = null } = await checkedBody(RegenerateSegmentsRequest, change.requested);
        return {
          command: new RegenerateSegments({ videoId, segments: await this.wishes(by, segments, change.isSingle) }, at),
          maxCostMicros,
        };
      }
    }
  }

  /** What it would add, and whether that is there; nothing is changed. @throws whatever the change would be refused with, but for the quota */
  async price(by: Requester, videoId: string, change: VideoChange): Promise<VideoChangePrice> {
    const { command, maxCostMicros } = await this.check(by, videoId, change);
    const { job } = await this.queries.execute(new GetVideo(by.orgId, videoId));
    const events = videoJob.decide(command, job);
    const state = events.reduce<VideoJob>((after, event) => videoJob.evolve(after, event), job);
    const works = moreWork(videoId, job, { events, state }, this.estimates).map(({ estimate }) => estimate);
    const sum = (resource: keyof (typeof works)[number]['quantities']): number =>
      works.reduce((all, { quantities }) => all + quantities[resource], 0);
    const quantities = {
      ...{ videos: sum('videos'), video_seconds: sum('video_seconds'), render_seconds: sum('render_seconds') },
      ...{ provider_cost_micros: sum('provider_cost_micros'), storage_bytes: sum('storage_bytes') },
      concurrent_videos: sum('concurrent_videos'),
    };
    const { provider_cost_micros: micros, render_seconds: renderSeconds } = quantities;
    const refusals = [...(await this.quota.refusals(by.orgId, quantities)), ...aboveLimit(micros, maxCostMicros)];
    const cost = pricedBy(
      works.flatMap(({ costs }) => costs),
      micros,
    );
    return { cost, renderSeconds, allowed: refusals.length === 0, refusals };
  }

  private async decision(videoId: string, { type, decision: given }: Extract<VideoChange, { kind: 'decide' }>, at: string) {
    const { decision, gate, ...body } = given;
    const { comment = null, segments = [], script = null } = await checkedBody(DecideApprovalRequest, body);
    // An approval takes the comment alone.
    const told = decision === 'approved' ? { segments: [], script: null } : { segments, script };
    return new DecideApproval({ videoId, approval: type, decision, comment, ...told, ...(gate !== undefined && { gate }) }, at);
  }

  private async wishes(by: Requester, segments: SegmentsToRegenerate['segments'], isSingle = false) {
    const asking = { orgId: by.orgId, today: this.clock.now().slice(0, 10) };
    const pathOf = (at: number, member: string): string => (isSingle ? member : `segments.${at}.${member}`);
    const named = segments.flatMap(({ model }, at): NamedWish[] => (model === undefined ? [] : [{ path: pathOf(at, 'model'), id: model }]));
    const assets = segments.flatMap(({ assetId }, at) => (assetId === undefined ? [] : [{ path: pathOf(at, 'assetId'), assetId }]));
    const faults: FieldError[] = [
      ...checkRequestedModels(named, asking, this.models),
      ...(await this.given.pictureFaults(assets, by.orgId)),
    ];
    if (faults.length > 0) throw new FaultyRequest(faults);
    return segments.map(({ index, prompt = null, model = null, assetId }) => ({
      ...{ index, prompt },
      model: assetId === undefined ? model : `asset:${assetId}`,
    }));
  }
}
