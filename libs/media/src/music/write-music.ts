import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { compose } from './composition.js';
import { mix } from './mixer.js';
import type { Mood } from './moods.js';
import { SAMPLE_RATE_HZ } from './oscillators.js';

export interface MusicJob {
  readonly kind: 'kadr-music';
  readonly mood: Mood;
  readonly seed: number;
  readonly durationSeconds: number;
  readonly outPath: string;
}

/**
 * Composes, plays and writes the piece as 48 kHz stereo 16-bit WAV, a block at a time; each `next()` is some
 * milliseconds of work. The file appears when the last block is written; a generator that is returned early leaves none.
 */
export function* writeMusic(job: MusicJob): Generator<void> {
  const frames = Math.round(job.durationSeconds * SAMPLE_RATE_HZ);
  const partial = `${job.outPath}.partial`;
  const file = openSync(partial, 'w');
  let open = true;
  try {
    writeSync(file, wavHeader(frames));
    for (const { left, right } of mix(compose(job.mood, job.seed, job.durationSeconds))) {
      const block = new Int16Array(left.length * 2);
      for (let i = 0; i < left.length; i += 1) {
        block[2 * i] = Math.round((left[i] as number) * 32767);
        block[2 * i + 1] = Math.round((right[i] as number) * 32767);
      }
      writeSync(file, new Uint8Array(block.buffer));
      yield;
    }
    closeSync(file);
    open = false;
    renameSync(partial, job.outPath);
  } finally {
    if (open) closeSync(file);
    rmSync(partial, { force: true });
  }
}

function wavHeader(frames: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + frames * 4, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  header.writeUInt32LE(SAMPLE_RATE_HZ * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(frames * 4, 40);
  return header;
}
