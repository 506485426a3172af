import { type VideoRequest } from '../../contracts/video-request.js';

/** Stands for the segment's own image with a camera move: a rung of the chain that costs nothing and needs no model. */
export const ANIMATED_STILL = 'local:animated-still';
const ASSET = 'asset:';

/** The organisation's own footage or picture for this segment, as a rung of its chain. */
export function assetOf(request: VideoRequest, index: number): string | null {
  const own = request.visuals.assets?.find(({ segment }) => segment === index);
  return own ? `${ASSET}${own.assetId}` : null;
}

/** @returns the asset a rung names; null when it names a model. */
export const assetIdOf = (source: string): string | null => (source.startsWith(ASSET) ? source.slice(ASSET.length) : null);

/**
 * Who may make a segment's clip, in the order in which they are tried: the organisation's own asset, the request's models, rotated so
 * that the segments share them, then its fallbacks. A model asked for when regenerating goes first.
 */
export function clipChain(request: VideoRequest, index: number, requested: string | null): readonly string[] {
  const { models, fallback } = request.visuals;
  const shift = models.length > 0 ? index % models.length : 0;
  const rotated = [...models.slice(shift), ...models.slice(0, shift)];
  const own = assetOf(request, index);
  const chain = [...new Set([...(requested ? [requested] : []), ...(own ? [own] : []), ...rotated, ...fallback])];
  return hasStill(request, index) ? chain : chain.filter((source) => source !== ANIMATED_STILL);
}

/** @returns whether the model stands in for what was asked for. */
export function isFallback(request: VideoRequest, requested: string | null, model: string): boolean {
  return model !== requested && assetIdOf(model) === null && !request.visuals.models.includes(model);
}

/** Whether stills are made (and can be approved) before clips. */
export function needsImages(request: VideoRequest): boolean {
  if (request.frames) return false; // its stills are given
  return request.visuals.mode === 'image-to-video' || request.visuals.mode === 'images' || request.approvals.includes('images');
}

/** Whether a still is made for this segment: those that show an asset of their own need none. */
export const needsImage = (request: VideoRequest, index: number): boolean => needsImages(request) && assetOf(request, index) === null;

/** Whether there is a picture that could be shown moving slowly, when nobody makes a clip of it. */
const hasStill = (request: VideoRequest, index: number): boolean => request.frames !== undefined || needsImage(request, index);
