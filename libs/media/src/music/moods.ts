/** What each mood means to the composer and the band. Pure data, and the words people use for it. */
import type { Instrument } from './score.js';
import type { ScaleName } from './theory.js';

export const MOODS = ['calm', 'upbeat', 'epic', 'mysterious', 'sad', 'playful', 'tense', 'inspiring', 'corporate', 'lofi'] as const;
export type Mood = (typeof MOODS)[number];

export type DrumStyle = 'none' | 'soft' | 'four' | 'pop' | 'cinematic' | 'lofi' | 'pulse' | 'playful';
export type ArpeggioStyle = 'none' | 'flowing' | 'broken' | 'driving' | 'offbeat' | 'sparse';

export interface MoodSpec {
  readonly beatsPerMinute: readonly [number, number];
  readonly scales: readonly ScaleName[];
  /** Chords as scale degrees counted from 0; one list is one phrase. */
  readonly verses: readonly (readonly number[])[];
  readonly choruses: readonly (readonly number[])[];
  readonly sevenths: number;
  readonly barsPerChord: 1 | 2;
  readonly pad: Instrument;
  readonly arpeggio: Instrument;
  readonly arpeggioStyle: ArpeggioStyle;
  readonly melody: Instrument;
  /** Share of the melody's steps that are played. */
  readonly melodyDensity: number;
  readonly bass: Instrument;
  readonly bassStyle: 'held' | 'root-fifth' | 'eighths' | 'syncopated' | 'pulse';
  readonly drums: DrumStyle;
  /** 0 is straight, 0.33 a full shuffle of the sixteenths. */
  readonly swing: number;
  /** 0-1: how large and wet the room is. */
  readonly room: number;
  /** Cut-off of the pads at full energy, in Hz. */
  readonly brightnessHz: number;
  /** Level trim so that every mood comes out near -18 LUFS, from measurement. */
  readonly trimDb: number;
}

export const MOOD_SPECS: Readonly<Record<Mood, MoodSpec>> = {
  // prettier-ignore
  calm: { beatsPerMinute: [66, 78], scales: ['major', 'lydian'], verses: [[0, 4, 5, 3], [0, 2, 3, 4], [0, 5, 3, 4]], choruses: [[3, 4, 0, 5], [5, 3, 0, 4]], sevenths: 0.5, barsPerChord: 1,
    pad: 'warmPad', arpeggio: 'felt', arpeggioStyle: 'flowing', melody: 'felt', melodyDensity: 0.42, bass: 'softBass', bassStyle: 'held', drums: 'none', swing: 0, room: 0.75, brightnessHz: 3600, trimDb: -1.6 },
  // prettier-ignore
  upbeat: { beatsPerMinute: [112, 124], scales: ['major', 'mixolydian'], verses: [[0, 4, 5, 3], [0, 3, 5, 4]], choruses: [[3, 0, 4, 5], [5, 3, 0, 4]], sevenths: 0.15, barsPerChord: 1,
    pad: 'brightPad', arpeggio: 'pluck', arpeggioStyle: 'driving', melody: 'lead', melodyDensity: 0.62, bass: 'synthBass', bassStyle: 'eighths', drums: 'four', swing: 0, room: 0.35, brightnessHz: 5200, trimDb: -0.3 },
  // prettier-ignore
  epic: { beatsPerMinute: [82, 96], scales: ['minor'], verses: [[0, 5, 2, 6], [0, 3, 5, 4]], choruses: [[5, 6, 0, 0], [5, 2, 6, 0], [0, 5, 2, 6]], sevenths: 0, barsPerChord: 1,
    pad: 'strings', arpeggio: 'spiccato', arpeggioStyle: 'driving', melody: 'brass', melodyDensity: 0.45, bass: 'lowStrings', bassStyle: 'root-fifth', drums: 'cinematic', swing: 0, room: 0.8, brightnessHz: 4200, trimDb: -0.2 },
  // prettier-ignore
  mysterious: { beatsPerMinute: [68, 80], scales: ['dorian', 'harmonicMinor'], verses: [[0, 5, 0, 3], [0, 1, 0, 6]], choruses: [[3, 0, 5, 4], [5, 4, 0, 0]], sevenths: 0.6, barsPerChord: 1,
    pad: 'glassPad', arpeggio: 'bell', arpeggioStyle: 'sparse', melody: 'flute', melodyDensity: 0.34, bass: 'softBass', bassStyle: 'held', drums: 'pulse', swing: 0, room: 0.95, brightnessHz: 3000, trimDb: -3.6 },
  // prettier-ignore
  sad: { beatsPerMinute: [58, 70], scales: ['minor'], verses: [[0, 5, 2, 6], [0, 3, 0, 4]], choruses: [[5, 2, 6, 0], [3, 0, 5, 4]], sevenths: 0.4, barsPerChord: 1,
    pad: 'strings', arpeggio: 'felt', arpeggioStyle: 'broken', melody: 'felt', melodyDensity: 0.4, bass: 'softBass', bassStyle: 'held', drums: 'none', swing: 0, room: 0.8, brightnessHz: 3000, trimDb: -0.9 },
  // prettier-ignore
  playful: { beatsPerMinute: [106, 122], scales: ['major'], verses: [[0, 3, 4, 0], [0, 5, 1, 4]], choruses: [[3, 4, 0, 5], [1, 4, 0, 0]], sevenths: 0.1, barsPerChord: 1,
    pad: 'softPad', arpeggio: 'pizzicato', arpeggioStyle: 'offbeat', melody: 'mallet', melodyDensity: 0.6, bass: 'pizzicatoBass', bassStyle: 'root-fifth', drums: 'playful', swing: 0.12, room: 0.35, brightnessHz: 2600, trimDb: -0.1 },
  // prettier-ignore
  tense: { beatsPerMinute: [92, 108], scales: ['phrygian', 'harmonicMinor'], verses: [[0, 0, 1, 0], [0, 5, 0, 4]], choruses: [[5, 4, 0, 1], [3, 4, 0, 1]], sevenths: 0.1, barsPerChord: 1,
    pad: 'darkPad', arpeggio: 'spiccato', arpeggioStyle: 'driving', melody: 'flute', melodyDensity: 0.22, bass: 'synthBass', bassStyle: 'pulse', drums: 'pulse', swing: 0, room: 0.6, brightnessHz: 2400, trimDb: -1.3 },
  // prettier-ignore
  inspiring: { beatsPerMinute: [96, 110], scales: ['major'], verses: [[0, 4, 5, 3], [5, 3, 0, 4]], choruses: [[3, 0, 4, 5], [0, 4, 5, 3]], sevenths: 0.2, barsPerChord: 1,
    pad: 'strings', arpeggio: 'felt', arpeggioStyle: 'driving', melody: 'lead', melodyDensity: 0.4, bass: 'softBass', bassStyle: 'root-fifth', drums: 'pop', swing: 0, room: 0.6, brightnessHz: 3800, trimDb: -1.6 },
  // prettier-ignore
  corporate: { beatsPerMinute: [104, 116], scales: ['major'], verses: [[0, 5, 3, 4], [0, 4, 5, 3]], choruses: [[3, 4, 5, 4], [3, 0, 4, 5]], sevenths: 0.1, barsPerChord: 1,
    pad: 'softPad', arpeggio: 'mutedGuitar', arpeggioStyle: 'driving', melody: 'mallet', melodyDensity: 0.36, bass: 'synthBass', bassStyle: 'eighths', drums: 'soft', swing: 0, room: 0.4, brightnessHz: 3200, trimDb: -0.1 },
  // prettier-ignore
  lofi: { beatsPerMinute: [72, 84], scales: ['dorian', 'major'], verses: [[1, 4, 0, 5], [3, 2, 1, 0]], choruses: [[3, 4, 2, 5], [1, 4, 0, 0]], sevenths: 1, barsPerChord: 1,
    pad: 'softPad', arpeggio: 'electricPiano', arpeggioStyle: 'broken', melody: 'electricPiano', melodyDensity: 0.4, bass: 'softBass', bassStyle: 'syncopated', drums: 'lofi', swing: 0.28, room: 0.4, brightnessHz: 3000, trimDb: -1.2 },
};

