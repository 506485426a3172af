/**
 * Cuts a narration into the segments of a film. Pure. Every word lands in exactly one segment, in order; the segments'
 * frames cover the film without gap or overlap. Cuts lie where sentences end; at a clause where a sentence is longer than its share, and
 * between two words only where there is no clause either.
 */
import { type TextAtom, textAtoms } from './text-atoms.js';
import { wordSeconds } from './speaking-time.js';
import { cutPenalty, withoutTears } from './whole-sentences.js';

/** `beats` follow the speech, `sections` are alike and stand in intro, main part and outro; the lengths of `frame-pairs` are given. */
export type SegmentationMode = 'beats' | 'sections' | 'frame-pairs';

export interface SegmentationInput {
  readonly script: string;
  readonly language: string;
  readonly mode: SegmentationMode;
  /** Wished length of a segment, 5-15 s. */
  readonly segmentSeconds: number;
  /** Length of the film. */
  readonly totalFrames: number;
  readonly fps: number;
  /** `frame-pairs` only: the length of each segment; their sum is `totalFrames`. */
  readonly pairFrames?: readonly number[];
  /** How long each sentence (see `sentencesOf`) took when it was spoken; those that are missing are estimated at the pace of the others. */
  readonly sentenceSeconds?: readonly number[];
  /** `beats` only: nobody counts on a number of segments, so rather fewer than one that is cut inside a sentence. */
  readonly keepsSentences?: boolean;
}

export interface SegmentCut {
  readonly section: 'intro' | 'main' | 'outro';
  readonly text: string;
  readonly startFrame: number;
  readonly endFrame: number;
}

export const MAX_SEGMENTS = 120;
/** No generator makes shorter or longer clips in one go (requirements: models make 8-15 s at a time, cheap ones 5 s). */
const MIN_SECONDS = 5;
const MAX_SECONDS = 15;
/** A beat may be this much shorter or longer than the average beat, to follow the speech. */
const MIN_SHARE = 0.5;
const MAX_SHARE = 2;
/** Time of an atom that nothing is said of (a dash, an emoji): a film of nothing else is cut evenly, too. */
const LEAST_ATOM_SECONDS = 0.02;
/** How far from where the time says a cut may lie, as a share of the segment: a whole sentence is worth more than an even length. */
const REACH = 0.95;
/** What a segment without words costs in a film that is full of them, in the unit of `cutPenalty`: more than a cut on either side of it. */
const EMPTY_PENALTY = 6;
/** Share of the film that speech fills at least, where it is full of words. With more time to spare, sentences stay whole instead. */
const FULL_SHARE = 0.8;
/** Places that are looked at for one cut: 15 s of the shortest words there are. More would be signs that nobody speaks. */
const MAX_CANDIDATES = 160;

/** @returns how many segments a film of this length gets. */
export function segmentCount(totalSeconds: number, segmentSeconds: number): number {
  const requested = Math.round(totalSeconds / segmentSeconds);
  const most = Math.max(1, Math.floor(totalSeconds / MIN_SECONDS));
  const least = Math.ceil(totalSeconds / MAX_SECONDS);
  return Math.min(Math.max(requested, least, 1), most, MAX_SEGMENTS);
}

/** @returns the segments in order; their `text`s joined are the script, white space folded. */
export function cutIntoSegments(input: SegmentationInput): SegmentCut[] {
  const { pairFrames } = input;
  const planned = pairFrames?.length ?? segmentCount(input.totalFrames / input.fps, input.segmentSeconds);
  const atoms = atomsOf(input);
  const shares = pairFrames?.map((frames) => frames / input.totalFrames) ?? Array.from({ length: planned }, () => 1 / planned);
  const speechSeconds = secondsBetween(atoms, 0, atoms.length);
  const isFull = speechSeconds >= (FULL_SHARE * input.totalFrames) / input.fps;
  const chosen = chooseCuts(atoms, shares, isFull ? EMPTY_PENALTY : 0);
  const isFree = input.keepsSentences === true && input.mode === 'beats' && isFull;
  const pace = (speechSeconds * input.fps) / input.totalFrames;
  const bounds = { leastSeconds: MIN_SECONDS * pace, mostSeconds: MAX_SECONDS * pace };
  const cuts = isFree ? withoutTears(atoms, chosen, bounds) : chosen;
  const count = cuts.length - 1;
  const weights = cuts.slice(0, -1).map((from, i) => secondsBetween(atoms, from, cuts[i + 1] ?? atoms.length));
  const lengths = pairFrames ?? (input.mode === 'sections' ? equalLengths(input, count) : spokenLengths(input, weights, isFree));
  const sections = sectionsOf(count, input.mode);
  let startFrame = 0;
  return lengths.map((frames, i) => {
    const cut: SegmentCut = {
      section: sections[i] ?? 'main',
      text: textOf(atoms.slice(cuts[i], cuts[i + 1])),
      startFrame,
      endFrame: startFrame + frames,
    };
    startFrame += frames;
    return cut;
  });
}

