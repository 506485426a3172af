import path from 'node:path';
import { FilmEngine, type Output, type Piece } from '#media';
import { ProviderError } from '../../contracts/errors.js';
import {
  type CallContext,
  type ClipMaker,
  type ClipRequest,
  type ImageMaker,
  type Made,
  type PictureRequest,
} from '../../contracts/makers.js';
import { type ModelInfo } from '../../contracts/model-info.js';
import { type Submission } from '../../contracts/provider-calls.js';
import { queriesFor } from '../pexels/pexels.search.js';
import { firstFree } from './first-free.js';
import { type FreeLicence } from './free-licence.js';

/** A photo that may be shown, with what has to be said of it. */
export interface FoundPhoto {
  /** `provider:id`. */
  readonly id: string;
  readonly link: string;
  readonly pageUrl: string;
  readonly author: string;
  readonly authorUrl: string | null;
  readonly licence: FreeLicence;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A library of free photos that asks for no key. */
export interface PhotoLibrary {
  readonly provider: string;
  /** Of the model that stands for it. */
  readonly model: string;
  /** The photos it has for some words, best first; those that may not be shown left out. @throws ProviderError */
  search(query: string, request: PictureRequest, submission: Submission): Promise<readonly FoundPhoto[]>;
}

/** Smaller ones are blurred in any film. */
const LEAST_SIDE_PX = 480;
const MAX_PHOTO_BYTES = 40_000_000;

export class PhotoMaker implements ImageMaker {
  constructor(private readonly library: PhotoLibrary) {}

  async make(request: PictureRequest, { path: outPath }: Output, context: CallContext): Promise<Made> {
    const found = await findPhoto(this.library, request, context);
    return bring(found, outPath, context);
  }
}

/** A photo with a slow camera move, as long as it is wanted. */
export class PhotoClipMaker implements ClipMaker {
  constructor(private readonly library: PhotoLibrary) {}

  async make(request: ClipRequest, { path: outPath }: Output, context: CallContext): Promise<Made> {
    const found = await findPhoto(this.library, request, context);
    const photo = await bring(found, path.join(context.workDir, 'photo.bin'), context);
    const { widthPx, heightPx, fps, seed, durationSeconds } = request;
    const made = await new FilmEngine().conformPiece({
      ...{ piece: alone(Math.max(1, Math.ceil(durationSeconds * fps))), format: { widthPx, heightPx, fps }, captions: null },
      ...{ sources: [{ path: photo.path, kind: 'image', seed }], outPath, signal: context.signal },
    });
    return { ...photo, path: made.path, contentType: 'video/mp4' };
  }
}

export const photoModel = (id: string, provider: string): ModelInfo => ({
  ...{ id, provider, capability: 'stock', durationsSeconds: null, aspectRatios: null, unit: 'call', priceMicros: 0 },
  ...{ available: true, unavailableReason: null, successor: null },
});

const alone = (frames: number): Piece => ({
  ...{ id: 'segment-000', startFrame: 0, endFrame: frames, transition: null },
  layers: [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: frames }],
});

/** Asks with the best words first; what a library has found is remembered, so that a retry does not ask again. */
async function findPhoto(library: PhotoLibrary, request: PictureRequest, context: CallContext): Promise<FoundPhoto> {
  const queries = queriesFor(request);
  for (const [number, query] of queries.entries()) {
    const photos = await context.calls.once({
      ...{ provider: library.provider, model: library.model, name: `search-${number}`, expectedMicros: 0 },
      request: (submission) => library.search(query, request, submission),
    });
    const best = await firstFree(request, context, (exclude) => bestOf(photos, request, exclude));
    if (best) return best;
  }
  const asked = queries.map((query) => `"${query}"`).join(', ') || 'these words';
  throw new ProviderError('no_stock_found', `${library.model} has no free photo for ${asked}`, false);
}

/** The shape of the film before others, then as the library ranks them. */
export function bestOf(
  photos: readonly FoundPhoto[],
  { widthPx, heightPx }: Pick<PictureRequest, 'widthPx' | 'heightPx'>,
  exclude: readonly string[],
): FoundPhoto | null {
  const usable = photos.filter((photo) => !exclude.includes(photo.id) && Math.min(photo.widthPx, photo.heightPx) >= LEAST_SIDE_PX);
  const isUpright = heightPx > widthPx;
  return usable.find((photo) => photo.heightPx > photo.widthPx === isUpright) ?? usable[0] ?? null;
}

async function bring(found: FoundPhoto, outPath: string, { calls }: CallContext): Promise<Made> {
  const file = await calls.download(found.link, { path: outPath }, { kind: 'image', maxBytes: MAX_PHOTO_BYTES });
  const { id, pageUrl, author, authorUrl, licence } = found;
  return { ...file, cost: null, attribution: { id, pageUrl, author, authorUrl, license: licence.name, licenseUrl: licence.url } };
}
