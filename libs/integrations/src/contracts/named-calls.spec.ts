import { describe, expect, it } from '@jest/globals';
import { type TaskRun } from '#tasks';
import { bindCalls } from '../provider-calls/bind-calls.js';
import { type CallContext, type WorkContext } from './makers.js';
import { type ProviderCalls, type SyncCall } from './provider-calls.js';
import { withNamedCalls } from './named-calls.js';

describe('several calls of one piece of work', () => {
  /** Remembers by name, as the real one does. */
  const remembered = new Map<string, unknown>();
  const calls: ProviderCalls = {
    submitAndWait: async (call) => {
      const { providerTaskId } = await call.submit({ apiKey: '', baseUrl: '', signal, attemptId: call.name, callbackUrl: null });
      const poll = await call.poll(providerTaskId, { apiKey: '', baseUrl: '', signal });
      if (poll.state !== 'succeeded') throw new Error('not yet');
      return poll.value;
    },
    once: async <R>(call: SyncCall<R>): Promise<R> => {
      if (!remembered.has(call.name))
        remembered.set(call.name, await call.request({ apiKey: '', baseUrl: '', signal, attemptId: '', callbackUrl: null }));
      return remembered.get(call.name) as R;
    },
    download: () => Promise.reject(new Error('nothing to fetch')),
    free: (_provider, use) => use({ apiKey: 'k', baseUrl: '', signal }),
  };
  const { signal } = new AbortController();
  const context: WorkContext = { ...{ signal, orgId: 'org', attemptId: 'attempt', workDir: '/tmp' }, run: { mayWait: true } as TaskRun };
  const callsOf = (named: WorkContext): ProviderCalls => bindCalls({ open: (one: CallContext) => one.calls }, () => calls).open(named);
  const say = (text: string): SyncCall<string> => ({
    provider: 'p',
    model: 'p:m',
    name: 'speak',
    expectedMicros: 0,
    request: () => Promise.resolve(text),
  });

  it('get each their own answer, and the same one again', async () => {
    const [first, second] = [withNamedCalls(context, 'line-0'), withNamedCalls(context, 'line-1')];
    expect(await callsOf(first).once(say('one'))).toBe('one');
    expect(await callsOf(second).once(say('two'))).toBe('two');
    expect(await callsOf(first).once(say('three'))).toBe('one');
  });

  it('are told apart within one another as well', async () => {
    const inner = withNamedCalls(withNamedCalls(context, 'scene-1'), 'line-0');
    expect(await callsOf(inner).once(say('deep'))).toBe('deep');
    expect([...remembered.keys()]).toContain('scene-1/line-0/speak');
  });

  it('are refused where nobody remembers what was paid for', async () => {
    const unremembered = { signal, orgId: 'org', attemptId: 'attempt', workDir: '/tmp' };
    await expect(callsOf(unremembered).once(say('x'))).rejects.toMatchObject({ code: 'model_unavailable' });
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
      poll = (id: string) => Promise.resolve({ state: 'succeeded' as const, value: `${this.word} ${id}` });
    }
    expect(await callsOf(withNamedCalls(context, 'line-7')).submitAndWait(new Call())).toBe('done line-7/task');
  });
});
