import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#eventing/domain';
import { ExternalError, Refusal, validationFailed } from '#platform';
import { failureOf, retryAdviceOf } from './failure.js';

class Refused extends DomainError {
  readonly code = 'script_too_long';
  readonly kind = 'invalid';
}

class CallFailed extends ExternalError {}

describe('what an error of a handler means', () => {
  it.each([
    ['an unknown error may pass', new TypeError('x is not a function'), 'task_failed', true],
    ['a provider says whether to try again', new CallFailed('rate_limited', 'slow down', true), 'rate_limited', true],
    ['a provider says that it is of no use', new CallFailed('content_refused', 'no', false), 'content_refused', false],
    ['a full disk may be emptied', new CallFailed('no_space', 'full', true), 'no_space', true],
    [
      'a tool says so too',
      Object.assign(new Error('not a film'), { code: 'media_unreadable', retryable: false }),
      'media_unreadable',
      false,
    ],
    ['a refusal of the domain is final', new Refused('too long'), 'script_too_long', false],
    ['so is what is refused before that', validationFailed([{ path: 'zzz', message: 'is not a field' }]), 'validation_failed', false],
    ['but for what comes at a bad moment', new Refusal('unavailable', 'starting', 'Not yet.'), 'starting', true],
    ['a code of the system is not shown', Object.assign(new Error('gone'), { code: 'ENOENT' }), 'task_failed', true],
    ['something thrown that is no error', 'oops', 'task_failed', true],
  ])('%s', (_rule, error, code, retryable) => {
    expect(failureOf(error, 2)).toMatchObject({ code, retryable, attempts: 2 });
  });

  it('says all that is wrong with what was refused', () => {
    const faults = [
      { path: 'zzz', message: 'is not a field' },
      { path: '', message: 'is empty' },
    ];
    expect(failureOf(validationFailed(faults), 1).message).toBe('zzz is not a field; is empty');
    expect(failureOf(new Refused('too long'), 1).message).toBe('too long');
  });

  it('keeps messages short enough to store', () => expect(failureOf(new Error('x'.repeat(99_999)), 1).message).toHaveLength(2000));
});

describe('what an error advises for the next attempt', () => {
  it('is heard, within reason', () => {
    const busy = (advice: object) => Object.assign(new CallFailed('provider_busy', 'later', true), advice);
    expect(retryAdviceOf(busy({ retryAfterMs: 86_400_000, maxRetries: 2 }))).toEqual({ maxRetries: 2, retryAfterMs: 600_000 });
    expect(retryAdviceOf(busy({ retryAfterMs: 1500, maxRetries: null }))).toEqual({ maxRetries: Infinity, retryAfterMs: 1500 });
    expect(retryAdviceOf(new Error('x'))).toEqual({ maxRetries: Infinity, retryAfterMs: 0 });
  });
});
