import { describe, expect, it } from '@jest/globals';
import { mayHaveArrived } from './provider-http.js';

const failed = (address: string): Promise<unknown> =>
  fetch(address, { method: 'POST', body: 'x' }).then(
    () => null,
    (error: unknown) => error,
  );

describe('faults A9: a request that failed', () => {
  it.each([
    ['a port that fetch does not try', 'http://127.0.0.1:9/'],
    ['a port where nobody listens', 'http://127.0.0.1:1024/'],
    ['a name that nobody has', 'http://nobody.invalid/'],
  ])('did not arrive at %s', async (_, address) => expect(mayHaveArrived(await failed(address))).toBe(false));

  it.each(['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ENETUNREACH'])('did not arrive when it ends with %s', (code) => {
    const cause = Object.assign(new Error('x'), { code });
    expect(mayHaveArrived(new TypeError('fetch failed', { cause }))).toBe(false);
  });

  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'EPIPE'])('may have arrived when it ends with %s', (code) => {
    const cause = Object.assign(new Error('x'), { code });
    expect(mayHaveArrived(new TypeError('fetch failed', { cause }))).toBe(true);
  });
});
