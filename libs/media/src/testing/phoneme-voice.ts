import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import type { VoiceFamily, VoiceSpeaker } from '../speech/neural/voice-file.js';
import { FLOAT, INT64, node, onnxModel, tensor, value } from './onnx.js';
import { installVoice } from './tone-voice.js';

const RATE_HZ = 24_000;
const SAMPLES_A_PHONEME = 1000;
const STYLES = { speakers: 2, lengths: 512, width: 4 };
/** Of espeak-ng for English, with the marks that Piper's models have around and between them. */
const PHONEMES = [..."_^$ !,.?;:'abcdefghijklmnopqrstuvwxyzæðŋɐɑɒɔəɚɛɜɡɪɫɹɾʃʊʌʒʔθˈˌːᵻ"];
/** Where the system's packages put it, when it is not unpacked beside. */
const DATA_FOLDERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/share', '/usr/local/share', '/opt/homebrew/share'];
const NEEDED_DATA = ['phontab', 'phonindex', 'phondata', 'intonations', 'en_dict', 'lang', 'voices'];

/** Says each sound of espeak-ng's as a tone; with the inputs and the output of Piper's models, or of Kokoro's (whose speakers are a pitch). */
function phonemeModel(family: VoiceFamily): Buffer {
  const isKokoro = family === 'kokoro';
  const [letters, output] = isKokoro ? ['tokens', 'audio'] : ['input', 'output'];
  const own = isKokoro
    ? [
        node('Div', ['one', 'speed'], 'lengths'),
        node('Reshape', ['lengths', 'noDims'], 'length'),
        node('ReduceMean', ['style'], 'styles'),
        node('Reshape', ['styles', 'noDims'], 'speaker'),
      ]
    : [node('Gather', ['scales', 'second'], 'length'), node('Mul', ['length', 'zero'], 'speaker')];
  const inputs = isKokoro
    ? [value('style', FLOAT, [1, STYLES.width]), value('speed', FLOAT, [1])]
    : [value('input_lengths', INT64, [1]), value('scales', FLOAT, [3])];
  const about = { sample_rate: String(RATE_HZ), language: 'English', comment: family, has_espeak: '1', voice: 'en-us' };
  const { speakers, lengths, width } = STYLES;
  return onnxModel({
    nodes: [
      ...own,
      node('Mul', ['length', 'samplesAPhoneme'], 'wished'),
      node('Ceil', ['wished'], 'samples'),
      node('Range', ['zero', 'samples', 'one'], 't'),
      node('Cast', [letters], 'numbers', FLOAT),
      node('Reshape', ['numbers', 'column'], 'phonemes'),
      node('Mul', ['phonemes', 'step'], 'raised'),
      node('Add', ['raised', 'speaker'], 'voiced'),
      node('Add', ['voiced', 'lowest'], 'pitch'),
      node('Mul', ['t', 'turn'], 'angle'),
      node('Mul', ['pitch', 'angle'], 'phase'),
      node('Sin', ['phase'], 'tone'),
      node('Mul', ['tone', 'loudness'], 'heard'),
      node('Reshape', ['heard', 'line'], output),
    ],
    constants: [
      tensor('second', INT64, [], [1]),
      tensor('noDims', INT64, [0], []),
      tensor('samplesAPhoneme', FLOAT, [], [SAMPLES_A_PHONEME]),
      tensor('zero', FLOAT, [], [0]),
      tensor('one', FLOAT, [], [1]),
      tensor('column', INT64, [2], [-1, 1]),
      tensor('step', FLOAT, [], [10]),
      tensor('lowest', FLOAT, [], [150]),
      tensor('turn', FLOAT, [], [(2 * Math.PI) / RATE_HZ]),
      tensor('loudness', FLOAT, [], [0.5]),
      isKokoro ? tensor('line', INT64, [1], [-1]) : tensor('line', INT64, [3], [1, 1, -1]),
    ],
    inputs: [value(letters, INT64, [1, 'phonemes']), ...inputs],
    outputs: [value(output, FLOAT, isKokoro ? ['samples'] : [1, 1, 'samples'])],
    metadata: isKokoro
      ? { ...about, n_speakers: String(speakers), style_dim: `${lengths},1,${width}`, version: '1' }
      : { ...about, n_speakers: '1' },
  });
}

/** Kokoro's `voices.bin`: the second speaker is 400 Hz higher. */
function styles(): Buffer {
  const { speakers, lengths, width } = STYLES;
  const vectors = new Float32Array(speakers * lengths * width);
  vectors.fill(400, lengths * width);
  return Buffer.from(vectors.buffer);
}

/** Installs a small, real voice of either family, which finds the sounds of English with espeak-ng's data. @returns its folder */
export function installPhonemeVoice(voicesFolder: string, name: string, family: VoiceFamily, speakers: readonly VoiceSpeaker[]): string {
  const beside = process.env['ESPEAK_DATA_PATH'];
  const data = [...(beside ? [beside] : []), ...DATA_FOLDERS]
    .map((folder) => path.join(folder, 'espeak-ng-data'))
    .find((folder) => existsSync(folder));
  if (data === undefined) throw new Error('espeak-ng is not installed');
  const folder = path.join(voicesFolder, name);
  for (const part of NEEDED_DATA) cpSync(path.join(data, part), path.join(folder, 'espeak-ng-data', part), { recursive: true });
  const files = {
    'phonemes.onnx': phonemeModel(family),
    'tokens.txt': Buffer.from(PHONEMES.map((sign, i) => `${sign === ' ' ? '' : sign} ${i}\n`).join('')),
    ...(family === 'kokoro' && { 'voices.bin': styles() }),
  };
  return installVoice(folder, files, {
    ...{ family, model: 'phonemes.onnx', phonemes: 'espeak-ng-data', styles: family === 'kokoro' ? 'voices.bin' : null, speakers },
  });
}
