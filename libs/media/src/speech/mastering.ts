/** From an engine's raw samples to narration that sits well in a mix: level, tone, density, 48 kHz. */
import { open, rename, rm } from 'node:fs/promises';
import { runProgram } from './run-program.js';

const TARGET_RMS_DBFS = -20;
/** 20 ms blocks more than this under the loudest are pauses and do not count towards the level. */
const GATE_DB = 26;
const MAX_GAIN_DB = 24;

/** Tone per engine: flite is dull at 16 kHz and boxy, espeak-ng thin below and sharp around 4 kHz. */
const TONE = {
  flite: 'highpass=f=75,equalizer=f=280:t=q:w=1.1:g=-2,equalizer=f=3000:t=q:w=0.9:g=2.5,equalizer=f=6300:t=q:w=1:g=2',
  /** Recorded or made by somebody who has mastered it already. */
  studio: 'highpass=f=60',
  espeak: 'highpass=f=70,equalizer=f=190:t=q:w=0.9:g=2.5,equalizer=f=2300:t=q:w=1:g=1.5,equalizer=f=4300:t=q:w=1.1:g=-3,lowpass=f=8500',
} as const;
const DENSITY = 'acompressor=threshold=0.09:ratio=2.6:attack=6:release=140:makeup=1.6,alimiter=limit=0.8:attack=4:release=60:level=0';

/** Writes `outPath` (48 kHz mono 16-bit WAV) in one step: it is whole or it is not there. Returns its length. */
export async function masterSpeech(options: {
  readonly rawPath: string;
  readonly sampleRateHz: number;
  readonly engine: keyof typeof TONE;
  readonly outPath: string;
  readonly ffmpegPath: string;
  readonly signal: AbortSignal;
}): Promise<number> {
  const { rawPath, sampleRateHz, outPath } = options;
  const level = await measureLevel(rawPath, Math.round(sampleRateHz / 50));
  const gain = level === null ? 0 : Math.min(MAX_GAIN_DB, TARGET_RMS_DBFS - level);
  const partial = `${outPath}.partial`;
  const filters = `volume=${gain.toFixed(2)}dB,${TONE[options.engine]},${DENSITY},aresample=48000:filter_size=64:cutoff=0.97`;
  // prettier-ignore
  const args = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', '-protocol_whitelist', 'file', '-f', 's16le', '-ar', String(sampleRateHz), '-ac', '1', '-i', rawPath,
    '-af', filters, '-ar', '48000', '-ac', '1', '-c:a', 'pcm_s16le', '-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact', '-f', 'wav', partial];
  try {
    await runProgram(options.ffmpegPath, args, { signal: options.signal, timeoutMs: 600_000 });
    const durationSeconds = await wavSeconds(partial);
    await rename(partial, outPath);
    return durationSeconds;
  } finally {
    await rm(partial, { force: true });
  }
}

/** Level of the speech itself in dBFS (RMS of the blocks that are no pause); null when there is no sound. */
async function measureLevel(rawPath: string, blockSamples: number): Promise<number | null> {
  const powers: number[] = [];
  const file = await open(rawPath, 'r');
  try {
    const buffer = Buffer.alloc(blockSamples * 2 * 500);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) break;
      for (let at = 0; at + blockSamples * 2 <= bytesRead; at += blockSamples * 2) {
        let power = 0;
        for (let i = at; i < at + blockSamples * 2; i += 2) power += buffer.readInt16LE(i) ** 2;
        powers.push(power / blockSamples / 32768 ** 2);
      }
    }
  } finally {
    await file.close();
  }
  const loudest = powers.reduce((max, power) => Math.max(max, power), 0);
  const speech = powers.filter((power) => power > loudest * 10 ** (-GATE_DB / 10));
  if (loudest === 0 || speech.length === 0) return null;
  return 10 * Math.log10(speech.reduce((sum, power) => sum + power, 0) / speech.length);
}

async function wavSeconds(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(256);
    await file.read(head, 0, head.length, 0);
    const data = head.indexOf('data', 12, 'latin1');
    return (size - data - 8) / (2 * 48000);
  } finally {
    await file.close();
  }
}
