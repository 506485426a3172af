/** How each instrument sounds: one note rendered to samples, which the mixer then plays as often as it occurs. */
import { addFm, addNoise, addPartial, addPulse, addSaw, addSine, addString, filterSweep, SAMPLE_RATE_HZ, shape } from './oscillators.js';
import { createRandom, type Random } from './random.js';
import type { Instrument } from './score.js';
import { frequencyHz } from './theory.js';

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

interface NoteContext {
  readonly frequencyHz: number;
  readonly pitch: number;
  readonly heldSeconds: number;
  readonly random: Random;
}

/** -66 dB under full scale, before the instrument's own gain. */
const INAUDIBLE = 0.0005;
const DETUNE_CENTS = [-11, -6, 0, 5, 12];

function ensemble(out: Float32Array, { frequencyHz: hz, random }: NoteContext, spread: number, wave: 'saw' | 'pulse'): void {
  for (const cents of DETUNE_CENTS) {
    const detuned = hz * 2 ** ((cents * spread) / 1200);
    if (wave === 'saw') addSaw(out, detuned, 0.2, random.next());
    else addPulse(out, detuned, 0.16, random.next(), 0.42);
  }
}

function pad(options: {
  spread: number;
  wave: 'saw' | 'pulse';
  attack: number;
  release: number;
  cutoffs: readonly [number, number];
  gain: number;
}): Patch {
  const { spread, wave, attack, release, cutoffs, gain } = options;
  return {
    gain,
    reverb: 0.4,
    echo: 0,
    wide: true,
    releaseSeconds: release,
    ringSeconds: 0,
    render(out, context) {
      ensemble(out, context, spread, wave);
      addSine(out, context.frequencyHz, 0.25, context.random.next());
      // The filter follows the key, so that high notes keep their body.
      const track = (context.frequencyHz / 262) ** 0.4;
      filterSweep(out, 'low', (t) => track * (cutoffs[0] + (cutoffs[1] - cutoffs[0]) * Math.min(1, t / (attack * 2))), 0.15);
      shape(out, attack, Math.max(attack, context.heldSeconds));
    },
  };
}

