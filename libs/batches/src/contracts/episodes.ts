import { type Queryable } from '#platform';
import { type Requester } from './requester.js';

export interface EpisodeOrder {
  /** UUID derived from what orders it: ordered again, it is the same episode with the same number. */
  readonly videoId: string;
  /** What the episode is about, in place of the next topic of the list, which stays. */
  readonly topic?: string;
  /** Members of `POST /v1/videos`, before the defaults of the series. */
  readonly order: Readonly<Record<string, unknown>>;
  /** The node that orders it, or the item of a batch. */
  readonly origin: { readonly workflowRunId: string; readonly node: string } | { readonly batchId: string; readonly item: number };
  /** A video that cannot go on: this one gets its number and its topic. */
  readonly inPlaceOf?: string;
  /** In the transaction of its order. */
  readonly alongside?: (tx: Queryable) => Promise<void>;
}

/** Where other libs order episodes of series. Also the injection token. A series of another organisation is one that is not there. */
export abstract class Episodes {
  /**
   * Video, number and topic are there together, or none of them is.
   * @throws series_not_found, no_topic_left, and what `Videos.order` refuses
   */
  abstract orderFor(by: Requester, seriesId: string, order: EpisodeOrder): Promise<void>;
  /** @returns those of them that the organisation has */
  abstract known(orgId: string, seriesIds: readonly string[]): Promise<ReadonlySet<string>>;
}
