import { createHash } from 'node:crypto';
import type { Piece } from '../contracts.js';

type PieceRange = Pick<Piece, 'startFrame' | 'endFrame'>;

/** The part of a film's ASS script that can be seen in a piece, or null when that is nothing. */
export function assForPiece(ass: string, piece: PieceRange, fps: number): string | null {
  const { head, seen } = slice(ass, piece, fps);
  return seen.length === 0 ? null : [...head, ...seen.map(({ line }) => line), ''].join('\n');
}

/**
 * Names what captions add to a piece, as sha256 hex; empty when they add nothing. Times count from the piece, so a caption that moves
 * along with its piece changes nothing.
 */
export function captionsDigest(ass: string, piece: PieceRange, fps: number): string {
  const { head, seen } = slice(ass, piece, fps);
  if (seen.length === 0) return '';
  const offset = piece.startFrame / fps;
  const relative = seen.map(({ startSeconds, endSeconds, rest }) => [
    (startSeconds - offset).toFixed(4),
    (endSeconds - offset).toFixed(4),
    rest,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([head, relative]))
    .digest('hex');
}

interface Event {
  readonly line: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly rest: string;
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
  const [, layer, start = '', end = '', rest = ''] = /^Dialogue: (\d+),([\d:.]+),([\d:.]+),(.*)$/.exec(line) ?? [];
  if (layer === undefined) return null;
  const seconds = (stamp: string) => stamp.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return { line, startSeconds: seconds(start), endSeconds: seconds(end), rest: `${layer},${rest}` };
}
