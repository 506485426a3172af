import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Generation, SandboxedApp } from '../support/sandboxed-app.js';
import { until } from '../support/supervised.js';

const PICTURE = 'kie:z-image';
const CLIP = 'runware:veo-3.1-fast';
const SLOW = ' [[sandbox: slow]]';
const WORDS = ['one lighthouse', 'two lighthouses', 'three lighthouses'];

describe('work that is paid for, whenever the process dies', () => {
  let kadr: SandboxedApp;
  beforeAll(async () => {
    // As long as a start may take on a busy machine: what is still not known then is submitted once more.
    kadr = await SandboxedApp.start({ speed: 2, env: { KADR_SUBMIT_GRACE_SECONDS: '90', KADR_PROVIDERS_KIE_RATE: 'none' } });
  }, 120_000);
  afterEach(() => kadr?.sandbox.setFaults({ kie: null, runware: null }));
  afterAll(() => kadr?.stop(), 60_000);

  const order = async (model: string, fault = ''): Promise<string[]> => {
    kadr.sandbox.clearJournal();
    const more = model === CLIP ? { durationSeconds: 4 } : {};
    const all = await Promise.all(WORDS.map((words) => kadr.order(model, { prompt: `${words}${fault}`, aspectRatio: '16:9', ...more })));
    return all.map(({ id }) => id);
  };
  const requests = (provider: string): number => kadr.sandbox.stats()[provider]?.requests ?? 0;
  /** Ends the app as a power cut would, and starts it again. It is called back when it is there again, as long as a start may take. */
  const dies = async (): Promise<void> => {
    kadr.sandbox.holdCallbacks();
    await kadr.app.kill();
    await kadr.app.start();
    kadr.sandbox.releaseCallbacks();
  };
  const expectPaidOnce = async (provider: string, ids: readonly string[]): Promise<void> => {
    const ended = await Promise.all(ids.map((id) => kadr.ended(id)));
    expect(ended.map(({ status, error }) => error?.code ?? status)).toEqual(ids.map(() => 'completed'));
    const { paidSubmissions, byClientId } = kadr.sandbox.stats()[provider] ?? { paidSubmissions: -1, byClientId: {} };
    expect([paidSubmissions, Object.values(byClientId)]).toEqual([ids.length, ids.map(() => 1)]);
  };

  it('before the request', async () => {
    const ids = await order(PICTURE, SLOW);
    await dies();
    await expectPaidOnce('kie', ids);
  }, 180_000);

  // KIE.ai tells by callback that it has taken a task, Runware is asked by our own id.
  it.each([
    ['kie', PICTURE, SLOW],
    ['runware', CLIP, ''],
  ])(
    'while the request to %s is on its way',
    async (provider, model, pace) => {
      kadr.sandbox.setFaults({ [provider]: { latencyMs: 1500 } });
      const ids = await order(model, pace);
      await until('the requests are on their way', 20_000, async () => (await kadr.attempts('submitting')) === ids.length);
      await dies();
      kadr.sandbox.setFaults({ [provider]: null });
      await expectPaidOnce(provider, ids);
    },
    180_000,
  );

  it('after it was accepted, before the answer', async () => {
    const ids = await order(PICTURE, `${SLOW} [[sandbox: reset]]`);
    await until('all are accepted', 20_000, () => kadr.paid('kie') === ids.length);
    await dies();
    await expectPaidOnce('kie', ids);
  }, 180_000);

  it('while it waits', async () => {
    const ids = await order(PICTURE, SLOW);
    await until('all are asked about', 30_000, () => requests('kie') >= 2 * ids.length);
    await dies();
    await expectPaidOnce('kie', ids);
  }, 180_000);

  it('while the result is fetched', async () => {
    const before = await kadr.attempts('succeeded');
    const ids = await order(PICTURE, ' [[sandbox: drip]]');
    await until('the results are on their way', 30_000, async () => (await kadr.attempts('succeeded')) === before + ids.length);
    for (const id of ids) expect((await kadr.read<Generation>(`/v1/generations/${id}`)).status).toBe('running');
    await dies();
    await expectPaidOnce('kie', ids);
  }, 180_000);
});
