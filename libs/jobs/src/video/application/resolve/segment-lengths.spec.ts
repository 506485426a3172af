import { describe, expect, it } from '@jest/globals';
import { segmentCount } from '#steps/plan';
import { type VideoOrder } from '../../../contracts/video-order.js';
import { withRoomForAssets } from './segment-lengths.js';

const USUAL = 10;
const order = (assets: number, more: object = {}): VideoOrder =>
  ({ visuals: { assets: Array.from({ length: assets }, (_, n) => ({ assetId: `asset-${n}` })) }, ...more }) as unknown as VideoOrder;

describe('how long segments are beside own pictures', () => {
  it.each([
    [5, 32],
    [3, 20],
    [12, 70],
    [4, 24],
  ])('%d pictures in %d s: each has a segment, also when the voice is a little quicker', (assets, seconds) => {
    expect(segmentCount(seconds, USUAL)).toBeLessThan(assets);
    const length = withRoomForAssets(order(assets), USUAL, seconds);
    expect(length).toBeGreaterThanOrEqual(5);
    expect(segmentCount(seconds, length)).toBeGreaterThanOrEqual(assets);
    expect(segmentCount(seconds * 0.96, length)).toBeGreaterThanOrEqual(assets);
  });

  it.each([
    ['there are fewer pictures than segments', order(2), 32],
    ['they would be shorter than a segment may be', order(9), 32],
    ['there is no script yet', order(5), null],
    ['somebody says how long they are', order(5, { segmentation: { segmentSeconds: USUAL } }), 32],
    ['pictures have frames around them', order(5, { frames: [] }), 32],
  ])('it stays as usual where %s', (_, given, seconds) => expect(withRoomForAssets(given, USUAL, seconds)).toBe(USUAL));

  it('it stays as usual where a picture says its segment: it is looked at as it is meant', () => {
    const placed = { visuals: { assets: [...(order(4).visuals?.assets ?? []), { assetId: 'last', segment: 4 }] } } as unknown as VideoOrder;
    expect(withRoomForAssets(placed, USUAL, 32)).toBe(USUAL);
  });
});
