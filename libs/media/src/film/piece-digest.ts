import { createHash } from 'node:crypto';
import type { FilmFormat, Piece, StillMotion } from '../contracts.js';

/** Raise it with every change that alters the pixels or the bit stream of a piece: graphs, encoder settings, camera moves. */
export const ENGINE_VERSION = 2;

export interface PieceInputs {
  readonly format: FilmFormat;
  /** Parallel to the piece's layers. `seed` moves the camera over an image and does nothing to a video. */
  readonly sources: readonly { readonly sha256: string; readonly kind: 'video' | 'image'; readonly seed: number }[];
  /** From `captionsDigest`; empty when nothing is burned in. */
  readonly captionsDigest: string;
  /** The camera over images; does nothing to a video. */
  readonly motion: StillMotion;
  /** What lies in the corner; null: nothing. */
  readonly logo: {
    readonly sha256: string;
    readonly corner: string;
    readonly size: number;
    readonly opacity: number;
    readonly margin: number;
  } | null;
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
        source?.kind === 'image' ? [inputs.motion.zoom, inputs.motion.direction, inputs.motion.pan] : null,
      ];
    }),
    inputs.captionsDigest,
    inputs.logo && [inputs.logo.sha256, inputs.logo.corner, inputs.logo.size, inputs.logo.opacity, inputs.logo.margin],
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
