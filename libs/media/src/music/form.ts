/** Tempo and sections, cut so that the last chord rings out exactly at the end. Pure. */
import type { Random } from './random.js';
import type { Section, SectionKind } from './score.js';

export interface Form {
  readonly beatsPerMinute: number;
  readonly barSeconds: number;
  readonly bars: number;
  readonly sections: readonly Section[];
}

const BEATS_PER_BAR = 4;

/**
 * Whole bars of 4/4 followed by a final chord of 0.6-6.3 s. Length of that chord and tempo are bent a little so that both
 * fill `durationSeconds`.
 */
export function planForm(durationSeconds: number, tempo: readonly [number, number], random: Random): Form {
  const wanted = random.between(tempo[0], tempo[1]);
  const wantedBar = (60 / wanted) * BEATS_PER_BAR;
  const tail = Math.min(4.5, Math.max(1, durationSeconds * 0.22));
  const estimate = Math.max(1, (durationSeconds - tail) / wantedBar);
  // Full phrases sound composed; in short pieces single bars have to do.
  const step = estimate > 6 ? 2 : 1;
  const candidates = [Math.floor(estimate / step) * step, Math.ceil(estimate / step) * step]
    .filter((bars) => bars > 0)
    .map((bars) => {
      const rest = Math.min(tail * 1.4, Math.max(tail * 0.6, durationSeconds - bars * wantedBar));
      return { bars, barSeconds: (durationSeconds - rest) / bars };
    });
  const { bars, barSeconds } = candidates.reduce(
    (best, next) => (Math.abs(next.barSeconds - wantedBar) < Math.abs(best.barSeconds - wantedBar) ? next : best),
    candidates[0] ?? { bars: 1, barSeconds: durationSeconds - tail },
  );
  return { beatsPerMinute: (60 * BEATS_PER_BAR) / barSeconds, barSeconds, bars, sections: planSections(bars) };
}

function planSections(bars: number): Section[] {
  const sections: Section[] = [];
  let at = 0;
  const add = (kind: SectionKind, length: number, energy: number): void => {
    const size = Math.min(length, bars - at);
    if (size <= 0) return;
    sections.push({ kind, startBar: at, bars: size, energy });
    at += size;
  };
  if (bars < 6) {
    add('intro', bars > 2 ? 1 : 0, 0.45);
    add('a', bars, 0.8);
    return sections;
  }
  const phrase = bars >= 40 ? 8 : 4;
  const intro = bars >= 16 ? phrase / 2 : 2;
  const outro = bars >= 24 ? phrase / 2 : bars >= 12 ? 2 : 1;
  add('intro', intro, 0.35);
  const cycle: readonly (readonly [SectionKind, number])[] = [
    ['a', 0.6],
    ['b', 0.85],
    ['a2', 0.75],
    ['b', 1],
    ['break', 0.4],
    ['a2', 0.85],
    ['b', 1],
    ['a', 0.55],
  ];
  for (let i = 0; at < bars - outro; i += 1) {
    const [kind, energy] = cycle[i % cycle.length] ?? ['a', 0.6];
    const left = bars - outro - at;
    // A rest shorter than half a phrase belongs to the section before it.
    add(kind, left - phrase < phrase / 2 ? left : phrase, energy);
  }
  add('outro', bars - at, 0.4);
  return sections;
}
