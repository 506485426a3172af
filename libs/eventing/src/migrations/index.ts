import { CreateEventing1763600000000 } from './1763600000000-create-eventing.js';
import { ContinueStreams1763733500000 } from './1763733500000-continue-streams.js';
import { ReactedBy1764600000000 } from './1764600000000-reacted-by.js';
import { StreamKeys1764600100000 } from './1764600100000-stream-keys.js';
import { FirstUnhandled1764600200000 } from './1764600200000-first-unhandled.js';
import { Archive1765100000000 } from './1765100000000-archive.js';

/** In the order in which they run. */
export const eventingMigrations = [
  CreateEventing1763600000000,
  ContinueStreams1763733500000,
  ReactedBy1764600000000,
  StreamKeys1764600100000,
  FirstUnhandled1764600200000,
  Archive1765100000000,
] as const;
