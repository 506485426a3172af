import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ownCompileCache } from '../../scripts/lib/compile-cache.mjs';

const DAY_MS = 86_400_000;
let dataDir = '';
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'compile-cache-'));
});
afterEach(() => fs.rmSync(dataDir, { recursive: true, force: true }));

/** Of a server, as Node would keep it. @returns the file */
function compiled(root: string, name: string, daysAgo = 0): string {
  const folder = path.join(ownCompileCache(dataDir, root), 'v26.10.0-x64');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  fs.writeFileSync(file, name);
  const at = new Date(Date.now() - daysAgo * DAY_MS);
  fs.utimesSync(file, at, at);
  return file;
}
const isThere = (...files: string[]): boolean[] => files.map((file) => fs.existsSync(file));

describe('compiled code in the data folder', () => {
  it('is that of this server alone: of an earlier release, or as it lay before, nothing is left', () => {
    const before = path.join(dataDir, 'compile-cache', 'v26.10.0-x64-310b2ce3-0');
    fs.mkdirSync(before, { recursive: true });
    fs.writeFileSync(path.join(before, '2c841789'), 'code');
    const earlier = compiled('/opt/kadr/1', 'main');
    const own = compiled('/opt/kadr/2', 'main');
    ownCompileCache(dataDir, '/opt/kadr/2');
    expect(isThere(before, earlier, own)).toEqual([false, false, true]);
    expect(fs.readdirSync(path.join(dataDir, 'compile-cache'))).toHaveLength(1);
  });

  it('goes when it was made long ago: modules of earlier builds have names of their own', () => {
    const [old, young] = [compiled('/opt/kadr', 'main.errors-BJBtPVYL', 31), compiled('/opt/kadr', 'main.errors-C1', 29)];
    ownCompileCache(dataDir, '/opt/kadr');
    expect(isThere(old, young)).toEqual([false, true]);
  });

  it('needs none to be there', () => {
    expect(path.dirname(ownCompileCache(dataDir, '/opt/kadr'))).toBe(path.join(dataDir, 'compile-cache'));
    expect(fs.readdirSync(dataDir)).toEqual([]);
  });
});
