import { describe, expect, it } from '@jest/globals';
import { orReloading } from './or-reloading';

const settled = async (wait: Promise<unknown>): Promise<string> =>
  Promise.race([
    wait.then(
      () => 'there',
      () => 'failed',
    ),
    new Promise<string>((resolve) => setImmediate(() => resolve('waits'))),
  ]);

describe('a part of the studio', () => {
  it('is given when it is there, waits when its file is gone and the page is loaded anew, and fails otherwise', async () => {
    expect(await orReloading(async () => ({ Page: 1 }))()).toEqual({ Page: 1 });
    expect(await settled(orReloading(async () => undefined)())).toBe('waits');
    expect(await settled(orReloading(() => Promise.reject(new Error('no network')))())).toBe('failed');
  });
});
