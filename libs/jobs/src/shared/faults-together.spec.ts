import { describe, expect, it } from '@jest/globals';
import { type Refusal } from '#platform';
import { CreateClipsRequest } from '../clips/application/resolve/create-clips.request.js';
import { CreateVideoRequest, DecideApprovalRequest } from '../video/application/resolve/create-video.request.js';
import { checkedBody } from './checked-body.js';
import { LANGUAGES } from './languages.js';
import { MAX_SCRIPT_WORDS, countWords } from './script-words.js';

async function faultsOf(Rules: new () => object, body: object): Promise<Record<string, string>> {
  try {
    await checkedBody(Rules, body);
    return {};
  } catch (error) {
    return Object.fromEntries(((error as Refusal).errors ?? []).map(({ path, message }) => [path, message]));
  }
}
const pathsOf = async (Rules: new () => object, body: object) => Object.keys(await faultsOf(Rules, body)).sort();

describe('faults B25: all faults of a request at once', () => {
  it('names gates beside other fields, each by its own path', async () => {
    const body = {
      prompt: 'x',
      fps: 1,
      visuals: { mode: 'paintings', seed: -1 },
      approvals: ['soup', { type: 'script', deadlineSeconds: 0 }],
    };
    expect(await pathsOf(CreateVideoRequest, body)).toEqual(
      ['approvals.0', 'approvals.1.deadlineSeconds', 'fps', 'visuals.mode', 'visuals.seed'].sort(),
    );
  });

  it('names gates, and that there is no subject, with any fault of a field; alone they are left to whoever knows the others', async () => {
    expect(await pathsOf(CreateVideoRequest, { approvals: ['soup'], fps: 1 })).toEqual(['approvals.0', 'fps', 'prompt']);
    expect(await pathsOf(CreateVideoRequest, { approvals: ['soup'] })).toEqual([]);
    expect(await pathsOf(CreateVideoRequest, { prompt: 'x', script: 'y', voice: { speed: 9 } })).toEqual(['prompt', 'voice.speed']);
  });

  it('names every fault of every pair of clips, beside other fields', async () => {
    const frames = {
      '1': { first_frame: 7, last_frame: '', colour: 'blue' },
      '2': { first_frame: 'https://example.com/a.png', last_frame: 'x'.repeat(5000), duration: 'long' },
      '3': null,
      'a b': { first_frame: 'https://example.com/a.png', last_frame: 'https://example.com/b.png' },
    };
    expect(await pathsOf(CreateClipsRequest, { frames, aspectRatio: '3:1', model: '!' })).toEqual(
      [
        ...['frames.1.first_frame', 'frames.1.last_frame', 'frames.1.colour'],
        ...['frames.2.last_frame', 'frames.2.duration', 'frames.3', 'frames.a b', 'aspectRatio', 'model'],
      ].sort(),
    );
    expect(await pathsOf(CreateClipsRequest, { frames: {}, model: '!' })).toEqual(['frames', 'model']);
  });

  it.each(['xx', 'qq-US', 'english'])('refuses the language %s, and says which it knows', async (language) => {
    const { language: message } = await faultsOf(CreateVideoRequest, { script: 'x', language });
    expect(message).toContain(LANGUAGES.join(', '));
  });
  it.each(['en', 'pt-BR', 'zh-Hant-TW', 'ja'])('takes the language %s', async (language) => {
    expect(await pathsOf(CreateVideoRequest, { script: 'x', language })).toEqual([]);
  });
});

describe('a script of nothing but addresses', () => {
  it.each([
    'https://example.com/a',
    'https://example.com/a https://example.org/b?c=d\n\nwww.example.net',
    '- https://example.com\n- <https://example.org>',
    '(https://example.com).',
  ])('is refused, and says what to do: %s', async (script) => {
    expect((await faultsOf(CreateVideoRequest, { script }))['script']).toContain('write what is to be said');
    expect((await faultsOf(DecideApprovalRequest, { script }))['script']).toContain('write what is to be said');
  });

  it.each(['See https://example.com/a', '[our guide](https://example.com)', '🐙 🐙', 'example.com is down', '# 1'])(
    'is not what this is: %s',
    async (script) => expect(await faultsOf(CreateVideoRequest, { script })).toEqual({}),
  );
});

describe('faults A1: more words than a film can hold', () => {
  const octopus = `octopus ${'. '.repeat(49_900)}octopus`;
  it.each([
    ['signs that nobody speaks', octopus],
    ['one endless run', 'a'.repeat(100_000)],
    ['zero-width spaces', '\u200b '.repeat(40_000) + 'a'],
  ])('are refused by their field (%s)', async (_, script) => {
    expect((await faultsOf(CreateVideoRequest, { script }))['script']).toContain(`at most ${MAX_SCRIPT_WORDS} words`);
    expect((await faultsOf(DecideApprovalRequest, { script }))['script']).toContain(`at most ${MAX_SCRIPT_WORDS} words`);
  });

  it('are counted by what lies between spaces; a long run counts as several', () => {
    expect(countWords('An octopus has 3 hearts.\n\nWhy?')).toBe(6);
    expect(countWords('章'.repeat(80))).toBe(10);
    expect(countWords(' \n')).toBe(0);
  });
});
