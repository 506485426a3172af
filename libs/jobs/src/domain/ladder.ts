import { type VideoRequest } from '../contracts/video-request.js';

/**
 * The models that may make a segment's clip, in the order in which they are tried: the request's models, rotated so that
 * the segments share them, then its fallbacks. A model asked for when regenerating goes first.
 */
export function clipLadder(request: VideoRequest, index: number, wished: string | null): readonly string[] {
  const { models, fallback } = request.visuals;
  const shift = models.length > 0 ? index % models.length : 0;
  const rotated = [...models.slice(shift), ...models.slice(0, shift)];
  return [...new Set([...(wished ? [wished] : []), ...rotated, ...fallback])];
}

/** @returns whether the model stands in for what was asked for. */
export function isFallback(request: VideoRequest, wished: string | null, model: string): boolean {
  return model !== wished && !request.visuals.models.includes(model);
}

/** Whether stills are made (and can be approved) before clips. */
export function needsImages(request: VideoRequest): boolean {
  return request.visuals.mode === 'image-to-video' || request.visuals.mode === 'images' || request.approvals.includes('images');
}
