import { writeFile } from 'node:fs/promises';
import { type CallContext } from '../contracts/makers.js';
import { type ProviderAccess, type ProviderCalls } from '../contracts/provider-calls.js';

const ATTEMPT_ID = '0190a0a0-0000-7000-8000-000000000001';

/** Calls that remember nothing and wait on the spot: what an adapter says at the wire, without what surrounds it. */
export function directCalls(baseUrl: string, { apiKey = 'a-key', callbackUrl = null as string | null } = {}): ProviderCalls {
  const { signal } = new AbortController();
  const access: ProviderAccess = { apiKey, baseUrl, signal };
  const submission = { ...access, attemptId: ATTEMPT_ID, callbackUrl };
  return {
    async submitAndWait(call) {
      const { providerTaskId } = await call.submit(submission);
      for (;;) {
        const poll = await call.poll(providerTaskId, access);
        if (poll.state === 'succeeded') return poll.value;
        if (poll.state === 'failed') throw poll.error;
      }
    },
    once: (call) => call.request(submission),
    free: (_provider, use) => use(access),
    async download(url, { path }) {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
      await writeFile(path, Buffer.from(await answer.arrayBuffer()));
      return { path, contentType: answer.headers.get('content-type') ?? '' };
    },
  };
}

/** A call's surroundings for the spec of an adapter. */
export const adapterContext = (calls: ProviderCalls, workDir: string): CallContext => ({
  signal: new AbortController().signal,
  orgId: '0190a0a0-0000-7000-8000-00000000000a',
  attemptId: ATTEMPT_ID,
  workDir,
  calls,
});
