/** Sound sources and filters, all of them quiet above half the sample rate. */
import type { Random } from './random.js';

export const SAMPLE_RATE_HZ = 48_000;

/** Rounds the step of a saw or square over two samples, so that it folds back no audible harmonics (PolyBLEP). */
function polyBlep(phase: number, increment: number): number {
  if (phase < increment) {
    const t = phase / increment;
    return t + t - t * t - 1;
  }
  if (phase > 1 - increment) {
    const t = (phase - 1) / increment;
    return t * t + t + t + 1;
  }
  return 0;
}

/** Adds a saw of constant pitch. `phase` in [0, 1). */
export function addSaw(out: Float32Array, frequencyHz: number, gain: number, phase: number): void {
  const increment = frequencyHz / SAMPLE_RATE_HZ;
  let p = phase;
  for (let i = 0; i < out.length; i += 1) {
    out[i] = (out[i] ?? 0) + gain * (2 * p - 1 - polyBlep(p, increment));
    p += increment;
    if (p >= 1) p -= 1;
  }
}

/** Adds a square or pulse; `width` in (0, 1). */
export function addPulse(out: Float32Array, frequencyHz: number, gain: number, phase: number, width: number): void {
  const increment = frequencyHz / SAMPLE_RATE_HZ;
  let p = phase;
  for (let i = 0; i < out.length; i += 1) {
    const q = p + 1 - width >= 1 ? p - width : p + 1 - width;
    out[i] = (out[i] ?? 0) + gain * ((p < width ? 1 : -1) + polyBlep(p, increment) - polyBlep(q, increment) - (2 * width - 1));
    p += increment;
    if (p >= 1) p -= 1;
  }
}

/** Adds a sine, optionally with vibrato that sets in after `vibratoDelaySeconds`. */
export function addSine(
  out: Float32Array,
  frequencyHz: number,
  gain: number,
  phase = 0,
  vibratoDepth = 0,
  vibratoDelaySeconds = 0.35,
): void {
  const step = (2 * Math.PI * frequencyHz) / SAMPLE_RATE_HZ;
  let p = phase * 2 * Math.PI;
  for (let i = 0; i < out.length; i += 1) {
    out[i] = (out[i] ?? 0) + gain * Math.sin(p);
    const seconds = i / SAMPLE_RATE_HZ;
    const depth = vibratoDepth > 0 ? vibratoDepth * Math.min(1, Math.max(0, (seconds - vibratoDelaySeconds) * 2.5)) : 0;
    p += depth > 0 ? step * (1 + depth * Math.sin(2 * Math.PI * 5.2 * seconds)) : step;
  }
}

/** Adds a decaying sine: `decaySeconds` to a thousandth. */
export function addPartial(out: Float32Array, frequencyHz: number, gain: number, decaySeconds: number, phase = 0): void {
  if (frequencyHz > SAMPLE_RATE_HZ * 0.45) return;
  const step = (2 * Math.PI * frequencyHz) / SAMPLE_RATE_HZ;
  const fall = Math.exp(-6.9 / (decaySeconds * SAMPLE_RATE_HZ));
  // A resonator that rings by itself: two multiplications a sample in place of a sine.
  const k1 = 2 * fall * Math.cos(step);
  const k2 = -fall * fall;
  const start = phase * 2 * Math.PI;
  let previous = (gain / fall) * Math.sin(start - step);
  let value = gain * Math.sin(start);
  const end = Math.min(out.length, Math.ceil(Math.log(1e-5 / gain) / Math.log(fall) || 0));
  for (let i = 0; i < end; i += 1) {
    out[i] = (out[i] ?? 0) + value;
    const next = k1 * value + k2 * previous;
    previous = value;
    value = next;
  }
}

/** Adds two-operator FM whose brightness falls from `index` with `indexDecaySeconds`. */
export function addFm(
  out: Float32Array,
  frequencyHz: number,
  options: { ratio: number; index: number; indexDecaySeconds: number; gain: number; decaySeconds: number },
): void {
  const carrier = (2 * Math.PI * frequencyHz) / SAMPLE_RATE_HZ;
  const modulator = carrier * options.ratio;
  const indexFall = Math.exp(-6.9 / (options.indexDecaySeconds * SAMPLE_RATE_HZ));
  const fall = Math.exp(-6.9 / (options.decaySeconds * SAMPLE_RATE_HZ));
  let { index, gain } = options;
  for (let i = 0; i < out.length && gain > 1e-5; i += 1) {
    out[i] = (out[i] ?? 0) + gain * Math.sin(carrier * i + index * Math.sin(modulator * i));
    index *= indexFall;
    gain *= fall;
  }
}

