/** Sixteen steps a bar; 1-9 is the velocity in tenths, `.` a rest. Pure data. */
import type { DrumStyle } from './moods.js';
import type { Instrument } from './score.js';

export interface DrumLine {
  readonly instrument: Instrument;
  readonly steps: string;
  /** The line joins when the section's energy reaches this. */
  readonly fromEnergy: number;
  readonly pan: number;
}

const line = (instrument: Instrument, steps: string, fromEnergy: number, pan = 0): DrumLine => ({ instrument, steps, fromEnergy, pan });

export const DRUM_PATTERNS: Readonly<Record<DrumStyle, readonly (readonly DrumLine[])[]>> = {
  none: [[]],
  soft: [
    [line('softKick', '8.....6.7.......', 0.5), line('snap', '....6.......6...', 0.55, 0.1), line('shaker', '4.3.5.3.4.3.5.34', 0.4, 0.35)],
    [
      line('softKick', '8.......8.6.....', 0.5),
      line('snap', '....6.......6...', 0.55, 0.1),
      line('shaker', '43534353435343 5'.replace(' ', '.'), 0.4, 0.35),
    ],
  ],
  four: [
    // prettier-ignore
    [line('kick', '9...9...9...9...', 0.5), line('clap', '....8.......8...', 0.6), line('hat', '4.5.4.5.4.5.4.54', 0.45, 0.25), line('openHat', '..5...5...5...5.', 0.8, -0.2)],
    // prettier-ignore
    [line('kick', '9...9...9...9.6.', 0.5), line('clap', '....8.......8..4', 0.6), line('hat', '4454445444544454', 0.45, 0.25), line('openHat', '..5...5...5...5.', 0.8, -0.2)],
  ],
  pop: [
    // prettier-ignore
    [line('kick', '9.....7.8.......', 0.5), line('snare', '....8.......8...', 0.7), line('hat', '4.3.4.3.4.3.4.3.', 0.6, 0.25), line('tom', '..............5.', 0.9, -0.3)],
    [line('kick', '9.......8.7.....', 0.5), line('snare', '....8.......8...', 0.7), line('hat', '4.3.4.344.3.4.34', 0.6, 0.25)],
  ],
  cinematic: [
    // prettier-ignore
    [line('taiko', '9.....6.8..5....', 0.5), line('tom', '....4.4.....4.46', 0.8, -0.35), line('shaker', '3.3.3.3.3.3.3.3.', 0.9, 0.4)],
    [line('taiko', '9..6..6.9..6..65', 0.5), line('tom', '..4...4...4...45', 0.8, 0.35)],
  ],
  lofi: [
    [line('softKick', '9......57.5.....', 0.35), line('rim', '....7.......7...', 0.5), line('hat', '4.354.3.4.354.35', 0.45, 0.3)],
    [line('softKick', '9..5......8.....', 0.35), line('rim', '....7..3....7...', 0.5), line('hat', '4.3.4.354.3.4.3.', 0.45, 0.3)],
  ],
  pulse: [
    [line('softKick', '8.....5.8.......', 0.55), line('hat', '..2...2...2...22', 0.7, 0.4), line('tom', '............3.4.', 0.8, -0.4)],
    [line('softKick', '8..5....8..5....', 0.55), line('hat', '2.2.2.2.2.2.2.2.', 0.7, 0.4)],
  ],
  playful: [
    [
      line('softKick', '7.......7.......', 0.5),
      line('snap', '....7.......7...', 0.45, 0.15),
      line('rim', '..3...4...3..3..', 0.7, -0.3),
      line('shaker', '..4...4...4...4.', 0.6, 0.4),
    ],
    [line('softKick', '7.....5.7.......', 0.5), line('snap', '....7.......7.4.', 0.45, 0.15), line('shaker', '3.4.3.4.3.4.3.4.', 0.6, 0.4)],
  ],
};

/** The last bar before something new. */
export const DRUM_FILLS: Readonly<Record<DrumStyle, readonly DrumLine[]>> = {
  none: [],
  soft: [line('snap', '............5.56', 0.4, 0.1)],
  four: [line('snare', '........4.4.5678', 0.4)],
  pop: [line('tom', '........5.5.6.7.', 0.4, -0.3), line('snare', '............5.68', 0.4)],
  cinematic: [line('taiko', '........5.6.7.89', 0.4)],
  lofi: [line('rim', '..........4.5.5.', 0.4)],
  pulse: [line('tom', '........3.4.5.6.', 0.4, -0.3)],
  playful: [line('rim', '........5.5.6.66', 0.4, -0.2)],
};
