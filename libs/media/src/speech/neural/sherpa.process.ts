/**
 * Speaks by a neural model, as a process of its own: the runtime ends its process over a model that it cannot read and over some texts,
 * and nothing else can stop it while it computes. Imports nothing but node: modules, so that it starts both compiled and from source.
 */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What the runtime is told about a model. Paths are relative to `folder`. */
export interface SherpaModel {
  /** Another one means another model. */
  readonly version: string;
  readonly folder: string;
  readonly family: 'piper' | 'kokoro';
  readonly model: string;
  readonly tokens: string;
  readonly styles: string | null;
  readonly phonemes: string | null;
  readonly lexicon: string | null;
  /** Of the speaker; Kokoro has to be told. */
  readonly language: string;
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
}

export interface SherpaJob {
  readonly id: number;
  readonly model: SherpaModel;
  readonly speaker: number;
  /** 1 is the model's own pace, 2 is twice as fast. */
  readonly speed: number;
  readonly utterances: readonly { readonly text: string; readonly pauseAfterSeconds: number }[];
  /** Silence before the first utterance. */
  readonly leadSeconds: number;
  /** Where the 16-bit little-endian mono samples go. */
  readonly rawPath: string;
}

/** Where an utterance is heard on the time line of the raw file. */
export interface Stretch {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export type SherpaAnswer =
  /** One stretch an utterance, in order. */
  | { readonly id: number; readonly sampleRateHz: number; readonly stretches: readonly Stretch[] }
  /** `isBroken`: the files are not what they were, or no model: in vain again. */
  | { readonly id: number; readonly failure: string; readonly isBroken: boolean };

interface Tts {
  readonly sampleRate: number;
  generate(request: { text: string; sid: number; speed: number; enableExternalBuffer: boolean }): { readonly samples: Float32Array };
}

class Broken extends Error {}

/** Kept around what sounds, so that no onset or release is cut off. */
const EDGE_SECONDS = 0.04;
/** Of full scale: under this it is silence. */
const SILENT_LEVEL = 0.004;
const FADE_SECONDS = 0.008;

/** One model at a time: each takes some hundred megabytes. */
let loaded: { readonly key: string; readonly tts: Tts } | null = null;

async function speak(job: SherpaJob): Promise<SherpaAnswer> {
  const tts = await ttsOf(job.model);
  const rate = tts.sampleRate;
  const stretches: Stretch[] = [];
  const raw = openSync(job.rawPath, 'w');
  try {
    let position = Math.round(job.leadSeconds * rate);
    writeSync(raw, new Uint8Array(2 * position));
    for (const { text, pauseAfterSeconds } of job.utterances) {
      const said =
        text === '' ? new Float32Array() : tts.generate({ text, sid: job.speaker, speed: job.speed, enableExternalBuffer: false }).samples;
      const sound = soundOf(said, rate);
      const pause = Math.round(pauseAfterSeconds * rate);
      const block = new Int16Array(sound.length + pause);
      sound.forEach((sample, i) => (block[i] = Math.max(-1, Math.min(1, sample)) * 32767));
      fadeEdges(block, sound.length, Math.round(FADE_SECONDS * rate));
      writeSync(raw, new Uint8Array(block.buffer));
      stretches.push({ startSeconds: position / rate, endSeconds: (position + sound.length) / rate });
      position += block.length;
    }
  } finally {
    closeSync(raw);
  }
  return { id: job.id, sampleRateHz: rate, stretches };
}

async function ttsOf(model: SherpaModel): Promise<Tts> {
  // Kokoro is loaded for a language.
  const key = `${model.version} ${model.family === 'kokoro' ? model.language : ''}`;
  if (loaded?.key === key) return loaded.tts;
  loaded = null;
  await verify(model);
  const { OfflineTts } = createRequire(import.meta.url)('sherpa-onnx-node') as { OfflineTts: new (config: object) => Tts };
  try {
    const tts = new OfflineTts(configOf(model));
    loaded = { key, tts };
    return tts;
  } catch (cause) {
    throw new Broken(`the runtime does not take it: ${String(cause)}`, { cause });
  }
}

/** @throws Broken where a file is not the one that was installed */
async function verify({ folder, files }: SherpaModel): Promise<void> {
  for (const [name, { sha256, bytes }] of Object.entries(files)) {
    const hash = createHash('sha256');
    let found = 0;
    try {
      await pipeline(createReadStream(join(folder, name)), async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          found += chunk.length;
          hash.update(chunk);
        }
      });
    } catch (cause) {
      throw new Broken(`${name} cannot be read: ${String(cause)}`, { cause });
    }
    if (found !== bytes || hash.digest('hex') !== sha256) throw new Broken(`${name} is not the file that was installed`);
  }
}

function configOf({ folder, family, model, tokens, styles, phonemes, lexicon, language }: SherpaModel): object {
  const at = (name: string | null): string => (name === null ? '' : join(folder, name));
  const common = { model: at(model), tokens: at(tokens), dataDir: at(phonemes), lexicon: at(lexicon), lengthScale: 1 };
  const kind =
    family === 'kokoro'
      ? { kokoro: { ...common, voices: at(styles), lang: language } }
      : // What Piper itself speaks with: enough chance for a living voice.
        { vits: { ...common, noiseScale: 0.667, noiseScaleW: 0.8 } };
  const numThreads = Math.max(1, Math.min(4, Math.ceil(availableParallelism() / 2)));
  return { model: { ...kind, numThreads, debug: false, provider: 'cpu' }, maxNumSentences: 1 };
}

/** Without the silence before and after, of which models leave more or less. */
function soundOf(samples: Float32Array, rate: number): Float32Array {
  const edge = Math.round(EDGE_SECONDS * rate);
  const isSound = (sample: number): boolean => Math.abs(sample) > SILENT_LEVEL;
  const first = samples.findIndex(isSound);
  return first < 0 ? new Float32Array() : samples.subarray(Math.max(0, first - edge), samples.findLastIndex(isSound) + 1 + edge);
}

function fadeEdges(block: Int16Array, length: number, fade: number): void {
  for (let i = 0; i < fade && i < length; i += 1) {
    block[i] = ((block[i] ?? 0) * i) / fade;
    block[length - 1 - i] = ((block[length - 1 - i] ?? 0) * i) / fade;
  }
}

if (process.send) {
  // Whoever started it is gone.
  process.on('disconnect', () => process.exit(0));
  process.on('message', (job: SherpaJob) => {
    void speak(job)
      .catch((error: unknown): SherpaAnswer => {
        return { id: job.id, failure: error instanceof Error ? error.message : String(error), isBroken: error instanceof Broken };
      })
      .then((answer) => process.send?.(answer));
  });
}
