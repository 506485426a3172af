import { type BillingFixture, createBillingFixture } from '#billing/testing';
import { type Context, type FenceKind } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { Clock, Ids } from '#platform';
import { type ModelPrice, type ProviderCost } from '#steps/plan';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { type VideoRequest } from '../../contracts/video-request.js';
import { AT, videoRequest } from '../../testing/builders.js';
import { type Estimates, itemsOf } from '../application/estimates.js';
import { accountForVideo } from '../application/process-managers/account-for-video.process-manager.js';
import { VideoAdmission } from '../application/video-admission.js';
import { estimateVideo } from '../domain/estimate.js';
import { CreateVideo, type VideoJobCommand } from '../domain/video-job.commands.js';
import { videoJob } from '../domain/video-job.decider.js';
import { type VideoJobState } from '../domain/video-job.state.js';

/** Prices of a spec, by model, in micro-dollars a call. */
export type SpecPrices = Readonly<Record<string, number>>;

const HELD: FenceKind = { name: 'spec.held', claim: (_, fences) => Promise.resolve(new Set(fences.map(({ key }) => key))) };
const SIZE = { widthPx: 1, heightPx: 1 };

/** Videos on a database of their own, with what they reserve and use; nothing is made, results are said by the spec. */
export class PaidWorld {
  private constructor(
    readonly billing: BillingFixture,
    readonly prices: SpecPrices,
    private readonly estimates: Estimates,
    private readonly admission: VideoAdmission,
    private readonly ids = new Ids(),
  ) {}

  static async open(prices: SpecPrices): Promise<PaidWorld> {
    const billing = await createBillingFixture({ register: (registry) => registry.aggregate(videoJob) });
    const priceOf = (id: string): ModelPrice | null =>
      id in prices
        ? {
            ...{ provider: 'kie', model: id, unit: 'call' as const, durationsSeconds: null, available: true },
            priceMicros: prices[id] ?? 0,
          }
        : null;
    const sources = { priceOf, scriptModel: 'kie:script', musicModel: 'local:music', voiceModel: () => 'local:speech' };
    const estimates = { ...sources, defaultDurationSeconds: 20 } as unknown as Estimates;
    const admission = new VideoAdmission(billing.eventing.unitOfWork, billing.quota, estimates, new Clock());
    return new PaidWorld(billing, prices, estimates, admission);
  }

  /** @returns the id of the video. @throws OverQuota */
  async order(orgId: string, over: Partial<VideoRequest>): Promise<string> {
    const videoId = this.ids.next();
    const request = videoRequest(over);
    const estimate = estimateVideo(request, SIZE, this.estimates);
    const reservation = { reservationId: videoId, orgId, subject: { kind: 'video' as const, id: videoId } };
    const command = new CreateVideo({ videoId, request, ...SIZE, transition: { kind: 'cut', frames: 0 } }, AT);
    await this.billing.eventing.unitOfWork.run(async (tx) => {
      await tx.decide(videoJob, videoId, command, contextOf(orgId));
      await this.billing.quota.reserve(tx, { ...reservation, quantities: estimate.quantities, items: itemsOf(estimate) }, contextOf(orgId));
    });
    return videoId;
  }

  /** As a person asks for it. @throws OverQuota, DomainError */
  async ask(orgId: string, command: VideoJobCommand): Promise<void> {
    const { videoId } = command.data;
    await this.billing.eventing.unitOfWork.run(async (tx) => {
      const before = (await tx.load(videoJob, videoId)).state;
      const decided = await tx.decide(videoJob, videoId, command, contextOf(orgId));
      await this.admission.setAside(tx, videoId, { before, decided }, contextOf(orgId));
    });
    await this.account(orgId, videoId);
  }

  /** As a task says it. */
  async tell(orgId: string, command: VideoJobCommand): Promise<void> {
    const { videoId } = command.data;
    const decision = this.admission.ofTask(videoId, command);
    await decision.record?.(contextOf(orgId), { kind: HELD, key: this.ids.next(), token: 1 });
    await this.account(orgId, videoId);
  }

  async job(videoId: string): Promise<VideoJobState> {
    const { state } = await this.billing.eventing.store.load(videoJob, videoId);
    if (state.status === 'absent') throw new Error(`there is no video ${videoId}`);
    return state;
  }

  async types(videoId: string): Promise<string[]> {
    return (await this.events(videoId)).map(({ type }) => type);
  }

  /** What a call of this model has cost; null: nothing. */
  cost(model: string): ProviderCost | null {
    const amountMicros = this.prices[model] ?? 0;
    return amountMicros === 0 ? null : { provider: 'kie', model, units: 1, amountMicros };
  }

  close(): Promise<void> {
    return this.billing.close();
  }

  /** Says again all that the video ever came to: each of it is booked once. */
  private async account(orgId: string, videoId: string): Promise<void> {
    let usage = accountForVideo.initialState;
    for (const event of await this.events(videoId)) {
      usage = accountForVideo.evolve(usage, event);
      if (accountForVideo.reactsTo.includes(event.type)) await this.billing.post(...accountForVideo.react(usage, event));
    }
    await this.billing.runner.book(orgId);
  }

  private async events(videoId: string): Promise<Recorded<VideoJobEvent>[]> {
    return (await this.billing.eventing.store.readStream(`video-job-${videoId}`)) as Recorded<VideoJobEvent>[];
  }
}

const contextOf = (orgId: string): Context => ({ orgId, actor: 'spec' });
