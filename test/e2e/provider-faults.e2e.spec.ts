import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Generation, SandboxedApp } from '../support/sandboxed-app.js';
import { until } from '../support/supervised.js';

const PICTURE = 'kie:z-image';
const CLIP = 'runware:veo-3.1-fast';

describe('what goes wrong at a provider', () => {
  let kadr: SandboxedApp;
  beforeAll(async () => {
    const env = { KADR_PROVIDER_DEADLINE_SECONDS: '20', KADR_PROVIDER_PROBE_SECONDS: '1', KADR_PROVIDERS_KIE_RATE: 'none' };
    kadr = await SandboxedApp.start({ env });
    kadr.sandbox.setFaults({ kie: { rate: { count: 1000, seconds: 1 } } });
  }, 120_000);
  afterEach(() => kadr?.sandbox.setFaults({ kie: { noCredits: false } }));
  afterAll(() => kadr?.stop(), 60_000);

  /** How it ended, and how many submissions of its words would have been charged. */
  const outcome = async (model: string, words: string, more: object = {}): Promise<[Generation, number]> => {
    const before = kadr.paid(model.split(':')[0] ?? '');
    const made = await kadr.made(model, { prompt: words, aspectRatio: '16:9', ...more });
    return [made, kadr.paid(model.split(':')[0] ?? '') - before];
  };

  it.each([
    ['called back twice', PICTURE, 'twice'],
    ['called back before the submission was answered', PICTURE, 'early'],
    ['called back by somebody else', PICTURE, 'forged'],
    ['told that it was too many', PICTURE, '429 2'],
    ['whose first link has expired', PICTURE, 'expired'],
    ['whose submission was taken and never answered', PICTURE, 'reset'],
    ['of Runware, called back twice', CLIP, 'twice'],
    ['of Runware, called back before the submission was answered', CLIP, 'early'],
    ['of Runware whose submission was taken and never answered', CLIP, 'reset'],
    ['of Runware whose first link has expired', CLIP, 'expired'],
  ])(
    'a work %s is done once and paid for once',
    async (_what, model, fault) => {
      const [made, paid] = await outcome(model, `a lighthouse [[sandbox: ${fault}]]`, model === CLIP ? { durationSeconds: 4 } : {});
      expect([made.status, made.error, paid]).toEqual(['completed', null, 1]);
      expect(made.asset).toMatchObject({ source: model, kind: model === CLIP ? 'video' : 'image' });
      expect(made.cost.amountMicros).toBeGreaterThan(0);
    },
    60_000,
  );

  it.each(['truncated', 'html', 'hls', 'empty'])(
    'a result that is %s never becomes an asset, and is not paid for again',
    async (fault) => {
      const [made, paid] = await outcome(CLIP, `a lighthouse [[sandbox: ${fault}]]`, { durationSeconds: 4 });
      expect([made.status, made.asset, paid]).toEqual(['failed', null, 1]);
      expect(['result_invalid', 'result_lost']).toContain(made.error?.code);
    },
    60_000,
  );

  it('a failure that will not pass ends the work after one submission; one that may pass leads to another', async () => {
    const [refused, once] = await outcome(PICTURE, 'a lighthouse [[sandbox: fail 501]]');
    expect([refused.status, refused.error?.code, once]).toEqual(['failed', 'provider_failed', 1]);
    const [made, twice] = await outcome(CLIP, 'a lighthouse [[sandbox: fail-first 1]]', { durationSeconds: 4 });
    expect([made.status, twice]).toEqual(['completed', 2]);
  }, 60_000);

  it('a provider that never answers is left when its time is over', async () => {
    const [made, paid] = await outcome(PICTURE, 'a lighthouse [[sandbox: never]]');
    expect([made.status, made.error?.code, paid]).toEqual(['failed', 'provider_timeout', 1]);
  }, 60_000);

  it('an account without credit makes work wait, and lets it go on by itself', async () => {
    const before = kadr.paid('kie');
    kadr.sandbox.setFaults({ kie: { noCredits: true } });
    const ordered = await Promise.all(['one', 'two', 'three'].map((word) => kadr.order(PICTURE, { prompt: `${word} lighthouse` })));
    const isOpen = async (): Promise<boolean> => {
      const { data } = await kadr.read<{ data: { id: string; available: boolean }[] }>('/v1/models');
      return data.find(({ id }) => id === PICTURE)?.available ?? false;
    };
    await until('the model is not offered', 20_000, async () => !(await isOpen()));
    for (const { id } of ordered) expect((await kadr.read<Generation>(`/v1/generations/${id}`)).status).not.toBe('failed');
    kadr.sandbox.setFaults({ kie: { noCredits: false } });
    const ended = await Promise.all(ordered.map(({ id }) => kadr.ended(id)));
    expect(ended.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    expect(kadr.paid('kie') - before).toBe(3);
    await until('the model is offered again', 20_000, isOpen);
  }, 90_000);
});
