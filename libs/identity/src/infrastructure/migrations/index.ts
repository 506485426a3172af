import { Identity1763650000000 } from './1763650000000-identity.js';

/** In the order in which they run. */
export const identityMigrations = [Identity1763650000000];
