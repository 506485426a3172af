import { rename, utimes, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { KnownFiles } from './known-files.js';

const at = temporaryFolder();

describe('what is known of files', () => {
  it('is asked for once, also by several at the same time', async () => {
    const known = new KnownFiles<number>();
    await writeFile(at('once'), 'one');
    let asked = 0;
    const ask = async (): Promise<number> => (asked += 1);
    expect(await Promise.all([known.of(at('once'), 'length', ask), known.of(at('once'), 'length', ask)])).toEqual([1, 1]);
    expect(await known.of(at('once'), 'length', ask)).toBe(1);
    expect(await known.of(at('once'), 'colour', ask)).toBe(2);
  });

  it('is forgotten when the file is another one', async () => {
    const known = new KnownFiles<string>();
    const ask = (answer: string) => known.of(at('changing'), '', async () => answer);
    await writeFile(at('changing'), 'aaaa');
    expect(await ask('first')).toBe('first');
    await writeFile(at('changing'), 'bbbbb');
    expect(await ask('written over')).toBe('written over');
    await writeFile(at('next'), 'cccc');
    await utimes(at('next'), 1, 1);
    await rename(at('next'), at('changing'));
    expect(await ask('replaced')).toBe('replaced');
  });

  it('is asked for again after a failure, and no failure goes unheard', async () => {
    const known = new KnownFiles<string>();
    await writeFile(at('failing'), 'x');
    await expect(known.of(at('failing'), '', async () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
    expect(await known.of(at('failing'), '', async () => 'well')).toBe('well');
    await expect(known.of(at('absent'), '', async () => 'never')).rejects.toThrow('ENOENT');
  });

  it('keeps the thousand asked for last', async () => {
    const known = new KnownFiles<number>();
    await writeFile(at('one'), 'x');
    let asked = 0;
    const ask = async (): Promise<number> => (asked += 1);
    for (let index = 0; index < 1001; index += 1) await known.of(at('one'), String(index), ask);
    await known.of(at('one'), '1000', ask);
    expect(asked).toBe(1001);
    await known.of(at('one'), '0', ask);
    expect(asked).toBe(1002);
  });
});
