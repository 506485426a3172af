import { type MediaFile, type Output } from '#media';

/**
 * How a maker works with a provider whose answers cost money. It remembers in Postgres what was asked for, so that a maker is written
 * as if nothing could ever die: when the process is killed, or the answer takes minutes, the maker is simply called again later and
 * goes through the same steps; what was submitted is not submitted twice.
 */
export interface ProviderCalls {
  /**
   * Submits once, then waits for the provider without holding a worker: while there is no result this does not return, the work is put
   * aside and the maker called again when a callback has come or the next poll is due.
   * @throws ProviderError `provider_timeout` after the deadline; what `submit` and `poll` say
   */
  submitAndWait<R>(call: AsyncCall<R>): Promise<R>;
  /**
   * A paid request that answers at once. Its answer is remembered, so that a retry of later steps does not pay again; a crash between
   * request and answer is the one case in which it is sent a second time (recorded as `possible_provider_duplicate`).
   * `R` must survive JSON; put files into `workDir` and keep them with `download` semantics only where they can be fetched again.
   */
  once<R>(call: SyncCall<R>): Promise<R>;
  /**
   * Fetches a provider's result through the guarded fetcher: length, signature, container and size are checked, cut files are fetched
   * again (twice), an expired link is renewed by `renewal`. @throws ProviderError `result_lost`, `result_invalid`
   */
  download(url: string, output: Output, expected: ExpectedFile): Promise<MediaFile>;
  /**
   * Something free of charge that needs the key, e.g. a result that is handed out at the provider's own address only. Nothing is
   * remembered. @throws ProviderError `model_unavailable` when there is no key; what `use` throws
   */
  free<R>(provider: string, use: (access: ProviderAccess) => Promise<R>): Promise<R>;
}

export interface AsyncCall<R> {
  /** `kie`; its key, limits and state are looked up by it. */
  readonly provider: string;
  /** `provider:model`. */
  readonly model: string;
  /** Tells several calls of one piece of work apart; the same in every run. */
  readonly name: string;
  /** Price expected, 1 USD = 1 000 000; recorded with the attempt. */
  readonly expectedMicros: number;
  /** From submission to the end; null: the model's or the installation's. */
  readonly deadlineSeconds: number | null;
  /** The one paid request. @throws SubmissionInDoubt when it was sent and the answer is unknown @throws ProviderError */
  submit(submission: Submission): Promise<{ readonly providerTaskId: string }>;
  /** Free of charge and as often as wanted. @throws ProviderError when the poll itself failed (it is repeated) */
  poll(providerTaskId: string, access: ProviderAccess): Promise<PollResult<R>>;
  /**
   * Finds what `submit` may have created although its answer was lost, by our own id; undefined where the provider cannot. @returns the
   * provider's task id, or null when there is none
   */
  findSubmitted?(attemptId: string, access: ProviderAccess): Promise<string | null>;
  /** Where the provider can; errors are logged. */
  cancel?(providerTaskId: string, access: ProviderAccess): Promise<void>;
}

export interface SyncCall<R> {
  readonly provider: string;
  readonly model: string;
  readonly name: string;
  readonly expectedMicros: number;
  /** @throws SubmissionInDoubt @throws ProviderError */
  request(submission: Submission): Promise<R>;
}

/** With whose key, and how long. */
export interface ProviderAccess {
  readonly apiKey: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  /**
   * For a paid request, right before it leaves: makes sure that the work is still wanted and ours, however long this process stood still since
   * that was last known. From then on `signal` is not aborted by a cancellation any more: the answer is waited for, as long as the request's
   * time limit allows. @throws what ends the attempt without a request
   */
  readonly mustBeHeld?: (() => Promise<void>) | undefined;
}

export interface Submission extends ProviderAccess {
  /** UUID of this attempt: the client-made id where the provider takes one. Another one for each paid attempt. */
  readonly attemptId: string;
  /** `<public url>/webhooks/<provider>/<attempt id>?token=…`; null where this installation cannot be reached from outside. */
  readonly callbackUrl: string | null;
}

export type PollResult<R> =
  | { readonly state: 'pending'; /** 0 to 1. */ readonly progress?: number }
  | { readonly state: 'succeeded'; readonly value: R }
  | { readonly state: 'failed'; readonly error: Error };

export interface ExpectedFile {
  readonly kind: 'image' | 'video' | 'audio';
  /** Default 2 GB for video, 100 MB for everything else. */
  readonly maxBytes?: number;
  /** Where the provider gives fresh links to the same result. */
  readonly renewal?: { readonly provider: string; link(access: ProviderAccess): Promise<string> };
}
