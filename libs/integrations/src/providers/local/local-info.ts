import { type ModelCapability, type ModelInfo } from '../../contracts/model-info.js';

/** Catalogue entry of something that costs nothing and is always there. */
export function localModel(id: string, capability: ModelCapability, unit: ModelInfo['unit'] = 'call'): ModelInfo {
  const [provider = id] = id.split(':');
  return {
    id,
    provider,
    capability,
    durationsSeconds: null,
    aspectRatios: null,
    unit,
    priceMicros: 0,
    available: true,
    unavailableReason: null,
    successor: null,
  };
}
