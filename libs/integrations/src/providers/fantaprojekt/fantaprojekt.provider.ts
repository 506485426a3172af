import { type ModelInfo } from '../../contracts/model-info.js';
import { type Provider } from '../../contracts/models.js';
import { ProviderHttp } from '../http/provider-http.js';
import { FantaprojektMontage } from './fantaprojekt.montage.js';

/** `fantaprojekt`: the montage of a film by a render engine elsewhere, or by another Kadr. */
export function fantaprojektProvider(): Provider {
  const montage = new FantaprojektMontage(new ProviderHttp('FantaProjekt'));
  const model: ModelInfo = {
    id: 'fantaprojekt',
    provider: 'fantaprojekt',
    capability: 'render',
    durationsSeconds: null,
    aspectRatios: null,
    unit: 'second',
    priceMicros: 0,
    available: true,
    unavailableReason: null,
    successor: null,
  };
  return { name: 'fantaprojekt', models: () => [model], makers: (id) => (id === 'fantaprojekt' ? { montage } : {}) };
}
