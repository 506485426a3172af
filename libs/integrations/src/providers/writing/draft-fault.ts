import { ProviderError } from '../../contracts/errors.js';

/** Why nothing can be made of an answer that is paid for. Kept with the answer: thrown in its place, it would be on nobody's account. */
export interface DraftFault {
  readonly code: 'content_refused' | 'script_unusable';
  readonly message: string;
}

/** Not tried again by itself: the kept answer would be given again. Whoever asks anew, or another model, may do better. */
export const draftFault = ({ code, message }: DraftFault): ProviderError =>
  new ProviderError(code, message, code === 'script_unusable', { maxRetries: 0 });
