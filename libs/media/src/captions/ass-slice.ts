import type { Piece } from '../contracts.js';

type PieceRange = Pick<Piece, 'startFrame' | 'endFrame'>;

/** The part of a film's ASS script that can be seen in a piece, or null when that is nothing. */
export function assForPiece(ass: string, piece: PieceRange, fps: number): string | null {
  const { head, seen } = slice(ass, piece, fps);
  return seen.length === 0 ? null : [...head, ...seen.map(({ line }) => line), ''].join('\n');
}

interface Event {
  readonly line: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

function slice(ass: string, { startFrame, endFrame }: PieceRange, fps: number): { head: string[]; seen: Event[] } {
  const [from, to] = [startFrame / fps, endFrame / fps];
  const head: string[] = [];
  const seen: Event[] = [];
  for (const line of ass.split('\n')) {
    const event = parseEvent(line);
    if (event === null) head.push(line);
    else if (event.startSeconds < to && event.endSeconds > from) seen.push(event);
  }
  return { head, seen };
}

function parseEvent(line: string): Event | null {
  const [, start, end] = /^Dialogue: \d+,([\d:.]+),([\d:.]+),/.exec(line) ?? [];
  if (start === undefined || end === undefined) return null;
  const seconds = (stamp: string) => stamp.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return { line, startSeconds: seconds(start), endSeconds: seconds(end) };
}
