import { Assets } from './assets.js';
import { Batches } from './batches.js';
import { Client } from './client.js';
import { type ApiPromise } from './http/answer.js';
import { type ApiRequest, type CallOptions } from './http/transport.js';
import { type ClientOptions } from './client.config.js';
import { Resources } from './generated/resources.gen.js';
import { Videos } from './videos.js';

/** The client. Every operation of the API is a method of one of its groups. */
export class Kadr extends Resources {
  readonly videos: Videos;
  readonly assets: Assets;
  readonly batches: Batches;

  readonly #client: Client;

  /** @throws KadrError when an option cannot be used, or there is no key */
  constructor(options: ClientOptions = {}) {
    const client = new Client(options);
    super(client);
    this.#client = client;
    this.videos = new Videos(client);
    this.assets = new Assets(client);
    this.batches = new Batches(client);
  }

  /**
   * Any route that answers JSON, also one that has no method here, such as `/status`: with the key, the retries and the errors of all others.
   * @throws ApiError, KadrError as every method
   */
  request<T>(request: ApiRequest, options?: CallOptions): ApiPromise<T> {
    return this.#client.json<T>(request, options);
  }
}
