import { type Provider } from '../../contracts/models.js';
import { localModel } from '../local/local-info.js';
import { EDGE_MODEL, EdgeVoiceMaker } from './edge.voice-maker.js';
import { EDGE_VOICES, localeOf, nameOf } from './edge.voices.js';

/** Voices of Microsoft Edge's "Read aloud", free of charge and without a key. Unofficial: it may change or end on any day. */
export function edgeProvider(): Provider {
  const voice = new EdgeVoiceMaker();
  const voices = EDGE_VOICES.map((id) => ({ id, name: nameOf(id), language: localeOf(id), model: EDGE_MODEL }));
  const models = [localModel(EDGE_MODEL, 'voice', 'character')];
  return {
    name: 'edge',
    models: () => models,
    makers: (id) => (id === EDGE_MODEL ? { voice } : {}),
    voices: () => Promise.resolve(voices),
  };
}
