import { CreateEventing1763600000000 } from './1763600000000-create-eventing.js';

/** In the order in which they run. */
export const eventingMigrations = [CreateEventing1763600000000] as const;
