import { type Provider } from '../../contracts/models.js';
import { localModel } from '../local/local-info.js';
import { ProviderHttp } from '../http/provider-http.js';
import { photoModel, PhotoClipMaker, PhotoMaker } from '../online/photo-library.js';
import { CommonsLibrary } from './commons.library.js';
import { FactsScriptWriter, FACTS_MODEL } from './facts.script-writer.js';

/** Scripts out of Wikipedia and photos of Wikimedia Commons, free of charge and without a key. */
export function wikimediaProvider(): Provider {
  const http = new ProviderHttp('Wikimedia');
  const library = new CommonsLibrary(http);
  const photos = { clip: new PhotoClipMaker(library), image: new PhotoMaker(library) };
  const script = new FactsScriptWriter(http);
  const models = [localModel(FACTS_MODEL, 'script'), photoModel(library.model, library.provider)];
  return {
    name: library.provider,
    models: () => models,
    makers: (id) => (id === library.model ? photos : id === FACTS_MODEL ? { script } : {}),
  };
}
