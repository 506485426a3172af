import { type MigrationClass } from '#platform';
import { CreateWebhooks1764600000000 } from './1764600000000-create-webhooks.js';
import { KeepEndpointWork1765000000000 } from './1765000000000-keep-endpoint-work.js';
import { AnswersOfErasedThings1766400000000 } from './1766400000000-answers-of-erased-things.js';
import { LeasesOfLanes1767000000066 } from './1767000000066-leases-of-lanes.js';

export const webhooksMigrations: readonly MigrationClass[] = [
  CreateWebhooks1764600000000,
  KeepEndpointWork1765000000000,
  AnswersOfErasedThings1766400000000,
  LeasesOfLanes1767000000066,
];
