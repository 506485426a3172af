import { createHash } from 'node:crypto';
import type { FilmFormat, Piece } from '../contracts.js';

/** Raise it with every change that alters the pixels or the bit stream of a piece: graphs, encoder settings, camera moves. */
export const ENGINE_VERSION = 1;

export interface PieceInputs {
  readonly format: FilmFormat;
  /** Parallel to the piece's layers. `seed` moves the camera over an image and does nothing to a video. */
  readonly sources: readonly { readonly sha256: string; readonly kind: 'video' | 'image'; readonly seed: number }[];
  /** From `captionsDigest`; empty when nothing is burned in. */
  readonly captionsDigest: string;
  /** Name of the camera style, where the caller has more than one. */
  readonly motion: string;
}

/**
 * Names everything the pixels of a piece depend on, as sha256 hex: equal digests, equal pictures. Positions enter relative to the
 * piece, so a piece that only moves along the time line keeps its digest and is not encoded again.
 */
export function pieceDigest(piece: Piece, inputs: PieceInputs): string {
  const facts = [
    ENGINE_VERSION,
    [inputs.format.widthPx, inputs.format.heightPx, inputs.format.fps],
    piece.endFrame - piece.startFrame,
    piece.transition,
    piece.layers.map((layer, index) => {
      const source = inputs.sources[index];
      return [
        piece.startFrame - layer.sourceStartFrame,
        layer.sourceEndFrame - layer.sourceStartFrame,
        source?.sha256 ?? null,
        source?.kind ?? null,
        source?.kind === 'image' ? source.seed : null,
        source?.kind === 'image' ? inputs.motion : null,
      ];
    }),
    inputs.captionsDigest,
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
