import { ProviderError, SubmissionInDoubt } from '../../contracts/errors.js';
import { mayHaveArrived } from './provider-http.js';

/** What the SDKs of several providers throw: an error with a status when there was an answer, without one when there was none. */
export interface SdkFailure {
  readonly status: number | undefined;
  readonly message: string;
}

interface SdkCall {
  readonly provider: string;
  readonly isPaid: boolean;
  readonly signal: AbortSignal;
  /** See `ProviderAccess`. */
  readonly mustBeHeld?: (() => Promise<void>) | undefined;
}

/**
 * Runs one request of an SDK that does not repeat by itself; a paid one goes out by `paidFetch`.
 * @param faultOf what an answer with this status means
 * @throws SubmissionInDoubt for a paid request that went out without an answer, as `ProviderHttp.send` does
 */
export async function viaSdk<T>(
  what: SdkCall,
  request: () => PromiseLike<T>,
  faultOf: (status: number, error: unknown) => ProviderError,
): Promise<T> {
  if (what.isPaid) await what.mustBeHeld?.();
  try {
    return await request();
  } catch (error) {
    if (error instanceof ProviderError || error instanceof SubmissionInDoubt) throw error;
    const status: unknown = (error as { status?: unknown }).status;
    if (typeof status === 'number') throw faultOf(status, error);
    const message = `${what.provider} gave no answer: ${String((error as Error).name)}`;
    if (what.isPaid && mayHaveArrived(error)) throw new SubmissionInDoubt(message, { cause: error });
    what.signal.throwIfAborted();
    throw new ProviderError('provider_unreachable', message, true, { cause: error });
  }
}
