/** How each instrument sounds: one note rendered to samples, which the mixer then plays as often as it occurs. */
import { addFm, addPartial, addPulse, addSaw, addSine, addString, filterSweep, SAMPLE_RATE_HZ, shape } from './oscillators.js';
import { DRUMS, noiseHit, type NoteContext, type Patch } from './drums.js';
import { createRandom } from './random.js';
import type { Instrument } from './score.js';
import { frequencyHz } from './theory.js';

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
  ...DRUMS,
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
