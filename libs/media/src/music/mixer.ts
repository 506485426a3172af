/** Plays a score block by block: what is in memory does not grow with the length of the piece. */
import { Chorus, Master, PingPong, Reverb, StereoLowPass } from './effects.js';
import type { Patch } from './drums.js';
import { PATCHES, renderNote } from './instruments.js';
import { SAMPLE_RATE_HZ } from './oscillators.js';
import { createRandom } from './random.js';
import type { Note, Score } from './score.js';

export interface StereoBlock {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

export const BLOCK_FRAMES = 2048;
/** Rendered notes kept for the next time they occur: 96 MB at most. */
const CACHE_SAMPLES = 24_000_000;
const FADE_OUT_SECONDS = 1.8;
/** How far the pads reach beyond the speakers; 1 leaves them as they are. Voices keep the middle. */
const PAD_WIDTH = 2.2;

interface Playing {
  readonly samples: Float32Array;
  readonly startFrame: number;
  readonly left: number;
  readonly right: number;
  readonly patch: Patch;
}

/** Yields exactly `round(durationSeconds × 48000)` frames; samples stay within ±0.89. */
export function* mix(score: Score): Generator<StereoBlock> {
  const totalFrames = Math.round(score.durationSeconds * SAMPLE_RATE_HZ);
  const notes = new NoteStore();
  const desk = new Desk();
  const beatSeconds = 60 / score.beatsPerMinute;
  const reverb = new Reverb(0.9 + 2.6 * score.room, 0.25 + 0.25 * (1 - score.room));
  const echo = new PingPong(beatSeconds * 0.75, 0.38);
  const chorus = new Chorus();
  const padFilter = new StereoLowPass();
  const master = new Master(10 ** ((score.trimDb + 1) / 20));
  const dust = createRandom(7, 'dust');
  let playing: Playing[] = [];
  let nextNote = 0;
  for (let frame = 0; frame < totalFrames; frame += BLOCK_FRAMES) {
    const frames = Math.min(BLOCK_FRAMES, totalFrames - frame);
    const left = new Float32Array(frames);
    const right = new Float32Array(frames);
    const [wideLeft, wideRight, reverbSend, echoSend] = desk.clear(frames);
    for (; nextNote < score.notes.length; nextNote += 1) {
      const note = score.notes[nextNote];
      if (!note || Math.round(note.startSeconds * SAMPLE_RATE_HZ) >= frame + frames) break;
      playing.push(start(note, notes.get(note)));
    }
    for (const voice of playing) desk.add(voice, frame);
    desk.sum(left, right);
    playing = playing.filter((voice) => voice.startFrame + voice.samples.length > frame + frames);
    const seconds = frame / SAMPLE_RATE_HZ;
    padFilter.process(wideLeft, wideRight, padCutoff(score, seconds));
    chorus.process(wideLeft, wideRight);
    if (score.pump) pump(wideLeft, wideRight, frame, beatSeconds, energyAt(score, seconds));
    if (score.crackle) crackle(left, right, dust);
    for (let i = 0; i < frames; i += 1) {
      const middle = 0.5 * ((wideLeft[i] as number) + (wideRight[i] as number));
      const side = 0.5 * PAD_WIDTH * ((wideLeft[i] as number) - (wideRight[i] as number));
      left[i] = (left[i] as number) + middle + side;
      right[i] = (right[i] as number) + middle - side;
    }
    echo.process(echoSend, left, right);
    reverb.process(reverbSend, left, right, 0.3);
    master.process(left, right);
    fadeEdges(left, right, frame, totalFrames);
    yield { left, right };
  }
}

/** Notes by what they sound like. The oldest leave when the store is full. */
class NoteStore {
  private readonly stored = new Map<string, Float32Array>();
  private size = 0;

  get(note: Note): Float32Array {
    const patch = PATCHES[note.instrument];
    const held = patch.ringSeconds > 0 ? 0 : Math.max(0.02, Math.round(note.durationSeconds * 50) / 50);
    const variant = note.instrument === 'hat' || note.instrument === 'snare' ? Math.round(note.startSeconds * 100) % 3 : 0;
    const key = `${note.instrument} ${note.pitch} ${held} ${variant}`;
    const known = this.stored.get(key);
    if (known) return known;
    const samples = renderNote(note.instrument, note.pitch, held, variant);
    this.stored.set(key, samples);
    this.size += samples.length;
    for (const [oldest, old] of this.stored) {
      if (this.size <= CACHE_SAMPLES || oldest === key) break;
      this.stored.delete(oldest);
      this.size -= old.length;
    }
    return samples;
  }
}

function start(note: Note, samples: Float32Array): Playing {
  const patch = PATCHES[note.instrument];
  const gain = patch.gain * note.velocity ** 1.4;
  // Equal power between the sides.
  const angle = ((Math.max(-1, Math.min(1, note.pan * 0.8)) + 1) * Math.PI) / 4;
  const startFrame = Math.max(0, Math.round(note.startSeconds * SAMPLE_RATE_HZ));
  return { samples, startFrame, left: gain * Math.cos(angle) * Math.SQRT2, right: gain * Math.sin(angle) * Math.SQRT2, patch };
}

/** One stereo channel per instrument, so that sends are worked out once a block and not once a voice. */
class Desk {
  private readonly channels = new Map<Patch, { left: Float32Array; right: Float32Array; used: boolean }>();
  private readonly buses = Array.from({ length: 4 }, () => new Float32Array(BLOCK_FRAMES));
  private frames = 0;

