import { describe, expect, it } from '@jest/globals';
import { ownMember } from './own-member.js';

describe('a member by a name that somebody has chosen', () => {
  it('is there when it was given', () => {
    expect(ownMember({ constructor: 1, topic: 2 } as Record<string, number>, 'constructor')).toBe(1);
    expect(ownMember({ topic: 2 } as Record<string, number>, 'topic')).toBe(2);
  });

  it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', 'topic'])(
    'is not there only because every object answers to %s',
    (name) => {
      expect(ownMember({}, name)).toBeUndefined();
    },
  );
});
