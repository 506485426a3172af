import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { obtainPrograms } from '../../scripts/lib/programs.mjs';

let programsDir: string;
const before = process.env['PATH'];
beforeEach(() => {
  programsDir = fs.mkdtempSync(path.join(os.tmpdir(), 'kadr-programs-'));
});
afterEach(() => {
  process.env['PATH'] = before;
  fs.rmSync(programsDir, { recursive: true, force: true });
});

describe('programs that were unpacked earlier', () => {
  it('run with their libraries also where somebody has put their folder on the PATH', async () => {
    const unpacked = path.join(programsDir, 'debian-redis-tools', 'usr');
    for (const [folder, file] of [
      ['bin', 'redis-check-rdb'],
      ['lib', 'liblzf.so.1'],
    ] as const) {
      fs.mkdirSync(path.join(unpacked, folder), { recursive: true });
      fs.writeFileSync(path.join(unpacked, folder, file), '', { mode: 0o755 });
    }
    const bin = path.join(programsDir, 'bin');
    fs.mkdirSync(bin);
    fs.symlinkSync(path.join(unpacked, 'bin', 'redis-check-rdb'), path.join(bin, 'redis-server'));
    process.env['PATH'] = bin;
    const { found, missing } = await obtainPrograms({ wanted: ['redis'], programsDir });
    expect(missing).toEqual([]);
    expect(found['redis']).toEqual({ path: path.join(bin, 'redis-server'), libraryPath: path.join(unpacked, 'lib') });
  });
});
