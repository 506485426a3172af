/**
 * Runs the flite wasm off the main thread. Imports nothing but node: modules, so that it starts as a worker both
 * compiled and from source. Everything it is told comes in `workerData`; everything it says goes back in one message.
 */
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

/** The part of the global used here; the project compiles without the DOM's types. */
declare const WebAssembly: {
  instantiate(module: object, imports: object): Promise<object>;
};

export interface FliteJob {
  readonly kind: 'kadr-flite';
  /** The compiled `WebAssembly.Module`; threads share its code. */
  readonly module: object;
  /** An empty folder of this job; the only one the wasm can see. */
  readonly folder: string;
  readonly voice: string;
  /** 1 is the voice's own pace, 2 is twice as slow. */
  readonly durationStretch: number;
  readonly utterances: readonly { readonly text: string; readonly pauseAfterSeconds: number }[];
  /** Distinct spoken words, whose phones out of context are wanted. */
  readonly words: readonly string[];
  /** Silence before the first utterance. */
  readonly leadSeconds: number;
  /** Where the 16-bit little-endian mono samples go. */
  readonly rawPath: string;
}

/** A phone on the time line of the whole raw file. */
export interface Phone {
  readonly name: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface FliteResult {
  readonly sampleRateHz: number;
  /** Per utterance, pauses left out. */
  readonly phones: readonly (readonly Phone[])[];
  /** Per word of the job; null when flite did not give that word alone. */
  readonly lexicon: readonly (readonly string[] | null)[];
}

/** Kept before the first and after the last phone of an utterance, so that no onset or release is cut off. */
const EDGE_SECONDS = 0.04;
const LEXICON_BATCH = 60;

export async function runFlite(job: FliteJob): Promise<FliteResult> {
  const stdoutPath = join(job.folder, 'stdout.txt');

  const flite = async (text: string, voice: string, output: string, print: string): Promise<string> => {
    writeFileSync(join(job.folder, 'text.txt'), text);
    const stdoutFd = openSync(stdoutPath, 'w');
    const stretch = ['--setf', `duration_stretch=${job.durationStretch}`];
    const args = ['flite', '-voice', voice, print, ...stretch, '-f', '/job/text.txt', '-o', output];
    const wasi = new WASI({ version: 'preview1', args, env: {}, preopens: { '/job': job.folder }, stdout: stdoutFd, returnOnExit: true });
    try {
      const instance = await WebAssembly.instantiate(job.module, wasi.getImportObject());
      const code = wasi.start(instance);
      if (code !== 0) throw new Error(`flite ended with code ${code}`);
    } finally {
      closeSync(stdoutFd);
    }
    return readFileSync(stdoutPath, 'utf8');
  };

  const rawFd = openSync(job.rawPath, 'w');
  try {
    const phones: Phone[][] = [];
    let sampleRateHz = 16000;
    let position = Math.round(job.leadSeconds * sampleRateHz);
    writeSync(rawFd, new Uint8Array(2 * position));
    for (const utterance of job.utterances) {
      const printed = parsePhones(await flite(`${utterance.text}\n`, job.voice, '/job/out.wav', '-psdur'));
      const wav = readWav(readFileSync(join(job.folder, 'out.wav')));
      sampleRateHz = wav.sampleRateHz;
      const sounding = printed.filter((phone) => phone.name !== 'pau');
      const first = sounding[0];
      const last = sounding[sounding.length - 1];
      if (!first || !last) {
        phones.push([]);
        continue;
      }
      const from = Math.max(0, Math.floor((first.startSeconds - EDGE_SECONDS) * sampleRateHz));
      const to = Math.min(wav.samples.length, Math.ceil((last.endSeconds + EDGE_SECONDS) * sampleRateHz));
      const pause = Math.round(utterance.pauseAfterSeconds * sampleRateHz);
      const block = new Int16Array(to - from + pause);
      block.set(wav.samples.subarray(from, to));
      fadeEdges(block, to - from, Math.round(0.008 * sampleRateHz));
      writeSync(rawFd, new Uint8Array(block.buffer));
      const shift = (position - from) / sampleRateHz;
      phones.push(sounding.map((p) => ({ name: p.name, startSeconds: p.startSeconds + shift, endSeconds: p.endSeconds + shift })));
      position += block.length;
    }
    return { sampleRateHz, phones, lexicon: await lexiconOf(job.words, (text) => flite(text, 'kal', 'none', '-ps')) };
  } finally {
    closeSync(rawFd);
  }
}

/** Words said as a list, a pause between each two; where the count of pauses does not fit, the batch is halved. */
async function lexiconOf(words: readonly string[], say: (text: string) => Promise<string>): Promise<(string[] | null)[]> {
  const result: (string[] | null)[] = [];
  const solve = async (batch: readonly string[]): Promise<(string[] | null)[]> => {
    const groups = (await say(`${batch.join(', ')}.\n`))
      .split(/\bpau\b/)
      .map((group) => group.split(/\s+/).filter((name) => name !== ''))
      .filter((group) => group.length > 0);
    if (groups.length === batch.length) return groups;
    if (batch.length === 1) return [groups.length > 0 ? groups.flat() : null];
    const half = batch.length >> 1;
    return [...(await solve(batch.slice(0, half))), ...(await solve(batch.slice(half)))];
  };
  for (let i = 0; i < words.length; i += LEXICON_BATCH) result.push(...(await solve(words.slice(i, i + LEXICON_BATCH))));
  return result;
}

/** `name:endSeconds` pairs; the clock starts again with each utterance that flite makes of the text. */
function parsePhones(printed: string): Phone[] {
  const phones: Phone[] = [];
  let offset = 0;
  let previousEnd = 0;
  for (const match of printed.matchAll(/([a-z_]+):(\d+(?:\.\d+)?)/g)) {
    let end = Number(match[2]) + offset;
    if (end < previousEnd) {
      offset = previousEnd;
      end = Number(match[2]) + offset;
    }
    phones.push({ name: match[1] ?? '', startSeconds: previousEnd, endSeconds: end });
    previousEnd = end;
  }
  return phones;
}

function readWav(file: Buffer): { sampleRateHz: number; samples: Int16Array } {
  const data = file.indexOf('data', 12, 'latin1');
  if (file.toString('latin1', 0, 4) !== 'RIFF' || data < 0) throw new Error('flite wrote no WAV file');
  const bytes = file.subarray(data + 8, data + 8 + ((file.length - data - 8) & ~1));
  const samples = new Int16Array(bytes.length / 2);
  for (let i = 0; i < samples.length; i += 1) samples[i] = bytes.readInt16LE(i * 2);
  return { sampleRateHz: file.readUInt32LE(24), samples };
}

function fadeEdges(block: Int16Array, length: number, fade: number): void {
  for (let i = 0; i < fade && i < length; i += 1) {
    block[i] = ((block[i] ?? 0) * i) / fade;
    block[length - 1 - i] = ((block[length - 1 - i] ?? 0) * i) / fade;
  }
}

if (!isMainThread && (workerData as Partial<FliteJob> | null)?.kind === 'kadr-flite') {
  // This thread alone; elsewhere niceness belongs to whole processes.
  if (process.platform === 'linux') setPriority(0, (workerData as { niceness: number }).niceness);
  parentPort?.postMessage(await runFlite(workerData as FliteJob));
}
