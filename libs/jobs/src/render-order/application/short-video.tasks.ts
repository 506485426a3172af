import { type Clock, type Database, EgressError, type GuardedFetch } from '#platform';
import { type ObjectStorage } from '#assets';
import { streamIdOf } from '#eventing/domain';
import {
  type SubjectErasure,
  type Task,
  type TaskContext,
  type TaskDecision,
  taskDecision,
  type TaskFailure,
  type TaskHandler,
} from '#tasks';
import { ProviderError } from '#integrations';
import {
  DeleteShortVideo,
  FailShortVideo,
  RecordAnnouncement,
  RecordShortVideo,
  RecordShortVideoFilesRemoved,
  StartShortVideo,
} from '../domain/short-video.commands.js';
import { shortVideo } from '../domain/short-video.decider.js';
import { ANNOUNCE_SHORT_VIDEO, REMOVE_SHORT_VIDEO, RENDER_SHORT_VIDEO } from './reactions/make-short-videos.reaction.js';
import { type PutTogether } from './short-video-composer.js';
import { type ShortVideoOrders } from './short-video-orders.js';

interface Payload {
  readonly videoId: string;
}

/** Puts one film together. */
export class RenderShortVideoTask implements TaskHandler<Payload> {
  readonly kind = RENDER_SHORT_VIDEO;

  constructor(
    private readonly database: Database,
    private readonly orders: ShortVideoOrders,
    private readonly putTogether: PutTogether,
    private readonly clock: Clock,
  ) {}

  begin({ payload: { videoId } }: Task<Payload>): TaskDecision {
    return taskDecision(shortVideo, videoId, new StartShortVideo({ videoId }, this.clock.now()));
  }

  async run({ orgId, payload: { videoId } }: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const order = await this.orders.find(this.database, orgId, videoId);
    if (!order) throw new ProviderError('not_found', 'The order is gone.', false);
    const { file, durationSeconds } = await this.putTogether.film(order, context);
    return taskDecision(shortVideo, videoId, new RecordShortVideo({ videoId, file, durationSeconds }, this.clock.now()));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message }: TaskFailure): TaskDecision {
    return taskDecision(shortVideo, videoId, new FailShortVideo({ videoId, code, message }, this.clock.now()));
  }
}

/** When a film has ended: removes what was kept on the way, and tells who ordered it; what exactly happened is for them to ask. */
export class AnnounceShortVideoTask implements TaskHandler<Payload> {
  readonly kind = ANNOUNCE_SHORT_VIDEO;

  constructor(
    private readonly database: Database,
    private readonly orders: ShortVideoOrders,
    private readonly putTogether: PutTogether,
    private readonly web: GuardedFetch,
    private readonly clock: Clock,
  ) {}

  async run({ orgId, payload: { videoId } }: Task<Payload>, { signal }: TaskContext): Promise<TaskDecision> {
    await this.putTogether.forgetParts(orgId, videoId);
    const order = await this.orders.find(this.database, orgId, videoId);
    if (!order?.callbackUrl) return this.recorded(videoId, false);
    const body = JSON.stringify({ videoId });
    const headers = { 'content-type': 'application/json' };
    const { status } = await this.web.request(order.callbackUrl, { method: 'POST', headers, body, signal });
    if (status >= 500 || status === 429) throw new EgressError('fetch_failed', `the callback was answered with ${status}`, true, status);
    return this.recorded(videoId, status < 300);
  }

  /** The other side polls as well. */
  giveUp({ payload: { videoId } }: Task<Payload>): TaskDecision {
    return this.recorded(videoId, false);
  }

  private recorded(videoId: string, wasHeard: boolean): TaskDecision {
    return taskDecision(shortVideo, videoId, new RecordAnnouncement({ videoId, wasHeard }, this.clock.now()));
  }
}

/** Removes the files of a deleted film, and what was said of it. */
export class RemoveShortVideoTask implements TaskHandler<Payload> {
  readonly kind = REMOVE_SHORT_VIDEO;

  constructor(
    private readonly storage: ObjectStorage,
    private readonly erasure: Pick<SubjectErasure, 'erase'>,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>): Promise<TaskDecision> {
    const { orgId, payload } = task;
    const { videoId } = payload;
    await this.storage.delete(`${orgId}/${videoId}`);
    await this.erasure.erase(task, streamIdOf(shortVideo, videoId));
    return taskDecision(shortVideo, videoId, new RecordShortVideoFilesRemoved({ videoId }, this.clock.now()));
  }

  /** Refused, since it is deleted already: so the log goes on saying that its files have not been removed. */
  giveUp({ payload: { videoId } }: Task<Payload>): TaskDecision {
    return taskDecision(shortVideo, videoId, new DeleteShortVideo({ videoId }, this.clock.now()));
  }
}
