import { type ModelInfo } from '../../contracts/model-info.js';
import { type Provider } from '../../contracts/models.js';
import { ProviderHttp } from '../http/provider-http.js';
import { PexelsClipMaker, PexelsPhotoMaker, type PexelsPaths } from './pexels.makers.js';

/** As its documentation has it; older clients still use `/videos/search`. */
const PATHS: PexelsPaths = { videoSearch: '/v1/videos/search', photoSearch: '/v1/search' };

/** `pexels`: stock videos and photos, free of charge, with attribution. */
export function pexelsProvider(paths: Partial<PexelsPaths> = {}): Provider {
  const http = new ProviderHttp('Pexels');
  const all = { ...PATHS, ...paths };
  const makers = { clip: new PexelsClipMaker(http, all), image: new PexelsPhotoMaker(http, all) };
  const model: ModelInfo = {
    id: 'pexels',
    provider: 'pexels',
    capability: 'stock',
    durationsSeconds: null,
    aspectRatios: null,
    unit: 'call',
    priceMicros: 0,
    available: true,
    unavailableReason: null,
    successor: null,
  };
  return { name: 'pexels', models: () => [model], makers: (id) => (id === 'pexels' ? makers : {}) };
}
