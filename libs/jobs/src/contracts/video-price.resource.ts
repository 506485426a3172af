/** What videos and changes of them cost, before and after. */
import { type QuotaRefusal, type Resource } from '#billing';

export interface VideoCost {
  /** 1 USD = 1 000 000. */
  readonly amountMicros: number;
  readonly currency: string;
  readonly items: readonly { readonly provider: string; readonly model: string; readonly units: number; readonly amountMicros: number }[];
}

/** What a change of a video would add, and whether the quota allows it at this moment. */
export interface VideoChangePrice {
  /** Of models, at most. */
  readonly cost: VideoCost;
  /** Of film that is encoded anew. */
  readonly renderSeconds: number;
  readonly allowed: boolean;
  /** The members of the 402 that it would be answered; empty when allowed. */
  readonly refusals: readonly QuotaRefusal[];
}

export interface PlannedPart {
  readonly index: number;
  readonly section: 'intro' | 'main' | 'outro';
  readonly durationSeconds: number;
  /** The first that will be asked for its clip. */
  readonly model: string;
}

/** What a video would use, and whether the quota allows it at this moment. */
export interface VideoEstimate {
  readonly segments: number;
  /** How it will probably be cut. */
  readonly plan: readonly PlannedPart[];
  /** From the order to the film, by what the organisation has had made before; null: too little is known. */
  readonly readySeconds: { readonly p50: number; readonly p90: number } | null;
  readonly resources: readonly { readonly resource: Resource; readonly quantity: number }[];
  readonly cost: VideoCost;
  readonly allowed: boolean;
  /** The members of the 402 that ordering would be answered; empty when allowed. */
  readonly refusals: readonly QuotaRefusal[];
}
