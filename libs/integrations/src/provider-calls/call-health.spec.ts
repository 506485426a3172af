import { describe, expect, it } from '@jest/globals';
import { ProviderError, SubmissionInDoubt } from '../contracts/errors.js';
import { CallHealth, isBreakdown } from './call-health.js';

describe('the health of a provider', () => {
  it('is bad once half of the last twenty calls have failed', () => {
    const health = new CallHealth();
    const tripped = Array.from({ length: 20 }, (_, call) => health.note('kie', call % 2 === 0));
    expect(tripped.lastIndexOf(true)).toBe(18);
    expect(tripped.filter(Boolean)).toHaveLength(1);
  });

  it('is not bad for failures among many successes, nor for those of another account', () => {
    const health = new CallHealth();
    for (let call = 0; call < 100; call += 1) expect(health.note('kie', call % 3 === 0)).toBe(false);
    for (let call = 0; call < 9; call += 1) expect(health.note('other', true)).toBe(false);
  });

  it('is judged by what says nothing about the request', () => {
    expect(isBreakdown(new SubmissionInDoubt('reset'))).toBe(true);
    expect(isBreakdown(new ProviderError('provider_unreachable', 'x', true))).toBe(true);
    expect(isBreakdown(new ProviderError('provider_failed', 'x', false))).toBe(false);
    expect(isBreakdown(new ProviderError('content_refused', 'x', false))).toBe(false);
    expect(isBreakdown(new ProviderError('provider_busy', 'x', true))).toBe(false);
  });
});
