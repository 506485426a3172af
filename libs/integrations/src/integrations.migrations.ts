import { CreateProviderCalls1763731000000 } from './migrations/1763731000000-provider-calls.js';
import { Charges1764300500000 } from './migrations/1764300500000-charges.js';
import { HeldPlaces1764900200000 } from './migrations/1764900200000-held-places.js';
import { HeldPlacesIndex1764900300000 } from './migrations/1764900300000-held-places-index.js';
import { SecretsKey1764500100000 } from './migrations/1764500100000-secrets-key.js';

/** After those of tasks, whose first one made the schema. */
export const integrationsMigrations = [
  CreateProviderCalls1763731000000,
  Charges1764300500000,
  SecretsKey1764500100000,
  HeldPlaces1764900200000,
  HeldPlacesIndex1764900300000,
];
