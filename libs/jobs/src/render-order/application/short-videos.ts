import { type Quota } from '#billing';
import { type Context, type EventStore, type EventTransaction, type UnitOfWork } from '#eventing';
import { type Clock, type Database, type Ids } from '#platform';
import { type ShortVideoRendered } from '../../contracts/short-video.events.js';
import { DeleteShortVideo, OrderShortVideo } from '../domain/short-video.commands.js';
import { shortVideo, type ShortVideo } from '../domain/short-video.decider.js';
import { UnknownShortVideo } from '../domain/short-video.errors.js';
import { reservationOf } from '../domain/short-video.quota.js';
import { expectedSeconds } from './expected-length.js';
import { type ShortVideoOrder } from './short-video-order.js';
import { type ShortVideoOrders } from './short-video-orders.js';

const LISTED = 100;

/** In the words of the protocol. */
export interface ShortVideoStatus {
  readonly status: 'queued' | 'processing' | 'ready' | 'failed';
  /** Per cent. */
  readonly progress: number;
  readonly currentStage: string;
  readonly error: string | null;
}

type Known = Exclude<ShortVideo, { readonly status: 'absent' | 'deleted' }>;

/** Films that are put together from scenes for somebody else: the way in and out. */
export class ShortVideos {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly store: EventStore,
    private readonly orders: ShortVideoOrders,
    private readonly quota: Quota,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Acceptance, order, reservation and what goes alongside commit together. @returns the id of the film to be
   * @throws OverQuota: nothing was written
   */
  async order(
    context: Context,
    order: ShortVideoOrder,
    alongside: (tx: EventTransaction, videoId: string) => Promise<void>,
  ): Promise<string> {
    const videoId = this.ids.next();
    const seconds = expectedSeconds(order);
    const command = new OrderShortVideo({ videoId, scenes: order.scenes.length, expectedSeconds: seconds }, this.clock.now());
    await this.unitOfWork.run(async (tx) => {
      await this.orders.keep(tx, context.orgId, videoId, order);
      await tx.decide(shortVideo, videoId, command, context);
      await alongside(tx, videoId);
      // Last: it holds the account to the commit.
      await this.quota.reserve(tx, reservationOf(context.orgId, videoId, { seconds, ...order.format }), context);
    });
    return videoId;
  }

  /** For billing's sweeper, over all organisations. @returns when each of them ended; one that never was has ended now */
  async endedAt(videoIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const loaded = await this.store.loadMany(shortVideo, videoIds);
    return new Map(
      videoIds.flatMap((id) => {
        const { state, recordedAt } = loaded.get(id) ?? { state: shortVideo.initialState, recordedAt: null };
        return state.status === 'queued' || state.status === 'processing' ? [] : [[id, recordedAt ?? this.clock.now()]];
      }),
    );
  }

  /** @throws UnknownShortVideo also for one of another organisation; as all of the following */
  async status(orgId: string, videoId: string): Promise<ShortVideoStatus> {
    return statusOf(await this.read(orgId, videoId));
  }

  /** The film's file; null until it is ready. */
  async film(orgId: string, videoId: string): Promise<ShortVideoRendered['data']['file'] | null> {
    const video = await this.read(orgId, videoId);
    return video.status === 'ready' ? video.film.file : null;
  }

  async delete(context: Context, videoId: string): Promise<void> {
    await this.read(context.orgId, videoId);
    await this.unitOfWork.run(async (tx) => {
      await this.orders.forget(tx, context.orgId, videoId);
      await tx.decide(shortVideo, videoId, new DeleteShortVideo({ videoId }, this.clock.now()), context);
    });
  }

  /** Ends and deletes some of an organisation's films; for its erasure. @returns how many there were */
  async disposeOf(orgId: string): Promise<number> {
    const ids = await this.orders.list(this.database, orgId, LISTED);
    for (const id of ids) await this.delete({ orgId, actor: 'system' }, id);
    return ids.length;
  }

  async list(orgId: string): Promise<readonly { readonly id: string; readonly status: ShortVideoStatus['status'] }[]> {
    const ids = await this.orders.list(this.database.forOrganisation(orgId), orgId, LISTED);
    const loaded = await this.store.loadMany(shortVideo, ids);
    return ids.flatMap((id) => {
      const video = loaded.get(id)?.state;
      return video && video.status !== 'absent' && video.status !== 'deleted' ? [{ id, status: video.status }] : [];
    });
  }

  private async read(orgId: string, videoId: string): Promise<Known> {
    // The order is removed with the film, and says whose it is.
    if (!(await this.orders.find(this.database.forOrganisation(orgId), orgId, videoId))) throw new UnknownShortVideo(videoId);
    const { state } = await this.store.load(shortVideo, videoId);
    if (state.status === 'absent' || state.status === 'deleted') throw new UnknownShortVideo(videoId);
    return state;
  }
}

function statusOf(video: Known): ShortVideoStatus {
  switch (video.status) {
    case 'queued':
      return { status: 'queued', progress: 0, currentStage: 'queued', error: null };
    case 'processing':
      return { status: 'processing', progress: 50, currentStage: 'rendering', error: null };
    case 'ready':
      return { status: 'ready', progress: 100, currentStage: 'ready', error: null };
    case 'failed':
      return { status: 'failed', progress: 0, currentStage: 'failed', error: video.error };
  }
}
