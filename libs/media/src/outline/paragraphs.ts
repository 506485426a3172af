/** Lays sentences into paragraphs that take about the same time to say. Pure. */
import { estimateSpeechSeconds } from '../speech/speech-rate.js';

interface Line {
  readonly text: string;
  readonly role: string;
}

/** Two for each of the most paragraphs that a film can have. */
const MAX_PIECES = 240;

/** Exactly `beats` paragraphs, or as many as there are words when those are fewer; order and words are kept. */
export function layParagraphs(lines: readonly Line[], beats: number, language: string): Line[] {
  const pieces = joined(lines);
  while (pieces.length < beats) {
    const longest = pieces.reduce((best, piece, i) => (piece.text.length > (pieces[best]?.text.length ?? 0) ? i : best), 0);
    const halves = halve(pieces[longest]?.text ?? '');
    if (!halves) break;
    pieces.splice(longest, 1, ...halves.map((text) => ({ text, role: pieces[longest]?.role ?? '' })));
  }
  const count = Math.min(Math.max(1, Math.floor(beats)), pieces.length);
  const lengths = pieces.map((piece) => estimateSpeechSeconds(piece.text, language));
  const ends = evenCuts(lengths, count);
  let start = 0;
  return ends.map((end) => {
    const group = pieces.slice(start, end);
    start = end;
    return { text: group.map((piece) => piece.text).join(' '), role: group[0]?.role ?? '' };
  });
}

/** Neighbours put together until there are few enough for `evenCuts`, whose work is the square of their number. */
function joined(lines: readonly Line[]): Line[] {
  const together = Math.ceil(lines.length / MAX_PIECES);
  if (together <= 1) return [...lines];
  const pieces: Line[] = [];
  for (let from = 0; from < lines.length; from += together) {
    const group = lines.slice(from, from + together);
    pieces.push({ text: group.map(({ text }) => text).join(' '), role: group[0]?.role ?? '' });
  }
  return pieces;
}

/** At the comma nearest to the middle, or else at the space nearest to it. Null for a single word. */
function halve(text: string): [string, string] | null {
  const cuts = [...text.matchAll(/[,;:]\s|\s/gu)].map((match) => ({ at: match.index + match[0].length, comma: match[0].length > 1 }));
  const middle = text.length / 2;
  const price = (cut: { at: number; comma: boolean }): number => Math.abs(cut.at - middle) - (cut.comma ? text.length * 0.25 : 0);
  const best = cuts.reduce<(typeof cuts)[number] | null>((chosen, cut) => (!chosen || price(cut) < price(chosen) ? cut : chosen), null);
  return best ? [text.slice(0, best.at).trim(), text.slice(best.at).trim()] : null;
}

/** Ends of `count` contiguous groups with the least sum of squared lengths. */
function evenCuts(lengths: readonly number[], count: number): number[] {
  const n = lengths.length;
  const sums = [0];
  for (const length of lengths) sums.push((sums[sums.length - 1] ?? 0) + length);
  const between = (from: number, to: number): number => ((sums[to] ?? 0) - (sums[from] ?? 0)) ** 2;
  let cost = Array.from({ length: n + 1 }, (_, end) => (end === 0 ? Infinity : between(0, end)));
  const cuts: number[][] = [new Array<number>(n + 1).fill(0)];
  for (let group = 1; group < count; group += 1) {
    const next = new Array<number>(n + 1).fill(Infinity);
    const from = new Array<number>(n + 1).fill(0);
    for (let end = group + 1; end <= n; end += 1) {
      for (let cut = group; cut < end; cut += 1) {
        const total = (cost[cut] ?? Infinity) + between(cut, end);
        if (total < (next[end] ?? Infinity)) [next[end], from[end]] = [total, cut];
      }
    }
    cuts.push(from);
    cost = next;
  }
  const ends: number[] = [];
  for (let group = count - 1, end = n; group >= 0; group -= 1) {
    ends.unshift(end);
    end = cuts[group]?.[end] ?? 0;
  }
  return ends;
}
