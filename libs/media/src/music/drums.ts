/** Drums, and what a patch is. */
import { addNoise, addPartial, filterSweep, SAMPLE_RATE_HZ, shape } from './oscillators.js';
import type { Random } from './random.js';
import type { Instrument } from './score.js';

export interface Patch {
  /** Level in the mix, before velocity. */
  readonly gain: number;
  /** 0-1 into the reverb and into the echo. */
  readonly reverb: number;
  readonly echo: number;
  /** What goes through the pads' slow filter and chorus. */
  readonly wide: boolean;
  /** Sound after the key is released, in seconds. */
  readonly releaseSeconds: number;
  /** Struck and plucked sounds have their own length, at most this; held ones (0) follow the note. */
  readonly ringSeconds: number;
  readonly render: (out: Float32Array, context: NoteContext) => void;
}

export interface NoteContext {
  readonly frequencyHz: number;
  readonly pitch: number;
  readonly heldSeconds: number;
  readonly random: Random;
}

function drum(gain: number, ringSeconds: number, reverb: number, render: Patch['render']): Patch {
  return { gain, reverb, echo: 0, wide: false, releaseSeconds: 0, ringSeconds, render };
}

/** A sine that falls in pitch, the body of kicks, toms and taikos. */
function boom(out: Float32Array, fromHz: number, toHz: number, bendSeconds: number, decaySeconds: number, gain: number): void {
  const fall = Math.exp(-6.9 / (decaySeconds * SAMPLE_RATE_HZ));
  let phase = 0;
  let level = gain;
  for (let i = 0; i < out.length; i += 1) {
    out[i] = (out[i] ?? 0) + level * Math.sin(phase);
    phase += (2 * Math.PI * (toHz + (fromHz - toHz) * Math.exp(-i / (bendSeconds * SAMPLE_RATE_HZ)))) / SAMPLE_RATE_HZ;
    level *= fall;
  }
}

export function noiseHit(
  out: Float32Array,
  random: Random,
  gain: number,
  decay: number,
  kind: 'high' | 'band' | 'low',
  hz: number,
  resonance = 0.1,
): void {
  const noise = new Float32Array(out.length);
  addNoise(noise, random, gain, decay);
  filterSweep(noise, kind, () => hz, resonance);
  for (let i = 0; i < out.length; i += 1) out[i] = (out[i] ?? 0) + (noise[i] ?? 0);
}

type Drum = Extract<
  Instrument,
  'kick' | 'softKick' | 'snare' | 'clap' | 'rim' | 'hat' | 'openHat' | 'shaker' | 'taiko' | 'tom' | 'crash' | 'swell' | 'snap'
>;

export const DRUMS: Readonly<Record<Drum, Patch>> = {
  kick: drum(0.75, 0.4, 0.03, (out, { random }) => {
    boom(out, 210, 47, 0.025, 0.34, 0.95);
    noiseHit(out, random, 0.25, 0.012, 'band', 3000);
    shape(out, 0.001, 0.3);
  }),
  softKick: drum(0.65, 0.4, 0.06, (out, { random }) => {
    boom(out, 130, 50, 0.03, 0.3, 0.9);
    noiseHit(out, random, 0.12, 0.012, 'low', 1500);
    shape(out, 0.002, 0.3);
  }),
  snare: drum(0.42, 0.4, 0.25, (out, { random, pitch }) => {
    boom(out, 270, 185 + pitch * 2, 0.02, 0.16, 0.5);
    noiseHit(out, random, 0.9, 0.24, 'high', 1700);
    shape(out, 0.001, 0.3);
  }),
  clap: drum(0.4, 0.4, 0.3, (out, { random }) => {
    for (const [at, gain] of [[0, 0.6], [0.011, 0.6], [0.023, 0.8]] as const) noiseHit(out.subarray(Math.round(at * SAMPLE_RATE_HZ)), random, gain, at > 0.02 ? 0.22 : 0.02, 'band', 1500, 0.3); // prettier-ignore
    shape(out, 0.001, 0.3);
  }),
  rim: drum(0.34, 0.2, 0.25, (out, { random, pitch }) => {
    addPartial(out, 1650 + pitch * 15, 0.4, 0.06);
    addPartial(out, 460, 0.4, 0.08);
    noiseHit(out, random, 0.3, 0.03, 'band', 3200);
    shape(out, 0.001, 0.15);
  }),
  hat: drum(0.2, 0.12, 0.06, (out, { random, pitch }) => {
    noiseHit(out, random, 0.9, 0.05 + pitch * 0.008, 'high', 7800);
    shape(out, 0.001, 0.09);
  }),
  openHat: drum(0.17, 0.5, 0.1, (out, { random }) => {
    noiseHit(out, random, 0.9, 0.34, 'high', 7000);
    shape(out, 0.001, 0.35);
  }),
  shaker: drum(0.2, 0.14, 0.1, (out, { random }) => {
    noiseHit(out, random, 0.8, 0.11, 'band', 6200, 0.2);
    shape(out, 0.022, 0.1);
  }),
  taiko: drum(0.8, 1.4, 0.45, (out, { random, pitch }) => {
    boom(out, 118, 56 + pitch, 0.05, 1.1, 0.9);
    boom(out, 190, 92, 0.03, 0.4, 0.3);
    noiseHit(out, random, 0.4, 0.06, 'low', 900);
    shape(out, 0.002, 1);
  }),
  tom: drum(0.5, 0.7, 0.4, (out, { random, pitch }) => {
    boom(out, 170 - pitch * 12, 92 - pitch * 8, 0.04, 0.5, 0.8);
    noiseHit(out, random, 0.2, 0.05, 'low', 1800);
    shape(out, 0.002, 0.5);
  }),
  crash: drum(0.16, 3, 0.4, (out, { random }) => {
    noiseHit(out, random, 0.7, 2.4, 'high', 4200);
    for (const hz of [3110, 4270, 5370, 6610, 8010]) addPartial(out, hz, 0.05, 1.6, random.next());
    shape(out, 0.003, 2);
  }),
  swell: drum(0.16, 0, 0.5, (out, { random }) => {
    for (let i = 0; i < out.length; i += 1) {
      const x = i / out.length;
      out[i] = x * x * (2 * random.next() - 1);
    }
    const seconds = out.length / SAMPLE_RATE_HZ;
    filterSweep(out, 'band', (t) => 500 + (4500 * t * t) / (seconds * seconds), 0.3);
    shape(out, 0.02, seconds * 0.97);
  }),
  snap: drum(0.34, 0.25, 0.3, (out, { random }) => {
    noiseHit(out, random, 0.8, 0.09, 'band', 2300, 0.4);
    noiseHit(out, random, 0.3, 0.03, 'high', 5000);
    shape(out, 0.001, 0.18);
  }),
};
