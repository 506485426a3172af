import { describe, expect, it } from '@jest/globals';
import { openGrant, sealGrant } from './signed-token.js';

const secret = Buffer.alloc(32, 1);
const grant = { key: 'a/b/final.mp4', contentType: 'video/mp4', expiresAtSeconds: 2000 };

describe('a signed token', () => {
  const token = sealGrant(grant, secret);

  it('gives back what was sealed', () => expect(openGrant(token, secret, 1999)).toEqual(grant));
  it('is fit for a path', () => expect(token).toMatch(/^[A-Za-z0-9._-]+$/));
  it('ends when its time is over', () => expect(openGrant(token, secret, 2000)).toBeNull());
  it('is worthless under another secret', () => expect(openGrant(token, Buffer.alloc(32, 2), 0)).toBeNull());

  it('opens nothing but what it was made for', () => {
    const ofPath = sealGrant(grant, secret, 'path');
    expect([openGrant(ofPath, secret, 1999), openGrant(token, secret, 1999, 'path')]).toEqual([null, null]);
    expect(openGrant(ofPath, secret, 1999, 'path')).toEqual(grant);
  });

  it('does not survive a change of any sign', () => {
    for (let i = 0; i < token.length; i++) {
      const other = token[i] === 'A' ? 'B' : 'A';
      const changed = token.slice(0, i) + other + token.slice(i + 1);
      // The last sign of a base64 text has spare bits: it must read as the same bytes or be refused, never as other bytes.
      const opened = openGrant(changed, secret, 1999);
      expect(opened).toBeNull();
    }
  });

  it.each(['', '.', 'a', 'a.b', `${token}.x`, `${token}x`, token.slice(0, -1)])('refuses "%s"', (text) =>
    expect(openGrant(text, secret, 0)).toBeNull(),
  );
});
