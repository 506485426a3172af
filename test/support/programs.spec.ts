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

  it('are taken instead of what is on the PATH and does not run', async () => {
    const unpacked = path.join(programsDir, 'debian-redis-tools', 'usr', 'bin');
    fs.mkdirSync(unpacked, { recursive: true });
    fs.writeFileSync(path.join(unpacked, 'redis-check-rdb'), '', { mode: 0o755 });
    const elsewhere = path.join(programsDir, 'elsewhere');
    fs.mkdirSync(elsewhere);
    const broken = path.join(elsewhere, 'redis-server');
    fs.writeFileSync(broken, '#!/bin/sh\nexit 127\n', { mode: 0o755 });
    process.env['PATH'] = `${elsewhere}:/usr/bin:/bin`;
    const look = async () => (await obtainPrograms({ wanted: ['redis'], programsDir })).found['redis']?.path;
    expect(await look()).toBe(path.join(programsDir, 'bin', 'redis-server'));
    fs.writeFileSync(broken, '#!/bin/sh\necho v=7\n', { mode: 0o755 });
    expect(await look()).toBe(broken);
  });
});
