import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { usableCores } from './cpu-quota.js';

it.each<[string, Record<string, string>, number]>([
  ['nothing is said', {}, 8],
  ['there is no limit', { 'cpu.max': 'max 100000\n' }, 8],
  ['it may use one and a half', { 'cpu.max': '150000 100000\n' }, 2],
  ['it may use a fraction', { 'cpu.max': '20000 100000\n' }, 1],
  ['it may use more than there are', { 'cpu.max': '3200000 100000' }, 8],
  ['it may use one, in the older way', { 'cpu/cpu.cfs_quota_us': '100000\n', 'cpu/cpu.cfs_period_us': '100000\n' }, 1],
  ['there is no limit, in the older way', { 'cpu/cpu.cfs_quota_us': '-1', 'cpu/cpu.cfs_period_us': '100000' }, 8],
  ['the file is nonsense', { 'cpu.max': 'a b' }, 8],
])('D19: a process counts the cores of its quota: %s', (_, files, cores) => {
  const root = mkdtempSync(path.join(tmpdir(), 'kadr-cgroup-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
    expect(usableCores(root, 8)).toBe(cores);
  } finally {
    rmSync(root, { recursive: true });
  }
});