  /** Empties everything; gives the pads' left and right, the reverb's and the echo's send for this block. */
  clear(frames: number): [Float32Array, Float32Array, Float32Array, Float32Array] {
    this.frames = frames;
    const [a, b, c, d] = this.buses.map((bus) => bus.fill(0).subarray(0, frames));
    for (const channel of this.channels.values()) {
      if (!channel.used) continue;
      channel.left.fill(0);
      channel.right.fill(0);
      channel.used = false;
    }
    return [a, b, c, d] as [Float32Array, Float32Array, Float32Array, Float32Array];
  }

  add(voice: Playing, frame: number): void {
    let channel = this.channels.get(voice.patch);
    if (!channel) {
      channel = { left: new Float32Array(BLOCK_FRAMES), right: new Float32Array(BLOCK_FRAMES), used: false };
      this.channels.set(voice.patch, channel);
    }
    channel.used = true;
    const from = Math.max(0, voice.startFrame - frame);
    const offset = frame - voice.startFrame;
    const to = Math.min(this.frames, voice.samples.length - offset);
    addScaled(channel.left, channel.right, voice.samples, from, to, offset, voice.left, voice.right);
  }

  /** Channels into `left` and `right` or the pads' bus, and into the sends. */
  sum(left: Float32Array, right: Float32Array): void {
    const [wideLeft = left, wideRight = right, reverb = left, echo = left] = this.buses;
    for (const [patch, channel] of this.channels) {
      if (!channel.used) continue;
      const outLeft = patch.wide ? wideLeft : left;
      const outRight = patch.wide ? wideRight : right;
      for (let i = 0; i < this.frames; i += 1) {
        const l = channel.left[i] as number;
        const r = channel.right[i] as number;
        outLeft[i] = (outLeft[i] as number) + l;
        outRight[i] = (outRight[i] as number) + r;
        reverb[i] = (reverb[i] as number) + patch.reverb * 0.5 * (l + r);
        echo[i] = (echo[i] as number) + patch.echo * 0.5 * (l + r);
      }
    }
  }
}

/** The innermost loop: alone, so that it is compiled for itself. */
function addScaled(
  left: Float32Array,
  right: Float32Array,
  samples: Float32Array,
  from: number,
  to: number,
  offset: number,
  gainLeft: number,
  gainRight: number,
): void {
  for (let i = from; i < to; i += 1) {
    const sample = samples[i + offset] as number;
    left[i] = (left[i] as number) + sample * gainLeft;
    right[i] = (right[i] as number) + sample * gainRight;
  }
}

/** Energy of the sections as one line that bends, not steps, at their borders. */
function energyAt(score: Score, seconds: number): number {
  const bar = (seconds * score.beatsPerMinute) / 240;
  const index = score.sections.findIndex((section) => bar < section.startBar + section.bars);
  const section = score.sections[index];
  if (!section) return 0.35;
  const next = score.sections[index + 1]?.energy ?? 0.35;
  const into = Math.max(0, bar - (section.startBar + section.bars - 1));
  return section.energy + (next - section.energy) * Math.min(1, into) * 0.6;
}

/** Opens with the energy of the piece and breathes over about eight bars. */
function padCutoff(score: Score, seconds: number): number {
  const breath = 1 + 0.22 * Math.sin((2 * Math.PI * seconds * score.beatsPerMinute) / 60 / 32);
  return score.brightnessHz * (0.35 + 0.9 * energyAt(score, seconds)) * breath;
}

/** Pads step back on every beat, as if the kick pushed them. */
function pump(left: Float32Array, right: Float32Array, frame: number, beatSeconds: number, energy: number): void {
  const depth = energy > 0.5 ? 0.55 : 0;
  if (depth === 0) return;
  for (let i = 0; i < left.length; i += 1) {
    const beat = ((frame + i) / SAMPLE_RATE_HZ / beatSeconds) % 1;
    const gain = 1 - depth * (1 - Math.min(1, beat * 2.2)) ** 2 * Math.min(1, beat * 40);
    left[i] = (left[i] as number) * gain;
    right[i] = (right[i] as number) * gain;
  }
}

/** Dust on a record. */
function crackle(left: Float32Array, right: Float32Array, random: ReturnType<typeof createRandom>): void {
  for (let i = 0; i < left.length; i += 1) {
    const hiss = 0.0012 * (random.next() - 0.5);
    const tick = random.next() < 0.00012 ? 0.05 * (random.next() - 0.5) : 0;
    left[i] = (left[i] as number) + hiss + tick;
    right[i] = (right[i] as number) - hiss + tick * 0.6;
  }
}

function fadeEdges(left: Float32Array, right: Float32Array, frame: number, totalFrames: number): void {
  const fadeFrames = Math.min(totalFrames / 4, FADE_OUT_SECONDS * SAMPLE_RATE_HZ);
  for (let i = 0; i < left.length; i += 1) {
    const rest = totalFrames - 1 - (frame + i);
    const gain = Math.min(1, (frame + i) / 240) * (rest < fadeFrames ? 0.5 - 0.5 * Math.cos((Math.PI * rest) / fadeFrames) : 1);
    if (gain === 1) continue;
    left[i] = (left[i] as number) * gain;
    right[i] = (right[i] as number) * gain;
  }
}
