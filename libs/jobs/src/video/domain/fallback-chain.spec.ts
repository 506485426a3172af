import { describe, expect, it } from '@jest/globals';
import { type VisualsRequest } from '../../contracts/video-request.js';
import { videoRequest } from '../../testing/builders.js';
import { ANIMATED_STILL, assetIdOf, clipChain, isFallback, needsImage } from './fallback-chain.js';

const visuals = (over: Partial<VisualsRequest> = {}): VisualsRequest => ({
  mode: 'text-to-video',
  models: ['a:1', 'b:2'],
  imageModels: ['local:illustrator'],
  fallback: ['pexels', ANIMATED_STILL, 'local:motion-card'],
  seed: 7,
  ...over,
});

describe('the chain of a segment', () => {
  it('shares the models among the segments, then goes down', () => {
    const request = videoRequest({ visuals: visuals({ mode: 'image-to-video' }) });
    expect(clipChain(request, 0, null)).toEqual(['a:1', 'b:2', 'pexels', ANIMATED_STILL, 'local:motion-card']);
    expect(clipChain(request, 1, null)).toEqual(['b:2', 'a:1', 'pexels', ANIMATED_STILL, 'local:motion-card']);
  });

  it('begins with the model that was requested for, and names none twice', () => {
    expect(clipChain(videoRequest({ visuals: visuals() }), 0, 'pexels')).toEqual(['pexels', 'a:1', 'b:2', 'local:motion-card']);
  });

  it('shows a still only where there is one', () => {
    expect(clipChain(videoRequest({ visuals: visuals() }), 0, null)).not.toContain(ANIMATED_STILL);
    expect(clipChain(videoRequest({ visuals: visuals(), approvals: ['images'] }), 0, null)).toContain(ANIMATED_STILL);
    expect(clipChain(videoRequest({ visuals: visuals(), frames: [{ durationSeconds: 8, prompt: null }] }), 0, null)).toContain(
      ANIMATED_STILL,
    );
  });

  it("begins with an asset of the organisation's own, for which nothing is drawn and nothing else counts as asked for", () => {
    const request = videoRequest({ visuals: visuals({ mode: 'image-to-video', assets: [{ segment: 1, assetId: 'mine' }] }) });
    expect(clipChain(request, 1, null).slice(0, 2)).toEqual(['asset:mine', 'b:2']);
    expect(clipChain(request, 0, null)).not.toContain('asset:mine');
    expect([needsImage(request, 0), needsImage(request, 1)]).toEqual([true, false]);
    expect(assetIdOf('asset:mine')).toBe('mine');
    expect([isFallback(request, null, 'asset:mine'), isFallback(request, null, 'a:1'), isFallback(request, null, 'pexels')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