/** @returns the part of the film that each of its segments belongs to; only films cut into sections have more than one. */
export function sectionsOf(count: number, mode: SegmentationMode): SegmentCut['section'][] {
  const { intro, main } = mode === 'sections' ? sectionSizes(count) : { intro: 0, main: count };
  return Array.from({ length: count }, (_, i) => (i < intro ? 'intro' : i < intro + main ? 'main' : 'outro'));
}

/** Intro, main and outro at 1:2:1; what does not divide goes to the main part. 48 gives 12 + 24 + 12. */
function sectionSizes(count: number): { intro: number; main: number } {
  const side = count < 3 ? 0 : Math.max(1, Math.floor(count / 4));
  return { intro: side, main: count - 2 * side };
}

interface Atom extends TextAtom {
  readonly seconds: number;
}

function atomsOf({ script, language, sentenceSeconds = [] }: SegmentationInput): Atom[] {
  const atoms = textAtoms(script, language).map((atom) => ({ ...atom, seconds: wordSeconds(atom.text, language) }));
  return sentenceSeconds.length === 0 ? atoms : atPace(atoms, sentenceSeconds);
}

/** Within a sentence words share its time as estimated. */
function atPace(atoms: readonly Atom[], sentenceSeconds: readonly number[]): Atom[] {
  const estimated: number[] = [];
  let sentence = 0;
  const owners = atoms.map((atom) => {
    estimated[sentence] = (estimated[sentence] ?? 0) + atom.seconds;
    const owner = sentence;
    if (atom.ends === 'sentence') sentence += 1;
    return owner;
  });
  const sum = (of: readonly number[]) => of.reduce((all, one) => all + one, 0);
  const usual = sum(sentenceSeconds) / (sum(estimated.slice(0, sentenceSeconds.length)) || 1);
  return atoms.map((atom, index) => {
    const owner = owners[index] ?? 0;
    const [spoken, planned] = [sentenceSeconds[owner], estimated[owner] ?? 0];
    return { ...atom, seconds: atom.seconds * (spoken === undefined || planned === 0 ? usual : spoken / planned) };
  });
}

function textOf(atoms: readonly Atom[]): string {
  return atoms.map((atom, i) => (i > 0 && atom.spaced ? ` ${atom.text}` : atom.text)).join('');
}

const secondsBetween = (atoms: readonly Atom[], from: number, to: number): number =>
  atoms.slice(from, to).reduce((sum, atom) => sum + atom.seconds, 0);

/**
 * Chooses where to cut so that each part takes about its share of the time to speak and ends with a sentence or a clause where one is
 * near: the cheapest path over candidates around each ideal cut.
 * @param shares of the whole, one for each part; their sum is 1
 * @param emptyPenalty of a part without words
 * @returns count + 1 indexes into `atoms`, from 0 to atoms.length, never falling.
 */
function chooseCuts(atoms: readonly Atom[], shares: readonly number[], emptyPenalty: number): number[] {
  const count = shares.length;
  const elapsed = [0];
  for (const atom of atoms) elapsed.push((elapsed.at(-1) ?? 0) + Math.max(atom.seconds, LEAST_ATOM_SECONDS));
  const total = elapsed.at(-1) ?? 0;
  const secondsOf = (part: number): number => total * (shares[part] ?? 0) || 1;
  interface Path {
    readonly at: number;
    readonly cost: number;
    readonly before: Path | null;
  }
  let paths: Path[] = [{ at: 0, cost: 0, before: null }];
  let first = 0;
  let nearest = 0;
  let ideal = 0;
  for (let k = 1; k <= count; k++) {
    const next: Path[] = [];
    const share = secondsOf(k - 1);
    ideal += share;
    // No further than into the neighbours' middle, so that the candidates of one cut never begin before those of the cut before.
    const reach = Math.min(share, secondsOf(Math.min(k, count - 1))) * REACH;
    if (k === count) first = atoms.length;
    else while (first < atoms.length && (elapsed[first] ?? 0) < ideal - reach) first++;
    while (nearest < atoms.length && (elapsed[nearest] ?? 0) < ideal) nearest++;
    // Neither beginning ever falls, so whatever is chosen for this cut, there was one before it.
    for (let at = Math.max(first, nearest - MAX_CANDIDATES / 2); at <= atoms.length && next.length < MAX_CANDIDATES; at++) {
      const when = elapsed[at] ?? 0;
      if (k < count && when > ideal + reach && next.length > 0) break;
      const last = atoms[at - 1];
      const penalty = k === count || !last ? 0 : cutPenalty(last);
      const best = cheapest(paths, at, when, share, penalty);
      if (best) next.push(best);
    }
    paths = next;
  }
  const cuts: number[] = [];
  for (let path: Path | null = paths[0] ?? null; path; path = path.before) cuts.unshift(path.at);
  return cuts;

  /** The way to cut at `at` that costs least, over all ways to make the cut before. In a hot loop: no closure, one object a call. */
  function cheapest(from: readonly Path[], at: number, when: number, share: number, penalty: number): Path | null {
    let best: Path | null = null;
    let least = Infinity;
    for (const before of from) {
      if (before.at > at) break;
      const deviation = (when - (elapsed[before.at] ?? 0)) / share - 1;
      const cost = before.cost + deviation * deviation + (before.at === at ? emptyPenalty : 0);
      if (cost >= least) continue;
      best = before;
      least = cost;
    }
    return best && { at, cost: least + penalty, before: best };
  }
}

