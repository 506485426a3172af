import { describe, expect, it } from '@jest/globals';
import { placeAssets } from './place-assets.js';

const asset = (name: string, segment?: number) => ({ assetId: name, ...(segment !== undefined && { segment }) });
const placed = (...assets: Parameters<typeof placeAssets>[0]) => placeAssets(assets).map(({ assetId, segment }) => [assetId, segment]);

describe('own pictures', () => {
  it('that name no segment are shown in their order, from the first segment on', () => {
    expect(placed(asset('a'), asset('b'), asset('c'))).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
  });

  it('leave to the others the segments that those name, wherever they stand in the list', () => {
    expect(placed(asset('a'), asset('b', 1), asset('c'), asset('d', 0), asset('e'))).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 3],
      ['d', 0],
      ['e', 4],
    ]);
  });

  it('keep how they lie in the picture, and nothing else that was sent along', () => {
    const sent = { ...asset('a'), fit: 'contain-blur' as const, focus: { x: 0.2, y: 0.7, z: 1 }, extra: 'no' };
    expect(placeAssets([sent])).toEqual([{ segment: 0, assetId: 'a', fit: 'contain-blur', focus: { x: 0.2, y: 0.7 } }]);
  });
});
