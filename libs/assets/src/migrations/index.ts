import { CreateAssets1763732000000 } from './1763732000000-create-assets.js';
import { CreateUploads1764300100000 } from './1764300100000-uploads.js';
import { KeptAddresses1764300200000 } from './1764300200000-kept-addresses.js';
import { MoveAssets1764290100000 } from './1764290100000-own-schema.js';
import { UnfinishedImports1764600100000 } from './1764600100000-unfinished-imports.js';

/** After those of tasks, whose first one made the schema that they were in. */
export const assetsMigrations = [
  CreateAssets1763732000000,
  MoveAssets1764290100000,
  CreateUploads1764300100000,
  KeptAddresses1764300200000,
  UnfinishedImports1764600100000,
];