/** Smallest step of a segment's length: a tenth of a second where the frame rate has one, else the shortest exact one. */
function gridFrames(fps: number): number {
  if (fps % 10 === 0) return fps / 10;
  return fps % 5 === 0 ? 5 : 3;
}

function equalLengths({ totalFrames, fps }: SegmentationInput, count: number): number[] {
  return roundToGrid(
    Array.from({ length: count }, () => totalFrames / count),
    totalFrames,
    gridFrames(fps),
  );
}

/** Lengths in the ratio of the speaking times, within the bounds of a beat; `isFree`: of any segment. */
function spokenLengths({ totalFrames, fps }: SegmentationInput, weights: readonly number[], isFree: boolean): number[] {
  const average = totalFrames / weights.length;
  const least = Math.min(average, Math.max(isFree ? 0 : average * MIN_SHARE, MIN_SECONDS * fps));
  const most = Math.max(average, Math.min(isFree ? Infinity : average * MAX_SHARE, MAX_SECONDS * fps));
  return roundToGrid(shareOut(weights, totalFrames, least, most), totalFrames, gridFrames(fps), least, most);
}

/** Shares `total` out by weight, each part within [least, most]: parts that hit a bound are fixed, the rest is shared again. */
function shareOut(weights: readonly number[], total: number, least: number, most: number): number[] {
  const parts = weights.map(() => total / weights.length);
  let open = weights.map((_, i) => i);
  let rest = total;
  while (open.length > 0) {
    const weight = open.reduce((sum, i) => sum + (weights[i] ?? 0), 0);
    const share = (i: number): number => (weight > 0 ? (rest * (weights[i] ?? 0)) / weight : rest / open.length);
    const excess = open.reduce((sum, i) => sum + Math.max(0, share(i) - most) - Math.max(0, least - share(i)), 0);
    // Fix only the side that is violated more; the other side may come right by itself when the rest is shared again.
    const isFixed = (i: number): boolean => (excess >= 0 ? share(i) > most : share(i) < least);
    const fixed = open.filter((i) => isFixed(i) || (excess === 0 && (share(i) > most || share(i) < least)));
    if (fixed.length === 0) {
      for (const i of open) parts[i] = share(i);
      break;
    }
    for (const i of fixed) parts[i] = share(i) > most ? most : least;
    rest -= fixed.reduce((sum, i) => sum + (parts[i] ?? 0), 0);
    open = open.filter((i) => !fixed.includes(i));
  }
  return parts;
}

/** Rounds to whole steps of the grid with the exact sum kept; what is left over (a film of an odd length) goes to the last part. */
function roundToGrid(parts: readonly number[], total: number, grid: number, least = 0, most = Infinity): number[] {
  const steps = parts.map((part) => Math.floor(part / grid + 1e-9));
  let missing = Math.floor(total / grid + 1e-9) - steps.reduce((sum, step) => sum + step, 0);
  const byRest = parts
    .map((part, i) => ({ i, rest: part / grid - (steps[i] ?? 0), tight: ((steps[i] ?? 0) + 1) * grid > most || part <= least }))
    .sort((a, b) => Number(a.tight) - Number(b.tight) || b.rest - a.rest || a.i - b.i);
  for (let n = 0; missing > 0; n++, missing--) {
    const { i } = byRest[n % byRest.length] ?? { i: 0 };
    steps[i] = (steps[i] ?? 0) + 1;
  }
  const frames = steps.map((step) => step * grid);
  const last = frames.length - 1;
  frames[last] = (frames[last] ?? 0) + total - frames.reduce((sum, part) => sum + part, 0);
  return frames;
}