/** Adds white noise with exponential decay. */
export function addNoise(out: Float32Array, random: Random, gain: number, decaySeconds: number): void {
  const fall = Math.exp(-6.9 / (decaySeconds * SAMPLE_RATE_HZ));
  let level = gain;
  for (let i = 0; i < out.length && level > 1e-5; i += 1) {
    out[i] = (out[i] ?? 0) + level * (2 * random.next() - 1);
    level *= fall;
  }
}

/** A plucked string (Karplus-Strong with a tuned fractional delay). `damping` 0-1: higher is duller and shorter. */
export function addString(
  out: Float32Array,
  frequencyHz: number,
  gain: number,
  damping: number,
  decaySeconds: number,
  random: Random,
): void {
  const delay = SAMPLE_RATE_HZ / frequencyHz - 0.5 * damping;
  const size = Math.floor(delay);
  const fraction = delay - size;
  const line = new Float32Array(size + 2);
  let smooth = 0;
  for (let i = 0; i < line.length; i += 1) {
    smooth += (2 * random.next() - 1 - smooth) * (1 - damping * 0.75);
    line[i] = smooth;
  }
  const keep = 10 ** (-3 / (decaySeconds * frequencyHz));
  let at = 0;
  let last = 0;
  for (let i = 0; i < out.length; i += 1) {
    const a = line[at] ?? 0;
    const next = at + 1 >= line.length ? 0 : at + 1;
    const b = line[next] ?? 0;
    const value = b + (a - b) * fraction;
    out[i] = (out[i] ?? 0) + gain * value;
    line[at] = keep * (value * (1 - damping * 0.5) + last * damping * 0.5);
    last = value;
    at = next;
  }
}

export type FilterKind = 'low' | 'high' | 'band';

/** In place, a state-variable filter whose cut-off runs from one frequency to another and stays there. */
export function filterSweep(samples: Float32Array, kind: FilterKind, cutoffHz: (seconds: number) => number, resonance: number): void {
  let ic1 = 0;
  let ic2 = 0;
  const k = 2 - 1.9 * resonance;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  for (let i = 0; i < samples.length; i += 1) {
    if (i % 32 === 0) {
      const g = Math.tan((Math.PI * Math.min(SAMPLE_RATE_HZ * 0.45, Math.max(20, cutoffHz(i / SAMPLE_RATE_HZ)))) / SAMPLE_RATE_HZ);
      a1 = 1 / (1 + g * (g + k));
      a2 = g * a1;
      a3 = g * a2;
    }
    const v0 = samples[i] ?? 0;
    const v3 = v0 - ic2;
    const v1 = a1 * ic1 + a2 * v3;
    const v2 = ic2 + a2 * ic1 + a3 * v3;
    ic1 = 2 * v1 - ic1;
    ic2 = 2 * v2 - ic2;
    samples[i] = kind === 'low' ? v2 : kind === 'band' ? k * v1 : v0 - k * v1 - v2;
  }
}

/** In place: rises over `attackSeconds`, holds, and from `releaseAtSeconds` falls to nothing by the end of the samples. */
export function shape(samples: Float32Array, attackSeconds: number, releaseAtSeconds: number): void {
  const attack = Math.max(1, Math.round(attackSeconds * SAMPLE_RATE_HZ));
  const release = Math.min(samples.length - 1, Math.round(releaseAtSeconds * SAMPLE_RATE_HZ));
  for (let i = 0; i < attack && i < samples.length; i += 1) {
    const x = i / attack;
    samples[i] = (samples[i] ?? 0) * x * x * (3 - 2 * x);
  }
  const length = samples.length - release;
  for (let i = release; i < samples.length; i += 1) {
    const x = 1 - (i - release) / length;
    samples[i] = (samples[i] ?? 0) * x * x;
  }
}
