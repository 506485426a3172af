import { type Page } from '#platform';
import { type InTransaction, type PageRequest, type Requester } from './requester.js';

/** The body of `POST /v1/clips`, as plain data. */
export interface ClipsOrder {
  /** By names of the caller's own: `{ first_frame, last_frame, duration? }`, addresses of pictures and seconds. */
  readonly frames: Readonly<Record<string, unknown>>;
  /** With the capability frames-to-video; default: the first available. */
  readonly model?: string;
  readonly aspectRatio?: '9:16' | '16:9' | '1:1' | '4:5';
}

/** `pending`, a link that works for an hour, or why there is none. */
export type ClipAnswer = 'pending' | (string & {}) | { readonly error: { readonly code: string; readonly message: string } };

/** A set of clips as those see it who ordered it. */
export interface ClipSet {
  readonly id: string;
  /** `completed`: nothing is pending. */
  readonly status: 'processing' | 'completed';
  readonly model: string;
  readonly aspectRatio: string;
  /** By task id, in the order of `frames`. */
  readonly clips: Readonly<Record<string, ClipAnswer>>;
  /** Task id of each scene. */
  readonly frames: Readonly<Record<string, string>>;
  readonly summary: { readonly total: number; readonly pending: number; readonly completed: number; readonly failed: number };
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly completedAt: string | null;
}

/**
 * The only way to order clips from pairs of pictures. Also the injection token. A set of another organisation is one that is not there
 * (`clips_not_found`); bodies are checked here, whoever sends them. Refusals change nothing.
 */
export abstract class Clips {
  /** `clipSetId`: derived from what orders them, so that ordering twice is ordering once; default: a new one. */
  abstract order(
    by: Requester,
    order: ClipsOrder,
    options?: { readonly clipSetId?: string; readonly alongside?: InTransaction<ClipSet> },
  ): Promise<ClipSet>;
  abstract read(orgId: string, clipSetId: string): Promise<ClipSet>;
  /** Newest first. */
  abstract list(orgId: string, page: PageRequest): Promise<Page<ClipSet>>;
  /** Forgets a set of which nothing is pending, its clips and what was asked for. */
  abstract delete(by: Requester, clipSetId: string): Promise<void>;
  /** Has providers asked now about what is pending; `alongside` commits with that. */
  abstract check(by: Requester, clipSetId: string, options?: { readonly alongside?: InTransaction<ClipSet> }): Promise<ClipSet>;
}
