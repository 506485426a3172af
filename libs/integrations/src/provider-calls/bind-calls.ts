import { type Bound, type CallContext, type WorkContext } from '../contracts/makers.js';
import { type ProviderCalls } from '../contracts/provider-calls.js';
import { type CallRun } from './call-needs.js';
import { noPaidCalls } from './no-paid-calls.js';

/** Opens the way to paid providers for one attempt at a task. */
export type OpenCalls = (run: CallRun) => ProviderCalls;

/** @returns the maker, whose calls are paid for and remembered by the task it is made for. */
export function bindCalls<Maker extends object>(maker: Maker, open: OpenCalls): Bound<Maker> {
  return new Proxy(maker, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]): unknown => {
        const context = args.at(-1) as WorkContext;
        return Reflect.apply(method, target, [...args.slice(0, -1), withCalls(context, open)]);
      };
    },
  }) as unknown as Bound<Maker>;
}

/** Opened when they are first asked for: most makers need none. `workDir` is made when it is asked for, so nothing is copied. */
function withCalls(context: WorkContext, open: OpenCalls): CallContext {
  let calls: ProviderCalls | null = null;
  return Object.create(context, {
    calls: {
      get: (): ProviderCalls => (calls ??= openedFor(context, open)),
    },
  }) as CallContext;
}

function openedFor({ run, signal, callPrefix }: WorkContext, open: OpenCalls): ProviderCalls {
  if (!run) return noPaidCalls;
  const calls = open({ ...run, signal });
  return callPrefix === undefined ? calls : named(calls, callPrefix);
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
