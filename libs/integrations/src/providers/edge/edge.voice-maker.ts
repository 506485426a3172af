import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Output, takeInSpeech } from '#media';
import { ProviderError } from '../../contracts/errors.js';
import { type CallContext, type SpeechRequest, type Spoken, type VoiceMaker } from '../../contracts/makers.js';
import { type HeardWord, wordsAsWritten } from '../words/words-as-written.js';
import { MP3_BYTES_PER_SECOND, partsOf } from './edge.protocol.js';
import { isVoiceName, narratorOf } from './edge.voices.js';
import { readAloud } from './read-aloud.js';

export const EDGE_MODEL = 'edge:neural';

/** Speech by a voice of "Read aloud", free of charge. When each word is said comes with the sound. */
export class EdgeVoiceMaker implements VoiceMaker {
  async speak({ text, language, voice, speed }: SpeechRequest, { path: outPath }: Output, context: CallContext): Promise<Spoken> {
    const { calls, workDir, signal } = context;
    const name = voice ?? narratorOf(language);
    if (name === null) throw new ProviderError('invalid_parameter', `no voice of Edge is known for "${language}": name one`, false);
    if (!isVoiceName(name))
      throw new ProviderError('invalid_parameter', `Edge has no voice "${name}": they are called en-US-AriaNeural`, false);
    const heard: HeardWord[] = [];
    const sounds: Buffer[] = [];
    let bytes = 0;
    for (const [number, part] of partsOf(text).entries()) {
      const { mp3, words } = await calls.once({
        ...{ provider: 'edge', model: EDGE_MODEL, name: `speak-${number}`, expectedMicros: 0 },
        request: (submission) => readAloud(submission.baseUrl, { text: part, voice: name, speed }, submission.signal),
      });
      const begins = bytes / MP3_BYTES_PER_SECOND;
      heard.push(
        ...words.map(({ word, startSeconds, endSeconds }) => ({
          word,
          startSeconds: begins + startSeconds,
          endSeconds: begins + endSeconds,
        })),
      );
      const sound = Buffer.from(mp3, 'base64');
      sounds.push(sound);
      bytes += sound.length;
    }
    const inputPath = path.join(workDir, 'read-aloud.mp3');
    await writeFile(inputPath, Buffer.concat(sounds));
    const taken = await takeInSpeech({ inputPath, outPath, signal });
    return { ...taken, words: wordsAsWritten(text, heard, taken.durationSeconds), cost: null };
  }
}
