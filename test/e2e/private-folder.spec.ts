import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { makePrivateFolder } from '../../scripts/lib/files.mjs';

const root = mkdtempSync(path.join(tmpdir(), 'kadr-private-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** @returns the mode of a folder that held these before. */
function modeAfter(name: string, held: readonly string[] | null): string {
  const folder = path.join(root, name);
  for (const inner of held ?? []) mkdirSync(path.join(folder, inner), { recursive: true, mode: 0o755 });
  makePrivateFolder(folder);
  return (statSync(folder).mode & 0o777).toString(8);
}

describe('faults C32: the data folder', () => {
  it.each([
    ['that is new', null],
    ['into which programs were unpacked before', ['programs']],
    ['of an earlier start', ['run', 'postgres', 'objects']],
  ])('%s is its owner’s alone', (name, held) => expect(modeAfter(name, held)).toBe('700'));

  it('that is somebody’s own is left as it is', () => expect(modeAfter('home', ['photos', 'programs'])).toBe('755'));
});
