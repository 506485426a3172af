import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { installToneVoice, temporaryFolder } from '#media/testing';
import { Models } from '../../contracts/models.js';
import { localModels } from '../../testing/local-models.js';
import { localProvider } from './local-providers.js';

const at = temporaryFolder();
let made = 0;

function world() {
  const folder = at(`world-${(made += 1)}`);
  const voicesFolder = path.join(folder, 'voices');
  mkdirSync(folder);
  const { models, context } = localModels({ folder, voicesFolder });
  const speak = (text: string, voice: string | null = null) =>
    models.voice('local:neural').speak({ text, language: 'en', voice, speed: 1 }, { path: path.join(folder, 'out.wav') }, context);
  return { models, voicesFolder, speak };
}

describe('local:neural', () => {
  it('is unknown where no voice is installed, and everything is as without it', async () => {
    const { models } = world();
    const plain = new Models([localProvider()]);
    expect(models.catalogue()).toEqual(plain.catalogue());
    expect(await models.voices()).toEqual(await plain.voices());
    expect([models.isKnown('local:neural'), models.narrator('en', null)]).toEqual([false, null]);
    expect(() => models.voice('local:neural')).toThrow(expect.objectContaining({ code: 'unknown_model', retryable: false }));
  });

  it('is listed with its voices as soon as one is installed, and narrates their languages', async () => {
    const { models, voicesFolder } = world();
    const before = await models.voices();
    const folder = installToneVoice(voicesFolder, 'tone', { name: 'Tone' });
    const info = { id: 'local:neural', provider: 'local', capability: 'voice', priceMicros: 0, available: true, unavailableReason: null };
    expect(models.catalogue('voice')).toContainEqual(expect.objectContaining(info));
    expect(await models.voices()).toEqual([{ id: 'tone', name: 'Tone', language: 'en', model: 'local:neural' }, ...before]);
    expect([models.narrator('en', null), models.narrator('en-gb', 'tone'), models.narrator('en', 'female')]).toEqual(
      Array.from({ length: 3 }, () => 'local:neural'),
    );
    expect([models.narrator('ru', null), models.narrator('en', 'en-slt'), models.narrator('en', 'male')]).toEqual([null, null, null]);
    rmSync(folder, { recursive: true });
    expect([models.isKnown('local:neural'), await models.voices()]).toEqual([false, before]);
  });

  it('speaks for nothing, and says when each word is heard', async () => {
    const { voicesFolder, speak } = world();
    installToneVoice(voicesFolder, 'tone');
    const spoken = await speak('Good morning, bees', 'tone');
    expect(spoken).toMatchObject({ cost: null, contentType: 'audio/wav' });
    expect(spoken.words.map(({ text }) => text)).toEqual(['Good', 'morning,', 'bees']);
    expect(spoken.words.every(({ startSeconds, endSeconds }) => endSeconds > startSeconds)).toBe(true);
    await expect(speak('Good morning', 'nobody')).rejects.toMatchObject({ code: 'voice_unavailable' });
  });
});
