import { describe, expect, it } from '@jest/globals';
import { localModels } from '#integrations/testing';
import { type VideoOrder } from '../../../contracts/video-order.js';
import { JobsConfig } from '../../../jobs.config.js';
import { FaultyRequest } from '../../../shared/faulty-request.js';
import { MontageTemplates } from '../../../templates/montage-templates.js';
import { resolveRequest } from './resolve-request.js';

const { models } = localModels({ folder: '/nowhere', voicesFolder: '/nowhere' });
const templates = new MontageTemplates({ putFile: () => Promise.reject(new Error('not here')) } as never);
const resolve = (body: VideoOrder) =>
  resolveRequest(body, { orgId: 'org', today: '2026-01-01', seed: 1 }, { models, config: new JobsConfig(), templates }).request;
const languageOf = (body: VideoOrder): string => resolve({ subtitles: false, ...body }).language;
function refusal(body: VideoOrder): unknown {
  try {
    return languageOf(body);
  } catch (error) {
    return error instanceof FaultyRequest ? error.errors : error;
  }
}

describe('the language of what is to be written', () => {
  it.each([
    ['Warum schnurren Katzen?', 'de'],
    ['Mach ein Video über Katzen', 'de'],
    ['Pourquoi les chats ronronnent ?', 'fr'],
    ['¿Por qué ronronean los gatos?', 'es'],
    ['Чому муркочуть коти?', 'uk'],
    ['猫はなぜ喉を鳴らすのか？', 'ja'],
    ['Why do cats purr?', 'en'],
  ])('is that of the prompt: %s', (prompt, language) => expect(languageOf({ prompt })).toBe(language));

  it('is taken with a length and without one where there are words', () => {
    for (const language of ['de', 'fr-CA', 'tr'])
      for (const length of [{}, { durationSeconds: 30 }]) expect(languageOf({ prompt: 'Kaffee', language, ...length })).toBe(language);
    expect(languageOf({ prompt: '咖啡的历史', language: 'zh' })).toBe('zh');
    const told = 'Havet är djupt och kallt. Ingen känner dess botten. Vi vill söka den och förundras.';
    expect(languageOf({ prompt: told, language: 'sv', durationSeconds: 8 })).toBe('sv');
  });

  it('is refused with advice where the prompt does not fill the length, and English as ever where none was named', () => {
    const faults = [expect.objectContaining({ message: expect.stringMatching(/send a script, or leave durationSeconds out/) })];
    expect(refusal({ prompt: '咖啡的历史', language: 'zh', durationSeconds: 30 })).toEqual(faults);
    expect(refusal({ prompt: '...', language: 'zh' })).toEqual(faults);
    expect(languageOf({ prompt: '咖啡的历史', durationSeconds: 30 })).toBe('en');
  });
});
