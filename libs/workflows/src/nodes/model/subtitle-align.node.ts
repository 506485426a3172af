import { readFile } from 'node:fs/promises';
import { type ObjectStorage } from '#assets';
import { languageOf, type TimedWord } from '#media';
import { filmFormat, type SubtitleAlignStep, type VoiceLayStep } from '#steps';
import { isBlank } from '#platform/json';
import { type MediaValue, type ScriptValue, type SubtitlesValue } from '../../contracts/values.js';
import { type KnownCall, NodeFailure, type TaskNode } from '../node-type.js';
import { arrived, LANGUAGE, MODEL_PARAMS, modelOf, ofLength, textParam, typed } from './model-params.js';
import { FORMAT_PARAMS, formatOf, renderSecondsOf } from './picture-params.js';
import { pricesOf } from './prices.js';

const [MAX_CHARACTERS, MAX_SECONDS] = [10_000, 600];
/** What a character takes in captions and the times of their words, written three times. */
const CAPTION_BYTES = 60;
/** Captions do not depend on it. */
const ANY_FPS = 30;

export interface SubtitleParts {
  readonly align: SubtitleAlignStep;
  readonly lay: VoiceLayStep;
  readonly storage: ObjectStorage;
}

export const subtitleAlign = ({ align, lay, storage }: SubtitleParts): TaskNode => ({
  type: align.type,
  title: 'Subtitles',
  group: 'sound',
  description: 'Gives each word its time: as the voice said it, or by listening to a recording of the text.',
  version: 1,
  inputs: [
    { name: 'audio', types: ['audio'], required: true, description: 'In which the words are said in full.' },
    { name: 'script', types: ['script'], description: 'What is said.' },
    { name: 'text', types: ['text'], description: 'The same as a text.' },
  ],
  outputs: [{ name: 'subtitles', type: 'subtitles', description: 'Captions for a film, as SRT and as VTT.' }],
  exactlyOne: ['script', 'text'],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: { ...MODEL_PARAMS, ...FORMAT_PARAMS, style: { enum: ['karaoke', 'block', 'minimal'] }, language: LANGUAGE },
  },
  weight: 'task',
  queue: 'transcription',
  estimate(call) {
    const { inputs, model } = call;
    const characters = Math.min(MAX_CHARACTERS, (inputs['script'] ?? inputs['text'])?.characters ?? MAX_CHARACTERS);
    const seconds = secondsOf(call);
    const line = { text: ofLength(characters), slot: { startSeconds: 0, endSeconds: seconds }, words: null, audio: { key: '' } };
    const wanted = { format: filmFormat('9:16', '1080p', ANY_FPS), language: 'en', lines: [line], windows: [] };
    const used = align.estimate({ ...wanted, model: model?.model ?? '' }, pricesOf(model));
    const laid = lay.estimate({ lines: [], durationSeconds: seconds }).storage_bytes ?? 0;
    return { ...used, storage_bytes: characters * CAPTION_BYTES + laid, render_seconds: renderSecondsOf(model?.model ?? '', seconds) };
  },
  async execute(call, context) {
    const { params } = call;
    const model = modelOf(call);
    const audio = arrived(call, 'audio') as MediaValue | undefined;
    const script = arrived(call, 'script') as ScriptValue | undefined;
    const text = script?.text ?? arrived(call, 'text');
    if (!audio || typeof text !== 'string' || isBlank(text)) throw new NodeFailure('missing_input', 'there are no words');
    if (text.length > MAX_CHARACTERS) throw new NodeFailure('invalid_params', `${text.length} characters; ${MAX_CHARACTERS} at most`);
    const seconds = audio.durationSeconds ?? 0;
    if (seconds <= 0 || seconds > MAX_SECONDS) throw new NodeFailure('invalid_params', `the sound must last up to ${MAX_SECONDS} s`);
    const said = await wordsSaid(storage, audio, text);
    const heard = said
      ? null
      : await lay.run({ lines: [{ file: audio.file, startSeconds: 0, tempo: 1 }], durationSeconds: seconds }, context);
    const language = textParam(params, 'language') || script?.language || languageOf(text);
    const line = { text, slot: { startSeconds: 0, endSeconds: seconds }, words: said, ...(heard && { audio: heard.master }) };
    const made = await align.run({ format: formatOf(params, ANY_FPS), language, model, lines: [line], windows: [] }, context);
    const { srt, vtt, cues, cost } = made;
    const style = textParam(params, 'style', 'karaoke') as SubtitlesValue['style'];
    const value: SubtitlesValue = { language, style, srt, vtt, cues };
    const files = [srt, vtt, cues, ...(heard ? [heard.audio, heard.master] : [])];
    const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const quantities = { storage_bytes: bytes, render_seconds: heard ? renderSecondsOf(model, seconds) : 0 };
    return { outputs: { subtitles: typed('subtitles', value) }, cost, quantities };
  },
});

/** The times that the voice gave itself; null where it said something else. */
async function wordsSaid(storage: ObjectStorage, { words }: MediaValue, text: string): Promise<readonly TimedWord[] | null> {
  if (!words) return null;
  const timed = JSON.parse(await readFile(await storage.localPath(words.key), 'utf8')) as TimedWord[];
  const spoken = timed.map((word) => word.text).join(' ');
  return plain(spoken) === plain(text) ? timed : null;
}

const plain = (words: string): string => words.replace(/\s+/gu, ' ').trim();

const secondsOf = ({ inputs }: Pick<KnownCall, 'inputs'>): number => Math.min(MAX_SECONDS, inputs['audio']?.seconds ?? MAX_SECONDS);
