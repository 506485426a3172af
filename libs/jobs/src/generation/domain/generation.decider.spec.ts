import { describe, it } from '@jest/globals';
import { decider } from '#eventing/testing';
import { AT } from '../../testing/builders.js';
import { type GenerationEvent } from '../../contracts/generation.events.js';
import {
  GENERATION_ID,
  failGeneration,
  generationCompleted,
  generationFailed,
  generationRequested,
  generationStarted,
  recordGenerated,
  requestGeneration,
} from '../testing/builders.js';
import { BeginGeneration, RecordGenerationPicturesForgotten } from './generation.commands.js';
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

  it('ends once, whatever comes later', () => {
    given(generationRequested(), generationFailed()).when(recordGenerated()).thenNothing();
    given(generationRequested(), generationCompleted()).when(failGeneration()).thenNothing();
    given(generationRequested(), generationCompleted()).when(recordGenerated()).thenNothing();
  });

  it('keeps the pictures until it has ended, and forgets them once', () => {
    given(generationRequested(), generationStarted()).when(forget).thenNothing();
    given(generationRequested(), generationFailed()).when(forget).then(forgotten);
    given(generationRequested(), generationFailed(), forgotten).when(forget).thenNothing();
  });
});
