import { CreateEventing1763600000000 } from './1763600000000-create-eventing.js';
import { ContinueStreams1763733500000 } from './1763733500000-continue-streams.js';
import { ReactedBy1764600000000 } from './1764600000000-reacted-by.js';

/** In the order in which they run. */
export const eventingMigrations = [CreateEventing1763600000000, ContinueStreams1763733500000, ReactedBy1764600000000] as const;
