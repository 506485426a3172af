/** What the composer hands to the band. */
// prettier-ignore
export const INSTRUMENTS = [
  'warmPad', 'softPad', 'brightPad', 'darkPad', 'glassPad', 'strings', 'lowStrings', 'brass', 'spiccato', 'felt', 'electricPiano', 'pluck', 'mutedGuitar', 'pizzicato',
  'pizzicatoBass', 'mallet', 'bell', 'flute', 'lead', 'softBass', 'synthBass',
  'kick', 'softKick', 'snare', 'clap', 'rim', 'hat', 'openHat', 'shaker', 'taiko', 'tom', 'crash', 'swell', 'snap',
] as const;
export type Instrument = (typeof INSTRUMENTS)[number];

export interface Note {
  readonly instrument: Instrument;
  readonly startSeconds: number;
  /** Until the key is released; the sound rings on as the instrument does. */
  readonly durationSeconds: number;
  /** MIDI pitch; for drums a variant of the hit. */
  readonly pitch: number;
  /** 0-1 */
  readonly velocity: number;
  /** -1 left, 1 right. */
  readonly pan: number;
}

export type SectionKind = 'intro' | 'a' | 'b' | 'a2' | 'break' | 'outro';

export interface Section {
  readonly kind: SectionKind;
  readonly startBar: number;
  readonly bars: number;
  /** 0-1: how much of the band plays. */
  readonly energy: number;
}

export interface Score {
  readonly durationSeconds: number;
  readonly beatsPerMinute: number;
  readonly key: string;
  readonly sections: readonly Section[];
  /** One entry per bar. */
  readonly chords: readonly { readonly degree: number; readonly pitches: readonly number[] }[];
  /** Ordered by start. */
  readonly notes: readonly Note[];
  /** For the mixing desk. */
  readonly room: number;
  readonly brightnessHz: number;
  readonly trimDb: number;
  readonly pump: boolean;
  readonly crackle: boolean;
}
