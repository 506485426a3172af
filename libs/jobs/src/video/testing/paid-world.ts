import { type BillingFixture, createBillingFixture } from '#billing/testing';
import { type Reservation, type UsageEffect } from '#billing';
import { type Context, type EventingRegistry, type FenceKind } from '#eventing';
import { type Aggregate, type Command, type Event, type ProcessManager, type Recorded } from '#eventing/domain';
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

  /** @param more other kinds of work that a spec orders */
  static async open(prices: SpecPrices, more: (registry: EventingRegistry) => unknown = () => undefined): Promise<PaidWorld> {
    const billing = await createBillingFixture({ register: (registry) => more(registry.aggregate(videoJob)) });
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

  /** Of other work; with its reservation, where it is an order. @throws OverQuota */
  async decide<C extends Command, S, E extends Event>(
    orgId: string,
    aggregate: Aggregate<C, S, E>,
    id: string,
    command: C,
    reservation?: Reservation,
  ): Promise<void> {
    await this.billing.eventing.unitOfWork.run(async (tx) => {
      await tx.decide(aggregate, id, command, contextOf(orgId));
      if (reservation) await this.billing.quota.reserve(tx, reservation, contextOf(orgId));
    });
  }

  /** As often as one likes: each of it is booked once. */
  async accountFor<E extends Event, S>(orgId: string, manager: ProcessManager<E, S, UsageEffect>, streamId: string): Promise<void> {
    let state = manager.initialState;
    for (const event of (await this.billing.eventing.store.readStream(streamId)) as Recorded<E>[]) {
      state = manager.evolve(state, event);
      if (manager.reactsTo.includes(event.type)) await this.billing.post(...manager.react(state, event));
    }
    await this.billing.runner.book(orgId);
  }

  /** A file that is kept, or deleted again. @throws OverQuota */
  async upload(orgId: string, bytes: number, isKept: boolean): Promise<void> {
    const [reservationId, at] = [this.ids.next(), this.billing.clock.now()];
    const of = { reservationId, orgId, subject: { kind: 'asset' as const, id: reservationId }, charge: null, at };
    const room = { ...of, quantities: { storage_bytes: 2 * bytes } };
    await this.billing.eventing.unitOfWork.run((tx) => this.billing.quota.hold(tx, room, { storage_bytes: bytes }, contextOf(orgId)));
    await this.billing.post(
      { settle: { ...of, entry: 'kept', quantities: { storage_bytes: bytes } } },
      { close: { reservationId, orgId, at } },
    );
    if (!isKept) await this.billing.post({ settle: { ...of, entry: 'removed', quantities: { storage_bytes: -bytes } } });
    await this.billing.runner.book(orgId);
  }

  /** What stands in the records of an organisation, in micro-dollars. */
  async recordedCharges(orgId: string): Promise<number> {
    const [row] = await this.billing.eventing.database.query<{ micros: string }>(
      'SELECT coalesce(sum(provider_cost_micros), 0) AS micros FROM billing.usage_records WHERE org_id = $1',
      [orgId],
    );
    return Number(row?.micros);
  }

  /** Says again all that the video ever came to: each of it is booked once. */
  private account(orgId: string, videoId: string): Promise<void> {
    return this.accountFor(orgId, accountForVideo, `video-job-${videoId}`);
  }

  private async events(videoId: string): Promise<Recorded<VideoJobEvent>[]> {
    return (await this.billing.eventing.store.readStream(`video-job-${videoId}`)) as Recorded<VideoJobEvent>[];
  }
}

const contextOf = (orgId: string): Context => ({ orgId, actor: 'spec' });
