import { type VideoOrder } from '../../../contracts/video-order.js';
import { type SegmentAsset } from '../../../contracts/video-request.js';

type OrderedAsset = NonNullable<NonNullable<VideoOrder['visuals']>['assets']>[number];

/**
 * The organisation's own pictures, each with its segment: those that name none take the segments that no other names, in the order in
 * which they were sent. Pure; keeps the order of the list, so that its indexes are those of the order.
 */
export function placeAssets(assets: readonly OrderedAsset[]): SegmentAsset[] {
  const named = new Set(assets.flatMap(({ segment }) => segment ?? []));
  let free = 0;
  const next = (): number => {
    while (named.has(free)) free += 1;
    free += 1;
    return free - 1;
  };
  return assets.map(({ segment, assetId, fit, focus }) => ({
    segment: segment ?? next(),
    assetId,
    ...(fit && { fit }),
    ...(focus && { focus: { x: focus.x, y: focus.y } }),
  }));
}
