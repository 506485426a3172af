import { ProviderError } from '../contracts/errors.js';
import { type ProviderCalls } from '../contracts/provider-calls.js';

const refused = (): Promise<never> =>
  Promise.reject(
    new ProviderError('model_unavailable', 'a paid provider can only be called by a task, which remembers what it paid for', false),
  );

/** For work that nobody remembers, e.g. within one HTTP request: makers that pay are refused, the local ones do not notice. */
export const noPaidCalls: ProviderCalls = { submitAndWait: refused, once: refused, download: refused, free: refused };
