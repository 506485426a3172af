import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Assets, type ObjectStorage } from '#assets';
import { Models } from '#integrations';
import { testTone } from '#media/testing';
import { type StepContext } from '#steps';
import { OwnSound } from './own-sound.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-own-sound-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a recording for a script', () => {
  it('in which nothing is heard is refused before anything else is made of it', async () => {
    const file = await testTone({ outPath: path.join(folder, 'silent.wav'), seconds: 1, levelDb: -90 });
    const assets = { find: () => Promise.resolve({ key: 'a', kind: 'audio', durationSeconds: 1 }) } as unknown as Assets;
    const storage = { localPath: () => Promise.resolve(file) } as unknown as ObjectStorage;
    // Nobody is there to lay it or to listen to it.
    const sound = new OwnSound(assets, storage, new Models());
    const context = { signal: new AbortController().signal, orgId: 'org', workDir: folder } as unknown as StepContext;
    await expect(sound.listen('0199', 'Hello there.', 'en', context)).rejects.toMatchObject({
      ...{ code: 'voice_silent', retryable: false },
      message: 'nothing is heard in the recording 0199',
    });
  });
});
