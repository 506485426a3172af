import { describe, it } from '@jest/globals';
import { processManager, recorded } from '#eventing/testing';
import { deriveId } from '#platform';
import { AT } from '../../../testing/builders.js';
import {
  ASSET_ID,
  GENERATION_COST,
  GENERATION_ID,
  generationCompleted,
  generationFailed,
  generationInput,
  generationRequested,
  generationStarted,
} from '../../testing/builders.js';
import { reservationOf } from '../../domain/generation.quota.js';
import { accountForGeneration } from './account-for-generation.process-manager.js';
import { generate } from './generate.process-manager.js';

const { orgId } = recorded(generationStarted(), {}).metadata;
const payload = { generationId: GENERATION_ID };

describe('generating', () => {
  const given = processManager(generate);
  const call = { orgId, subjectId: GENERATION_ID, taskId: deriveId(GENERATION_ID, 'generate'), kind: 'jobs.generate', payload };

  it('calls out on a queue of its own', () =>
    given()
      .when(generationRequested())
      .then({ request: { ...call, queue: 'remote' } }));
  it.each([
    ['text-to-image', 'image'],
    ['frames-to-video', 'video'],
    ['voice', 'voice'],
    ['music', 'music'],
  ] as const)('makes %s of this machine on the queue %s', (capability, queue) =>
    given()
      .when(generationRequested({ model: 'local:any', capability }))
      .then({ request: { ...call, queue } }),
  );
  it('has nothing to forget where no picture was given', () =>
    given(generationRequested(), generationStarted()).when(generationCompleted()).thenNothing());
  it('has all erased that was said of it when it is deleted', () =>
    given(generationRequested(), generationFailed())
      .when({ type: 'GenerationDeleted', data: { generationId: GENERATION_ID, deletedAt: AT } })
      .then({
        request: {
          ...{ orgId, subjectId: GENERATION_ID, taskId: deriveId(GENERATION_ID, 'erase'), kind: 'jobs.erase-generation' },
          ...{ queue: 'remote', payload },
        },
      }));
  it('has its pictures forgotten at the end, whichever it is', () => {
    const withPicture = generationRequested({ input: generationInput({ pictures: ['image'] }) });
    const taskId = deriveId(GENERATION_ID, 'forget-pictures');
    const of = { orgId, subjectId: GENERATION_ID, taskId, kind: 'jobs.forget-generation-pictures', queue: 'script' as const };
    for (const end of [generationCompleted(), generationFailed()]) {
      given(withPicture, generationStarted())
        .when(end)
        .then({ request: { ...of, payload, maxAttempts: 10 } });
    }
  });
});

describe('accounting for a generation', () => {
  const given = processManager(accountForGeneration);
  const of = { reservationId: GENERATION_ID, orgId };

  it('books what it has cost and weighs, and gives the rest back', () =>
    given(generationRequested(), generationStarted())
      .when(generationCompleted())
      .then(
        {
          settle: {
            ...of,
            subject: { kind: 'generation', id: GENERATION_ID },
            entry: 'result',
            quantities: { video_seconds: 0, render_seconds: 0, provider_cost_micros: 30_000 },
            charge: GENERATION_COST,
            at: AT,
          },
        },
        {
          settle: {
            ...of,
            reservationId: ASSET_ID,
            subject: { kind: 'generation', id: GENERATION_ID },
            entry: 'kept',
            quantities: { storage_bytes: 1000 },
            charge: null,
            at: AT,
          },
        },
        { close: { ...of, at: AT } },
      ));
  it('faults A3: counts seconds, what it renders itself, and that it is under way', () => {
    const quantities = (over: Parameters<typeof generationRequested>[0]) =>
      reservationOf(orgId, GENERATION_ID, generationRequested(over).data).quantities;
    const clip = { capability: 'text-to-video' as const, input: generationInput({ durationSeconds: 8 }) };
    const local = 'local:illustrator';
    expect(quantities({ ...clip, model: local })).toMatchObject({ video_seconds: 8, render_seconds: 8, concurrent_videos: 1 });
    expect(quantities(clip)).toMatchObject({ video_seconds: 8, render_seconds: 0, concurrent_videos: 1 });
    expect(quantities({ model: local })).toMatchObject({ video_seconds: 0, render_seconds: 1, concurrent_videos: 1 });
    const music = { model: 'local:music', capability: 'music' as const, input: generationInput({ durationSeconds: 30 }) };
    expect(quantities(music)).toMatchObject({ video_seconds: 0, render_seconds: 30 });
    expect(quantities({ model: 'local:speech', capability: 'voice' })?.render_seconds).toBeGreaterThan(1);
    const [settled] = accountForGeneration.react(
      accountForGeneration.evolve(accountForGeneration.initialState, recorded(generationRequested({ ...clip, model: local }))),
      recorded(generationCompleted()),
    );
    expect(settled).toMatchObject({ settle: { quantities: { video_seconds: 8, render_seconds: 8 } } });
  });
  it('gives everything back when it failed', () =>
    given(generationRequested())
      .when(generationFailed())
      .then({ close: { ...of, at: AT } }));
  it('does nothing on the way', () => given(generationRequested()).when(generationStarted()).thenNothing());
});
