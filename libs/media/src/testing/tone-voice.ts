import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { VOICE_FILE, type VoiceFile, type VoiceSpeaker } from '../speech/neural/voice-file.js';
import { FLOAT, INT64, node, onnxModel, tensor, value } from './onnx.js';

const RATE_HZ = 16_000;
/** At speed 1, for each letter and each space. */
export const SECONDS_A_LETTER = 0.08;
const LETTERS = [..."abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюя'"];

/**
 * A model with the inputs and the output of Piper's, which says each letter as a tone of its own and a space as silence:
 * sin(pi t/T) sin(2 pi f(letter) t), T = length scale * {@link SECONDS_A_LETTER}.
 */
function toneModel(): Buffer {
  return onnxModel({
    nodes: [
      node('Gather', ['scales', 'second'], 'length'),
      node('Mul', ['length', 'samplesALetter'], 'wished'),
      node('Ceil', ['wished'], 'samples'),
      node('Range', ['zero', 'samples', 'one'], 't'),
      node('Div', ['t', 'samples'], 'part'),
      node('Mul', ['part', 'pi'], 'arc'),
      node('Sin', ['arc'], 'envelope'),
      node('Cast', ['input'], 'numbers', FLOAT),
      node('Reshape', ['numbers', 'column'], 'letters'),
      node('Mul', ['letters', 'step'], 'raised'),
      node('Add', ['raised', 'lowest'], 'pitch'),
      node('Mul', ['t', 'turn'], 'angle'),
      node('Mul', ['pitch', 'angle'], 'phase'),
      node('Sin', ['phase'], 'tone'),
      node('Mul', ['tone', 'envelope'], 'shaped'),
      node('Sign', ['letters'], 'isLetter'),
      node('Mul', ['shaped', 'isLetter'], 'heard'),
      node('Mul', ['heard', 'loudness'], 'mixed'),
      node('Reshape', ['mixed', 'line'], 'output'),
    ],
    constants: [
      tensor('second', INT64, [], [1]),
      tensor('samplesALetter', FLOAT, [], [SECONDS_A_LETTER * RATE_HZ]),
      tensor('zero', FLOAT, [], [0]),
      tensor('one', FLOAT, [], [1]),
      tensor('pi', FLOAT, [], [Math.PI]),
      tensor('column', INT64, [2], [-1, 1]),
      tensor('step', FLOAT, [], [40]),
      tensor('lowest', FLOAT, [], [150]),
      tensor('turn', FLOAT, [], [(2 * Math.PI) / RATE_HZ]),
      tensor('loudness', FLOAT, [], [0.5]),
      tensor('line', INT64, [3], [1, 1, -1]),
    ],
    inputs: [value('input', INT64, [1, 'letters']), value('input_lengths', INT64, [1]), value('scales', FLOAT, [3])],
    outputs: [value('output', FLOAT, [1, 1, 'samples'])],
    metadata: {
      ...{ sample_rate: String(RATE_HZ), n_speakers: '1', language: 'English', comment: 'piper', frontend: 'characters' },
      ...{ add_blank: '0', use_eos_bos: '0', punctuation: ', . ! ? ;' },
    },
  });
}

/** Files of a voice as its makers publish them, without `voice.json`. */
export function toneVoiceFiles(): Readonly<Record<string, Buffer>> {
  return {
    'tone.onnx': toneModel(),
    'tokens.txt': Buffer.from([' 0', ...LETTERS.map((letter, i) => `${letter} ${i + 1}`), ''].join('\n')),
  };
}

/** Installs a small, real voice in `<voicesFolder>/<name>`. @param options `model` stands in the place of the model, with its right digest @returns its folder */
export function installToneVoice(
  voicesFolder: string,
  name: string,
  options: Partial<VoiceSpeaker> & { readonly model?: Buffer } = {},
): string {
  const { model, ...speaker } = options;
  const files = { ...toneVoiceFiles(), ...(model && { 'tone.onnx': model }) };
  return installVoice(path.join(voicesFolder, name), files, {
    ...{ family: 'piper', model: 'tone.onnx', phonemes: null, styles: null },
    speakers: [{ id: name, name: 'Tone', language: 'en', gender: 'female', speaker: 0, ...speaker }],
  });
}

/** Writes the files and the `voice.json` of all that lies in the folder then. @returns the folder */
export function installVoice(
  folder: string,
  files: Readonly<Record<string, Buffer>>,
  about: Pick<VoiceFile, 'family' | 'model' | 'phonemes' | 'styles' | 'speakers'>,
): string {
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(folder, file), content);
  const digests = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== VOICE_FILE)
    .map((entry) => {
      const content = readFileSync(path.join(entry.parentPath, entry.name));
      const name = path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
      return [name, { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length }] as const;
    });
  const described: VoiceFile = {
    ...{ format: 1, licence: 'CC0-1.0', source: 'made by a spec', tokens: 'tokens.txt', lexicon: null, ...about },
    files: Object.fromEntries(digests),
  };
  writeFileSync(path.join(folder, VOICE_FILE), JSON.stringify(described));
  return folder;
}
