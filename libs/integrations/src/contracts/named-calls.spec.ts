import { describe, expect, it } from '@jest/globals';
import { adapterContext } from '../testing/direct-calls.js';
import { type ProviderCalls, type ShortCall } from './provider-calls.js';
import { withNamedCalls } from './named-calls.js';

describe('several calls of one piece of work', () => {
  /** Remembers by name, as the real one does. */
  const remembered = new Map<string, unknown>();
  const calls: ProviderCalls = {
    submitAndWait: async (call) => {
      const { providerTaskId } = await call.submit({ apiKey: '', baseUrl: '', signal, attemptId: call.name, callbackUrl: null });
      const look = await call.look(providerTaskId, { apiKey: '', baseUrl: '', signal });
      if (look.state !== 'succeeded') throw new Error('not yet');
      return look.value;
    },
    once: async <R>(call: ShortCall<R>): Promise<R> => {
      if (!remembered.has(call.name))
        remembered.set(call.name, await call.request({ apiKey: '', baseUrl: '', signal, attemptId: '', callbackUrl: null }));
      return remembered.get(call.name) as R;
    },
    download: () => Promise.reject(new Error('nothing to fetch')),
    free: (_provider, use) => use({ apiKey: 'k', baseUrl: '', signal }),
  };
  const { signal } = new AbortController();
  const context = adapterContext(calls, '/tmp');
  const say = (text: string): ShortCall<string> => ({
    provider: 'p',
    model: 'p:m',
    name: 'speak',
    expectedMicros: 0,
    request: () => Promise.resolve(text),
  });

  it('get each their own answer, and the same one again', async () => {
    const [first, second] = [withNamedCalls(context, 'line-0'), withNamedCalls(context, 'line-1')];
    expect(await first.calls.once(say('one'))).toBe('one');
    expect(await second.calls.once(say('two'))).toBe('two');
    expect(await first.calls.once(say('three'))).toBe('one');
  });

  it('keep what their functions need of each other', async () => {
    class Call {
      readonly provider = 'p';
      readonly model = 'p:m';
      readonly name = 'task';
      readonly expectedMicros = 0;
      readonly deadlineSeconds = null;
      readonly word = 'done';
      submit = ({ attemptId }: { readonly attemptId: string }) => Promise.resolve({ providerTaskId: attemptId });
      look = (id: string) => Promise.resolve({ state: 'succeeded' as const, value: `${this.word} ${id}` });
    }
    expect(await withNamedCalls(context, 'line-7').calls.submitAndWait(new Call())).toBe('done line-7/task');
  });
});
