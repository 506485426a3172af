import { describe, expect, it } from '@jest/globals';
import { captionsDigest } from '../captions/index.js';
import type { Piece } from '../contracts.js';
import { pieceDigest, type PieceInputs } from './piece-digest.js';

const piece: Piece = {
  id: 'segment-001',
  startFrame: 30,
  endFrame: 90,
  layers: [{ segment: 1, sourceStartFrame: 20, sourceEndFrame: 90 }],
  transition: null,
};
const inputs: PieceInputs = {
  format: { widthPx: 1080, heightPx: 1920, fps: 30 },
  sources: [{ sha256: 'aa', kind: 'image', seed: 7 }],
  captionsDigest: '',
  motion: { zoom: 0.09, direction: 'alternate', pan: 0.85 },
  logo: null,
};
const moved = (by: number): Piece => ({
  ...piece,
  id: 'segment-002',
  startFrame: piece.startFrame + by,
  endFrame: piece.endFrame + by,
  layers: piece.layers.map((layer) => ({ ...layer, sourceStartFrame: 20 + by, sourceEndFrame: 90 + by })),
});

describe('the digest of a piece', () => {
  it('is the same for a piece that only moved along the time line', () => {
    expect(pieceDigest(moved(300), inputs)).toBe(pieceDigest(piece, inputs));
  });

  it.each<[string, Piece, PieceInputs]>([
    ['another source', piece, { ...inputs, sources: [{ sha256: 'bb', kind: 'image', seed: 7 }] }],
    ['another camera move', piece, { ...inputs, sources: [{ sha256: 'aa', kind: 'image', seed: 8 }] }],
    ['another size', piece, { ...inputs, format: { ...inputs.format, widthPx: 720 } }],
    ['another camera', piece, { ...inputs, motion: { ...inputs.motion, zoom: 0.2 } }],
    ['a logo', piece, { ...inputs, logo: { sha256: 'dd', corner: 'top-left', size: 0.1, opacity: 1, margin: 0.04 } }],
    ['other captions', piece, { ...inputs, captionsDigest: 'cc' }],
    ['another length', { ...piece, endFrame: 91 }, inputs],
    ['another part of the source', { ...piece, layers: [{ segment: 1, sourceStartFrame: 21, sourceEndFrame: 90 }] }, inputs],
  ])('differs for %s', (_, other, otherInputs) => {
    expect(pieceDigest(other, otherInputs)).not.toBe(pieceDigest(piece, inputs));
  });

  it('does not depend on the seed of a video, which moves nothing', () => {
    const video = (seed: number): PieceInputs => ({ ...inputs, sources: [{ sha256: 'aa', kind: 'video', seed }] });
    expect(pieceDigest(piece, video(1))).toBe(pieceDigest(piece, video(2)));
  });
});

describe('the digest of captions', () => {
  const ass = (start: string, end: string, text: string) => `[Events]\nDialogue: 1,${start},${end},Text,,0,0,0,,${text}\n`;

  it('is empty for a piece in which no caption shows', () => {
    expect(captionsDigest(ass('0:00:05.00', '0:00:06.00', 'a'), piece, 30)).toBe('');
  });
  it('is kept by a caption that moves along with its piece, and not by one with another text', () => {
    const here = captionsDigest(ass('0:00:01.50', '0:00:02.00', 'a'), piece, 30);
    expect(captionsDigest(ass('0:00:11.50', '0:00:12.00', 'a'), moved(300), 30)).toBe(here);
    expect(captionsDigest(ass('0:00:01.50', '0:00:02.00', 'b'), piece, 30)).not.toBe(here);
  });
});
