import { describe, it } from '@jest/globals';
import { decider } from '#eventing/testing';
import { AT } from '../../testing/builders.js';
import { type GenerationEvent } from '../../contracts/generation.events.js';
import {
  GENERATION_COST,
  GENERATION_ID,
  failGeneration,
  generationCompleted,
  generationFailed,
  generationRequested,
  generationStarted,
  recordGenerated,
  requestGeneration,
} from '../testing/builders.js';
import {
  BeginGeneration,
  DeleteGeneration,
  RecordGenerationCharges,
  RecordGenerationErased,
  RecordGenerationPicturesForgotten,
} from './generation.commands.js';
import { generation } from './generation.decider.js';

const begin = new BeginGeneration({ generationId: GENERATION_ID }, AT);
const forget = new RecordGenerationPicturesForgotten({ generationId: GENERATION_ID }, AT);
const forgotten: GenerationEvent = { type: 'GenerationPicturesForgotten', data: { generationId: GENERATION_ID } };

describe('a generation', () => {
  const given = decider(generation);

  it('is ordered once', () => given().when(requestGeneration()).then(generationRequested()));
  it('takes a repeated order as the same one', () => given(generationRequested()).when(requestGeneration()).thenNothing());
  it('cannot begin before it was ordered', () => given().when(begin).thenRefused('generation_not_found'));

  it('runs once a worker has it', () => given(generationRequested()).when(begin).then(generationStarted()));
  it('goes on running at the next attempt', () => given(generationRequested(), generationStarted()).when(begin).thenNothing());
  it('sends a worker away that comes after the end', () =>
    given(generationRequested(), generationStarted(), generationCompleted()).when(begin).thenRefused('already_finished'));

  it('completes with its asset', () =>
    given(generationRequested(), generationStarted()).when(recordGenerated()).then(generationCompleted()));
  it('fails with the reason', () => given(generationRequested(), generationStarted()).when(failGeneration()).then(generationFailed()));
  it('fails also when no attempt began', () => given(generationRequested()).when(failGeneration()).then(generationFailed()));

  it('knows what was charged for what failed: all of it so far, once, and not when it is gone', () => {
    const charges = (amountMicros: number) => [{ ...GENERATION_COST, amountMicros }];
    const told = (amountMicros: number) => new RecordGenerationCharges({ generationId: GENERATION_ID, charges: charges(amountMicros) }, AT);
    const charged = (amountMicros: number): GenerationEvent => ({
      type: 'GenerationCharged',
      data: { generationId: GENERATION_ID, charges: charges(amountMicros), chargedAt: AT },
    });
    const over = [generationRequested(), generationFailed()];
    given(...over)
      .when(told(5))
      .then(charged(5));
    given(...over, charged(5))
      .when(told(5))
      .thenNothing();
    given(...over, charged(5))
      .when(told(8))
      .then(charged(8));
    given().when(told(5)).thenNothing();
    given(...over, { type: 'GenerationDeleted', data: { generationId: GENERATION_ID, deletedAt: AT } })
      .when(told(5))
      .thenNothing();
  });

  it('ends once, whatever comes later', () => {
    given(generationRequested(), generationFailed()).when(recordGenerated()).thenNothing();
    given(generationRequested(), generationCompleted()).when(failGeneration()).thenNothing();
    given(generationRequested(), generationCompleted()).when(recordGenerated()).thenNothing();
  });

  it('is deleted once it has ended, and is then not there', () => {
    const remove = new DeleteGeneration({ generationId: GENERATION_ID }, AT);
    const erase = new RecordGenerationErased({ generationId: GENERATION_ID }, AT);
    const deleted: GenerationEvent = { type: 'GenerationDeleted', data: { generationId: GENERATION_ID, deletedAt: AT } };
    const erased: GenerationEvent = { type: 'GenerationErased', data: { generationId: GENERATION_ID } };
    given(generationRequested(), generationStarted()).when(remove).thenRefused('not_finished');
    given(generationRequested(), generationFailed()).when(remove).then(deleted);
    given(generationRequested(), generationFailed(), deleted).when(remove).thenRefused('generation_not_found');
    given(generationRequested(), generationFailed()).when(erase).thenNothing();
    given(generationRequested(), generationFailed(), deleted).when(erase).then(erased);
    given(generationRequested(), generationFailed(), deleted, erased).when(erase).thenNothing();
  });

  it('keeps the pictures until it has ended, and forgets them once', () => {
    given(generationRequested(), generationStarted()).when(forget).thenNothing();
    given(generationRequested(), generationFailed()).when(forget).then(forgotten);
    given(generationRequested(), generationFailed(), forgotten).when(forget).thenNothing();
  });
});