function struck(gain: number, ringSeconds: number, reverb: number, echo: number, render: Patch['render']): Patch {
  return { gain, reverb, echo, wide: false, releaseSeconds: 0.25, ringSeconds, render };
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

function noiseHit(
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

function bowed(attack: number, release: number, gain: number, cutoff: number, reverb: number): Patch {
  return {
    gain,
    reverb,
    echo: 0,
    wide: true,
    releaseSeconds: release,
    ringSeconds: 0,
    render(out, context) {
      ensemble(out, context, 0.8, 'saw');
      const track = (context.frequencyHz / 262) ** 0.5;
      filterSweep(
        out,
        'low',
        (t) => track * cutoff * (0.55 + 0.45 * Math.min(1, t / (attack * 2))) * (1 + 0.06 * Math.sin(2 * Math.PI * 4.7 * t)),
        0.1,
      );
      shape(out, attack, Math.max(attack, context.heldSeconds));
    },
  };
}

export const PATCHES: Readonly<Record<Instrument, Patch>> = {
  warmPad: pad({ spread: 0.9, wave: 'saw', attack: 0.7, release: 1.6, cutoffs: [500, 2000], gain: 0.2 }),
  softPad: pad({ spread: 0.7, wave: 'pulse', attack: 0.35, release: 1.1, cutoffs: [500, 1800], gain: 0.17 }),
  brightPad: pad({ spread: 1.2, wave: 'saw', attack: 0.08, release: 0.5, cutoffs: [1400, 2600], gain: 0.14 }),
  darkPad: pad({ spread: 1.5, wave: 'saw', attack: 0.9, release: 1.5, cutoffs: [220, 900], gain: 0.26 }),
  glassPad: {
    ...pad({ spread: 0.6, wave: 'pulse', attack: 1.1, release: 2.2, cutoffs: [300, 900], gain: 0.2 }),
    reverb: 0.65,
    render(out, context) {
      [1, 2, 3.01, 4.98].forEach((ratio, i) =>
        addSine(out, context.frequencyHz * ratio, [0.5, 0.22, 0.1, 0.04][i] ?? 0, context.random.next(), 0.002, 0),
      );
      ensemble(out, context, 0.5, 'pulse');
      filterSweep(out, 'low', (t) => 1100 + 500 * Math.sin(2 * Math.PI * 0.17 * t), 0.2);
      shape(out, 1.1, Math.max(1.1, context.heldSeconds));
    },
  },
  strings: bowed(0.32, 0.9, 0.17, 3000, 0.5),
  lowStrings: { ...bowed(0.09, 0.5, 0.28, 1300, 0.3), wide: false },
  brass: { ...bowed(0.11, 0.5, 0.26, 1900, 0.5), wide: false },
  spiccato: struck(0.3, 0.5, 0.4, 0.08, (out, context) => {
    ensemble(out, context, 0.7, 'saw');
    filterSweep(out, 'low', (t) => 500 + 3200 * Math.exp(-t * 14), 0.1);
    for (let i = 0; i < out.length; i += 1) out[i] = (out[i] ?? 0) * Math.exp((-i / SAMPLE_RATE_HZ) * 9);
    shape(out, 0.012, 0.35);
  }),
  felt: struck(0.5, 4, 0.38, 0.1, (out, { frequencyHz: hz, random }) => {
    // Strings of a soft piano: partials a little sharp, the higher the quicker gone; felt takes the attack's edge.
    for (let n = 1; n <= 10; n += 1) {
      const stretch = n * Math.sqrt(1 + 0.0004 * n * n);
      const decay = (5.2 * (262 / hz) ** 0.45) / (1 + 0.45 * (n - 1));
      const gain = 0.5 / n ** 1.4;
      addPartial(out, hz * stretch, gain * 0.6, decay, random.next());
      addPartial(out, hz * stretch * 1.0007, gain * 0.4, decay * 1.3, random.next());
    }
    noiseHit(out, random, 0.05, 0.05, 'low', 700);
    shape(out, 0.008, 3.2);
  }),
  electricPiano: struck(0.34, 3, 0.3, 0.14, (out, { frequencyHz: hz }) => {
    addFm(out, hz, { ratio: 1, index: 1.1, indexDecaySeconds: 1.4, gain: 0.42, decaySeconds: 3.2 });
    addFm(out, hz, { ratio: 14, index: 0.35, indexDecaySeconds: 0.12, gain: 0.16, decaySeconds: 0.5 });
    filterSweep(out, 'low', () => 3600, 0.05);
    for (let i = 0; i < out.length; i += 1) out[i] = (out[i] ?? 0) * (1 + 0.12 * Math.sin((2 * Math.PI * 4.3 * i) / SAMPLE_RATE_HZ));
    shape(out, 0.004, 2.4);
  }),
  pluck: struck(0.26, 0.9, 0.3, 0.3, (out, context) => {
    addSaw(out, context.frequencyHz, 0.35, context.random.next());
    addSaw(out, context.frequencyHz * 1.004, 0.3, context.random.next());
    addPulse(out, context.frequencyHz * 0.5, 0.12, 0, 0.5);
    filterSweep(out, 'low', (t) => 320 + 5200 * Math.exp(-t * 11), 0.3);
    for (let i = 0; i < out.length; i += 1) out[i] = (out[i] ?? 0) * Math.exp((-i / SAMPLE_RATE_HZ) * 4.5);
    shape(out, 0.003, 0.6);
  }),
  mutedGuitar: struck(0.5, 0.8, 0.25, 0.28, (out, { frequencyHz: hz, random }) => {
    addString(out, hz, 0.7, 0.75, 0.55, random);
    filterSweep(out, 'low', () => 3000, 0.05);
    shape(out, 0.002, 0.5);
  }),
  pizzicato: struck(0.5, 0.7, 0.4, 0.1, (out, { frequencyHz: hz, random }) => {
    addString(out, hz, 0.6, 0.85, 0.4, random);
    addPartial(out, hz, 0.3, 0.35);
    shape(out, 0.003, 0.4);
  }),
  pizzicatoBass: struck(0.6, 0.9, 0.2, 0, (out, { frequencyHz: hz, random }) => {
    addString(out, hz, 0.5, 0.8, 0.8, random);
    addPartial(out, hz, 0.45, 0.9);
    addPartial(out, hz * 2, 0.12, 0.5);
    shape(out, 0.004, 0.6);
  }),
  mallet: struck(0.42, 1.4, 0.35, 0.16, (out, { frequencyHz: hz, random }) => {
    addPartial(out, hz, 0.6, 1.1);
    addPartial(out, hz * 3.93, 0.2, 0.35);
    addPartial(out, hz * 9.2, 0.07, 0.12);
    noiseHit(out, random, 0.06, 0.02, 'band', 2500);
    shape(out, 0.002, 0.9);
  }),
  bell: struck(0.24, 3.5, 0.7, 0.35, (out, { frequencyHz: hz }) => {
    addFm(out, hz * 2, { ratio: 3.5, index: 1.6, indexDecaySeconds: 1.6, gain: 0.3, decaySeconds: 3.2 });
    addPartial(out, hz, 0.2, 2.6);
    shape(out, 0.003, 2.6);
  }),
  flute: {
    gain: 0.3,
    reverb: 0.6,
    echo: 0.25,
    wide: false,
    releaseSeconds: 0.35,
    ringSeconds: 0,
    render(out, { frequencyHz: hz, heldSeconds, random }) {
      addSine(out, hz, 0.55, 0, 0.006);
      addSine(out, hz * 2, 0.14, 0.2, 0.006);
      addSine(out, hz * 3, 0.05, 0.4, 0.006);
      const breath = new Float32Array(out.length);
      for (let i = 0; i < breath.length; i += 1) breath[i] = 0.12 * (2 * random.next() - 1);
      filterSweep(breath, 'band', () => hz * 2, 0.7);
      for (let i = 0; i < out.length; i += 1) out[i] = (out[i] ?? 0) + (breath[i] ?? 0);
      shape(out, 0.09, Math.max(0.09, heldSeconds));
    },
  },
  lead: {
    gain: 0.2,
    reverb: 0.35,
    echo: 0.35,
    wide: false,
    releaseSeconds: 0.3,
    ringSeconds: 0,
    render(out, { frequencyHz: hz, heldSeconds, random }) {
      addPulse(out, hz, 0.3, random.next(), 0.35);
      addSaw(out, hz * 1.003, 0.18, random.next());
      addSine(out, hz, 0.3, 0, 0.004);
      filterSweep(out, 'low', (t) => 900 + 2600 * Math.exp(-t * 3.5), 0.15);
      shape(out, 0.02, Math.max(0.03, heldSeconds));
    },
  },
  softBass: {
    gain: 0.4,
    reverb: 0.04,
    echo: 0,
    wide: false,
    releaseSeconds: 0.25,
    ringSeconds: 0,
    render(out, { frequencyHz: hz, heldSeconds }) {
      addSine(out, hz, 0.6);
      addSine(out, hz * 2, 0.2, 0.25);
      addPulse(out, hz, 0.14, 0, 0.5);
      filterSweep(out, 'low', (t) => 220 + 500 * Math.exp(-t * 6), 0.1);
      shape(out, 0.02, Math.max(0.05, heldSeconds));
    },
  },
  synthBass: {
    gain: 0.4,
    reverb: 0.02,
    echo: 0,
    wide: false,
    releaseSeconds: 0.08,
    ringSeconds: 0,
    render(out, { frequencyHz: hz, heldSeconds }) {
      addSaw(out, hz, 0.35, 0.5);
      addPulse(out, hz * 1.002, 0.2, 0.5, 0.5);
      addSine(out, hz, 0.45);
      filterSweep(out, 'low', (t) => 180 + 1500 * Math.exp(-t * 16), 0.25);
      shape(out, 0.004, Math.max(0.02, heldSeconds));
    },
  },
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

/** One note as mono samples, always the same for the same arguments. */
export function renderNote(instrument: Instrument, pitch: number, heldSeconds: number, variant: number): Float32Array {
  const patch = PATCHES[instrument];
  const full = patch.ringSeconds > 0 ? patch.ringSeconds : heldSeconds + patch.releaseSeconds;
  const out = new Float32Array(Math.ceil(full * SAMPLE_RATE_HZ));
  patch.render(out, { frequencyHz: frequencyHz(pitch), pitch, heldSeconds, random: createRandom(pitch * 131 + variant, instrument) });
  return withoutTail(out);
}

/** Cut where nothing more is heard: notes that ring would keep the mixer busy for seconds of near silence. */
function withoutTail(samples: Float32Array): Float32Array {
  let end = samples.length;
  while (end > 1 && Math.abs(samples[end - 1] as number) < INAUDIBLE) end -= 1;
  const kept = samples.slice(0, end);
  const fade = Math.min(kept.length, 1200);
  for (let i = 0; i < fade; i += 1) kept[kept.length - 1 - i] = ((kept[kept.length - 1 - i] as number) * i) / fade;
  return kept;
}
