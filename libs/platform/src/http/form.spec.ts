import { describe, expect, it } from '@jest/globals';
import { soleValue } from './form.js';

const valueOf = (form: string): string | null => soleValue(new URLSearchParams(form), 'decision');

describe('a field of a form', () => {
  it('is what was given, once or the same each time', () => {
    expect(valueOf('decision=approve&comment=x')).toBe('approve');
    expect(valueOf('decision=approve&decision=approve')).toBe('approve');
  });

  it('is nothing where it is left out, or where two different values were given', () => {
    expect(valueOf('comment=approve')).toBeNull();
    expect(valueOf('decision=approve&decision=reject')).toBeNull();
    expect(valueOf('decision=&decision=approve')).toBeNull();
  });
});