/** Beginnings of words, English and Russian; the longest that fits wins, so that "unhappy" is not "happy". */
// prettier-ignore
const WORDS: Readonly<Record<Mood, string>> = {
  calm: 'calm relax peace ambient soft gentle meditat quiet soothing chill warm neutral спокой расслаб мирн нежн тих умиротвор медита мягк тёпл тепл нейтральн эмбиент фонов',
  upbeat: 'upbeat happy energetic dance fun joy positive cheer pop party fast energy бодр весёл весел энерг радост позитив танц драйв быстр счастл поп',
  epic: 'epic cinematic heroic trailer powerful grand battle majestic orchestr dramatic эпич эпик героич мощн величеств кинематограф оркестр драматич трейлер битв',
  mysterious: 'myster dark-fantasy curious enigma magic space cosmic ethereal dream загад таинств мистич любопыт космос космич волшеб сказоч мечтат',
  sad: 'sad melanchol unhappy nostalg emotional lonely grief sorrow tragic slow груст печал меланхол ностальг тоск одинок трагич медлен эмоцион',
  playful: 'playful funny quirky cute comic kids children child whimsical cartoon silly игрив забав смешн детск мульт шутлив озорн комич',
  tense: 'tense suspense dark scary horror thriller dramatic-tension anxious ominous crime напряж тревож саспенс страш мрачн тёмн темн ужас триллер зловещ хоррор',
  inspiring: 'inspir motivat uplift hope triumph success hopeful optimis вдохнов мотив воодуш надежд торжеств победн оптимис успех',
  corporate: 'corporate business tech presentation modern explainer professional product корпорат бизнес технолог презентац современ делов реклам продукт',
  lofi: 'lofi lo-fi hip-hop hiphop study jazz coffee beats retro vintage groove лофай лоу-фай лоуфай хип-хоп джаз ретро кофе учёб учеб',
};

/** The mood for a free description in English or Russian; `calm` when nothing in it is known. */
export function moodOf(description: string): Mood {
  const words = description.toLowerCase().split(/[^\p{L}\p{N}-]+/u);
  let best: Mood = 'calm';
  let longest = 0;
  for (const mood of MOODS) {
    for (const stem of WORDS[mood].split(' ')) {
      if (stem.length > longest && words.some((word) => word.startsWith(stem))) {
        best = mood;
        longest = stem.length;
      }
    }
  }
  return best;
}
