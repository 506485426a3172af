import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { type SpeakRequest } from '#media';
import { temporaryFolder } from '#media/testing';
import { type CallContext, type SpeechRequest } from '../../contracts/makers.js';
import { LocalVoiceMaker } from './speech.voice-maker.js';

const file = temporaryFolder();
const context = { signal: new AbortController().signal } as CallContext;
const line: SpeechRequest = { text: 'Bees dance.', language: 'en', voice: null, speed: 1 };

/** An engine that says each sentence in another way each time. */
function engine(bytes = 10) {
  const asked: SpeakRequest[] = [];
  const speak = async (request: SpeakRequest) => {
    asked.push(request);
    await writeFile(request.outPath, `${request.text} ${asked.length}`.padEnd(bytes));
    const words = [{ text: 'Bees', startSeconds: 0, endSeconds: asked.length }];
    return { path: request.outPath, contentType: 'audio/wav', durationSeconds: asked.length, words };
  };
  let version = 1;
  const maker = new LocalVoiceMaker({ speak, versionOf: () => String(version) });
  return { asked, maker, install: () => (version += 1) };
}

describe('a voice of this machine', () => {
  it('says a sentence once for its length and for the film', async () => {
    const { asked, maker } = engine();
    const measured = await maker.speak(line, { path: file('measured.wav') }, context);
    const said = await maker.speak(line, { path: file('said.wav') }, context);
    expect(asked).toHaveLength(1);
    expect(said).toEqual({ ...measured, path: file('said.wav') });
    expect(await readFile(file('said.wav'), 'utf8')).toBe(await readFile(file('measured.wav'), 'utf8'));
  });

  it('says it anew for whoever asks after that', async () => {
    const { asked, maker } = engine();
    for (const name of ['a', 'b', 'c']) await maker.speak(line, { path: file(name) }, context);
    expect(asked).toHaveLength(2);
  });

  it.each([{ text: 'Bees sing.' }, { language: 'en-GB' }, { speed: 1.2 }, { voice: 'local:flite:rms' }])(
    'says it in the way that is asked for: %j',
    async (over) => {
      const { asked, maker } = engine();
      await maker.speak(line, { path: file('one.wav') }, context);
      await maker.speak({ ...line, ...over }, { path: file('other.wav') }, context);
      expect(asked).toHaveLength(2);
    },
  );

  it('says it in the voice that is there now', async () => {
    const { asked, maker, install } = engine();
    await maker.speak(line, { path: file('before.wav') }, context);
    install();
    await maker.speak(line, { path: file('after.wav') }, context);
    expect(asked).toHaveLength(2);
  });

  it('keeps no more than there is room for', async () => {
    const { asked, maker } = engine(3 * 2 ** 20);
    const lines = Array.from({ length: 8 }, (_, index) => ({ ...line, text: `Sentence ${index}.` }));
    for (const one of lines) await maker.speak(one, { path: file('long.wav') }, context);
    for (const one of lines.toReversed()) await maker.speak(one, { path: file('long.wav') }, context);
    // Five of three megabytes fit, the last ones.
    expect(asked).toHaveLength(8 + 3);
  });

  it('keeps nothing of what failed', async () => {
    let tries = 0;
    const maker = new LocalVoiceMaker({
      speak: () => Promise.reject(new Error(`try ${(tries += 1)}`)),
    });
    for (const message of ['try 1', 'try 2']) await expect(maker.speak(line, { path: file('x') }, context)).rejects.toThrow(message);
  });
});
