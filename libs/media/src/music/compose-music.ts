import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { MediaError, type MediaFile } from '../contracts.js';
import { ProcessorShare } from '../processor-share.js';
import { moodOf } from './moods.js';
import { writeMusic, type MusicJob } from './write-music.js';

export interface MusicRequest {
  /** A mood of `MOODS` or a description in English or Russian; what is not understood becomes `calm`. */
  readonly mood: string;
  /** The same seed, mood and length give the same file, sample for sample. */
  readonly seed: number;
  /** 1-3600; the file has exactly round(durationSeconds × 48000) frames and ends in silence. */
  readonly durationSeconds: number;
  /** Absolute path of the WAV to write (48 kHz stereo 16 bit); replaced as a whole. */
  readonly outPath: string;
  readonly signal: AbortSignal;
}

/**
 * Composes and plays a piece of music off the main thread. Safe to call twice. @throws MediaError
 * `music_length_out_of_range`, or `music_failed` (retryable) when the file cannot be written; the signal's reason when aborted.
 */
export async function composeMusic(request: MusicRequest): Promise<MediaFile> {
  const { durationSeconds, outPath, signal } = request;
  if (!(durationSeconds >= 1 && durationSeconds <= 3600)) {
    throw new MediaError('music_length_out_of_range', `music of ${durationSeconds} s is outside 1-3600 s`, false);
  }
  signal.throwIfAborted();
  const job: MusicJob = { kind: 'kadr-music', mood: moodOf(request.mood), seed: request.seed, durationSeconds, outPath };
  try {
    const worker = new URL('./music.worker.js', import.meta.url);
    // Compiled, the worker lies beside this file. From source there is none: then this thread works, a block at a turn.
    if (existsSync(fileURLToPath(worker))) await runWorker(worker, job, signal);
    else await runHere(job, signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new MediaError('music_failed', `the music could not be made: ${String(error)}`, true, { cause: error });
  }
  return { path: outPath, contentType: 'audio/wav' };
}

async function runHere(job: MusicJob, signal: AbortSignal): Promise<void> {
  for (const _ of writeMusic(job)) {
    void _;
    await turn();
    signal.throwIfAborted();
  }
}

async function runWorker(url: URL, job: MusicJob, signal: AbortSignal): Promise<void> {
  const over = await ProcessorShare.current.turn(signal);
  try {
    signal.throwIfAborted();
    await inWorker(url, job, signal);
  } finally {
    over();
  }
}

async function inWorker(url: URL, job: MusicJob, signal: AbortSignal): Promise<void> {
  const worker = new Worker(url, { workerData: { ...job, niceness: ProcessorShare.current.niceness }, execArgv: [] });
  const abort = (): void => void worker.terminate();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the worker stopped with ${code}`)));
    });
  } finally {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
    // A worker that was stopped has no chance to clean up after itself.
    await rm(`${job.outPath}.partial`, { force: true });
  }
}
