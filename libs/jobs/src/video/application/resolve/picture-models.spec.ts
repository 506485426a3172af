import { describe, expect, it } from '@jest/globals';
import { type ModelCapability, type ModelInfo } from '#integrations';
import { type VideoOrder } from '../../../contracts/video-order.js';
import { clipModels } from './picture-models.js';

const stock = (id: string, available: boolean): ModelInfo => ({
  ...{
    id,
    provider: id.split(':')[0] ?? '',
    capability: 'stock',
    durationsSeconds: null,
    aspectRatios: null,
    unit: 'call',
    priceMicros: 0,
  },
  ...{ available, unavailableReason: available ? null : 'no key', successor: null },
});
const LIBRARIES = [stock('pexels', false), stock('wikimedia:commons', true), stock('openverse:photo', true)];
const chosen = (order: Pick<VideoOrder, 'style' | 'visuals' | 'frames'>, of: { libraries?: ModelInfo[]; clips?: string[] } = {}) =>
  clipModels(order, 'org', {
    models: { catalogue: (capability?: ModelCapability) => (capability === 'stock' ? (of.libraries ?? LIBRARIES) : []) },
    config: { clipModels: of.clips ?? ['local:illustrator'], stockModels: ['pexels'] },
  });

describe('who makes the clips of an order', () => {
  it.each(['photo-led', 'photos', 'Фото', 'по снимкам'])('is first whoever has photos and is open, for the style %s', (style) => {
    expect(chosen({ style })).toEqual(['wikimedia:commons', 'openverse:photo']);
  });

  it('is the painter of this machine where no library is open', () => {
    expect(chosen({ style: 'photo-led' }, { libraries: [stock('pexels', false)] })).toEqual(['local:illustrator']);
  });

  it('is the painter that the installation has chosen, whatever the style', () => {
    expect(chosen({ style: 'photo-led' }, { clips: ['kie:veo3'] })).toEqual(['kie:veo3']);
  });

  it('is whoever the order names, or its mode', () => {
    expect(chosen({ style: 'photo-led', visuals: { models: ['runway:gen4'] } })).toEqual(['runway:gen4']);
    expect(chosen({ style: 'photo-led', visuals: { mode: 'stock' } })).toEqual(['pexels']);
    expect(chosen({ style: 'photo-led', visuals: { mode: 'images' } })).toEqual(['local:illustrator']);
  });

  it.each(['photorealistic', 'cinematic', undefined])('is nobody else for the style %s', (style) => {
    expect(chosen({ ...(style && { style }) })).toEqual(['local:illustrator']);
  });
});
