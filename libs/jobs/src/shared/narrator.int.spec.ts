import { mkdirSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Models } from '#integrations';
import { localModels } from '#integrations/testing';
import { installToneVoice, temporaryFolder } from '#media/testing';
import { JobsConfig } from '../jobs.config.js';
import { withLocalFallback } from '../video/application/tasks/local-fallback.js';
import { narratorModel } from './narrator.js';

const at = temporaryFolder();
const task = { taskId: 'task', subjectId: 'video', kind: 'jobs.narrate', attempt: 1 };
const config = new JobsConfig();
let made = 0;

function world() {
  const folder = at(`world-${(made += 1)}`);
  const voicesFolder = path.join(folder, 'voices');
  mkdirSync(folder);
  const { models, context } = localModels({ folder, voicesFolder });
  const chosen = (voice: string | null = null, language = 'en') => narratorModel(models, config, { provider: 'local', voice }, language);
  /** As the narration of a film asks. @returns who has spoken */
  const narrate = (model: string): Promise<string> =>
    withLocalFallback(task, model, 'local:speech', async (who) => {
      const request = { text: 'Bees dance', language: 'en', voice: null, speed: 1 };
      const { words } = await models.voice(who).speak(request, { path: path.join(folder, 'voice.wav') }, context);
      return `${who}: ${words.map(({ text }) => text).join(' ')}`;
    });
  return { chosen, narrate, voicesFolder };
}

describe('who narrates', () => {
  it('is the voice that is always there, where none is installed for the language', () => {
    const { chosen, voicesFolder } = world();
    expect(chosen()).toBe('local:speech');
    installToneVoice(voicesFolder, 'tone');
    expect([chosen(null, 'ru'), chosen('en-slt')]).toEqual(['local:speech', 'local:speech']);
    const named = narratorModel(new Models(), config, { provider: 'openai:tts-1', voice: null }, 'en');
    expect(named).toBe('openai:tts-1');
  });

  it('is the one that is installed, and the other where its files are damaged', async () => {
    const { chosen, narrate, voicesFolder } = world();
    const folder = installToneVoice(voicesFolder, 'tone');
    expect(await narrate(chosen())).toBe('local:neural: Bees dance');
    installToneVoice(voicesFolder, 'tone');
    truncateSync(path.join(folder, 'tone.onnx'), 100);
    expect(await narrate(chosen())).toBe('local:speech: Bees dance');
  });

  it('is the other where it was removed after it had been chosen', async () => {
    const { chosen, narrate, voicesFolder } = world();
    const folder = installToneVoice(voicesFolder, 'tone');
    const model = chosen();
    expect(model).toBe('local:neural');
    rmSync(folder, { recursive: true });
    expect(await narrate(model)).toBe('local:speech: Bees dance');
  });
});
