import { Assets } from './assets.js';
import { Batches } from './batches.js';
import { Client } from './client.js';
import { type ClientOptions } from './client.config.js';
import { Resources } from './generated/resources.gen.js';
import { Videos } from './videos.js';

/** The client. Every operation of the API is a method of one of its groups. */
export class Kadr extends Resources {
  readonly videos: Videos;
  readonly assets: Assets;
  readonly batches: Batches;

  /** @throws KadrError when an option cannot be used, or there is no key */
  constructor(options: ClientOptions = {}) {
    const client = new Client(options);
    super(client);
    this.videos = new Videos(client);
    this.assets = new Assets(client);
    this.batches = new Batches(client);
  }
}
