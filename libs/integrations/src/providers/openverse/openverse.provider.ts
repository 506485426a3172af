import { type Provider } from '../../contracts/models.js';
import { ProviderHttp } from '../http/provider-http.js';
import { photoModel, PhotoClipMaker, PhotoMaker } from '../online/photo-library.js';
import { OpenverseLibrary } from './openverse.library.js';

/** `openverse:photo`: free photos with attribution, without a key. */
export function openverseProvider(): Provider {
  const library = new OpenverseLibrary(new ProviderHttp('Openverse'));
  const makers = { clip: new PhotoClipMaker(library), image: new PhotoMaker(library) };
  const models = [photoModel(library.model, library.provider)];
  return {
    name: library.provider,
    models: () => models,
    makers: (id) => (id === library.model ? makers : {}),
  };
}
