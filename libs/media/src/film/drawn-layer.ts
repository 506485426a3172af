import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaError, type FilmFormat, type Piece, type PieceLayer } from '../contracts.js';
import { type Drawing, type DrawnLayer, rawInput } from '../illustrator/render/job.js';
import type { LayerGraph } from './layer-graph.js';

/** A layer whose frames are drawn while the piece is encoded. */
export interface DrawnGraph extends LayerGraph {
  readonly drawn: DrawnLayer;
}

/**
 * @param input number of the FFmpeg input
 * @param pipe file descriptor on which its frames come
 * @throws MediaError `unsupported_media` when the file is no drawing
 */
export async function drawnLayer(
  file: string,
  { input, pipe, layer, piece, format }: { input: number; pipe: number; layer: PieceLayer; piece: Piece; format: FilmFormat },
): Promise<DrawnGraph> {
  const drawing = await drawingIn(file);
  return {
    inputArgs: rawInput(format, pipe),
    chain: `[${input}:v:0]settb=1/${format.fps},setpts=N`,
    // The film's own size counts: a scene is laid out for any.
    drawn: { drawing: { ...drawing, format }, firstFrame: piece.startFrame - layer.sourceStartFrame },
  };
}

async function drawingIn(file: string): Promise<Drawing> {
  const text = await readFile(file, 'utf8');
  try {
    const drawing = JSON.parse(text) as Drawing;
    if (['clip', 'card'].includes(drawing.kind) && drawing.frames > 0) return drawing;
  } catch {
    // Told below.
  }
  throw new MediaError('unsupported_media', `${path.basename(file)} is no drawing`, false);
}
