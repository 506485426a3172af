import { describe, expect, it } from '@jest/globals';
import { type ModelInfo, Models } from '#integrations';
import { expectedCostMicros } from './expected-cost.js';
import { FaultyRequest, fieldError } from './faulty-request.js';
import { lengthFault, nearestLength } from './lengths.js';
import { namedModel } from './named-model.js';

const model = (over: Partial<ModelInfo> = {}): ModelInfo => ({
  id: 'runware:veo-3.1',
  provider: 'runware',
  capability: 'frames-to-video',
  durationsSeconds: [4, 6, 8],
  aspectRatios: null,
  unit: 'second',
  priceMicros: 200_000,
  available: true,
  unavailableReason: null,
  successor: null,
  ...over,
});
const anyLength = { min: 1, max: 15 };

describe('a length', () => {
  it('is taken when the model makes it', () => {
    expect(lengthFault('d', 6, [4, 6, 8], anyLength)).toBeNull();
    expect(lengthFault('d', 7.5, null, anyLength)).toBeNull();
  });
  it.each([
    [5, [4, 6, 8], [4, 6]],
    [60, [4, 6, 8], [8]],
    [0.5, [4, 6, 8], [4]],
    [60, null, [15]],
    [0.1, null, [1]],
    [14, [8, 20], [8]],
  ])('of %d s among %p is refused with the nearest possible', (wanted, lengths, nearest) => {
    const refused = lengthFault('frames.1.duration', wanted, lengths, anyLength);
    expect(refused).toMatchObject({ path: 'frames.1.duration', nearest });
    expect(refused?.message).toContain(`the nearest is ${nearest.join(' or ')} s`);
  });
  it('that nobody asked for is the one nearest to the usual', () => {
    expect([nearestLength([5, 10], 8), nearestLength(null, 8), nearestLength([4, 12], 8)]).toEqual([10, 8, 4]);
  });
});

// Far ahead: the catalogue itself goes by the real day.
const [ORG, TODAY] = ['0199a000-0000-7000-8000-00000000000a', '2126-06-01'];

describe('a model that is named', () => {
  const knowing = (...infos: ModelInfo[]): Models => new Models([{ name: 'runware', models: () => infos, makers: () => ({}) }]);
  it('is found under its capabilities of use', () => {
    const image = model({ capability: 'text-to-image' });
    expect(namedModel(knowing(image, model()), 'runware:veo-3.1', ['frames-to-video'], { orgId: ORG, today: TODAY })).toEqual({
      entries: [model()],
    });
  });
  it('may be unknown', () => {
    expect(namedModel(knowing(), 'a:b', ['voice'], { orgId: ORG, today: TODAY })).toMatchObject({
      fault: { path: 'model', code: 'unknown_model' },
    });
  });
  it('may be retired', () => {
    const retired = model({ available: false, successor: 'runware:veo-4' });
    expect(namedModel(knowing(retired), retired.id, ['frames-to-video'], { orgId: ORG, today: TODAY })).toMatchObject({
      fault: { code: 'model_retired' },
      details: { successor: 'runware:veo-4' },
    });
  });
  it('may be used until it is retired', () => {
    const leaving = model({ successor: 'runware:veo-4', retiredOn: '2126-06-02' });
    expect(namedModel(knowing(leaving), leaving.id, ['frames-to-video'], { orgId: ORG, today: TODAY })).toEqual({ entries: [leaving] });
    expect(namedModel(knowing(leaving), leaving.id, ['frames-to-video'], { orgId: ORG, today: '2126-06-02' })).toMatchObject({
      fault: { code: 'model_retired' },
    });
  });
  it('may be of no use', () => {
    expect(namedModel(knowing(model()), 'runware:veo-3.1', ['voice'], { orgId: ORG, today: TODAY })).toMatchObject({
      fault: { code: 'validation_failed' },
    });
  });
});

describe('what a call is expected to cost', () => {
  it.each([
    ['second', 1_600_000],
    ['call', 200_000],
    ['image', 200_000],
    ['character', 1_000_000],
    ['token', 400_000],
  ] as const)('by the %s', (unit, micros) => {
    expect(expectedCostMicros(model({ unit }), { durationSeconds: 8, prompt: 'Hello' })).toBe(micros);
  });
});

describe('a request with faults', () => {
  it('has the code of the one rule that refuses it', () => {
    expect(new FaultyRequest([fieldError('a', 'no', 'url_not_allowed'), fieldError('b', 'no', 'url_not_allowed')]).code).toBe(
      'url_not_allowed',
    );
  });
  it('has a common code when several do', () => {
    expect(new FaultyRequest([fieldError('a', 'no', 'url_not_allowed'), fieldError('b', 'no')]).code).toBe('validation_failed');
  });
});
