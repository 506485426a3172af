import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyFile, SecretBox } from './secret-box.js';

describe('a sealed secret', () => {
  const box = new SecretBox(randomBytes(32));

  it('is opened by the same key for the same purpose', () => {
    const sealed = box.seal('sk-secret-1234', 'org/kie');
    expect(sealed.includes('sk-secret')).toBe(false);
    expect(box.open(sealed, 'org/kie')).toBe('sk-secret-1234');
    expect(box.seal('sk-secret-1234', 'org/kie').equals(sealed)).toBe(false);
  });

  it('is opened by no other key, for no other purpose, and not after a change', () => {
    const sealed = box.seal('sk-secret-1234', 'org/kie');
    const flipped = Buffer.from(sealed);
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
    expect(() => box.open(sealed, 'other/kie')).toThrow();
    expect(() => box.open(flipped, 'org/kie')).toThrow();
    expect(() => new SecretBox(randomBytes(32)).open(sealed, 'org/kie')).toThrow();
  });
});

describe('the key file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kadr-key-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is made once, whoever comes first, and is nobody else’s to read', async () => {
    const run = path.join(folder, 'run');
    const keys = await Promise.all([keyFile(run), keyFile(run), keyFile(run)]);
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(keys[0]).toHaveLength(32);
    expect((await stat(path.join(run, 'secrets.key'))).mode & 0o777).toBe(0o600);
  });

  it('that holds no key is not replaced', async () => {
    const run = path.join(folder, 'broken');
    await keyFile(run);
    await writeFile(path.join(run, 'secrets.key'), 'short');
    await expect(keyFile(run)).rejects.toThrow('does not hold a key');
  });
});
