import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WorkFolders } from './work-folder.js';

let root: string;
beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'kadr-folders-'));
  for (const name of ['1', '2', '3', 'models']) await mkdir(path.join(root, name, 'task-1'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));
const left = async (): Promise<string[]> => (await readdir(root)).sort();

describe('faults B17: work folders', () => {
  it('of a process that was missed at one look, and is there at the next, stay', async () => {
    const folders = new WorkFolders(root, () => 1, 60_000);
    expect(await folders.removeOrphans(new Set())).toBe(0);
    expect(await left()).toEqual(['1', '2', '3', 'models']);
    await folders.removeOrphans(new Set([2, 3]));
    expect(await left()).toEqual(['1', '2', '3', 'models']);
  });

  it('of processes that were gone for the whole grace are removed, and nothing else', async () => {
    const folders = new WorkFolders(root, () => 1, 0);
    expect(await folders.removeOrphans(new Set([3]))).toBe(1);
    expect(await left()).toEqual(['1', '3', 'models']);
  });
});
