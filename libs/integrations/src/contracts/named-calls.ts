import { type CallContext } from './makers.js';
import { type ProviderCalls } from './provider-calls.js';

/**
 * The surroundings of one of several calls of the same piece of work. A maker names its calls for itself; what it is asked twice in one
 * task (a line of the narration each) must be told apart, or the second would be given the first one's answer.
 */
export function withNamedCalls<C extends CallContext>(context: C, prefix: string): CallContext {
  const { signal, orgId, attemptId, workDir, calls } = context;
  return { signal, orgId, attemptId, workDir, progress: (fraction) => context.progress(fraction), calls: named(calls, prefix) };
}

const named = (calls: ProviderCalls, prefix: string): ProviderCalls => ({
  submitAndWait: (call) => calls.submitAndWait({ ...bound(call), name: `${prefix}/${call.name}` }),
  once: (call) => calls.once({ ...bound(call), name: `${prefix}/${call.name}` }),
  download: (url, output, expected) => calls.download(url, output, expected),
  free: (provider, use) => calls.free(provider, use),
});

/** Calls are plain objects; their functions may be methods that need each other. */
function bound<T extends object>(call: T): T {
  return Object.fromEntries(
    Object.entries(call).map(([name, value]) => [
      name,
      typeof value === 'function' ? (value as (...given: never[]) => unknown).bind(call) : value,
    ]),
  ) as T;
}
