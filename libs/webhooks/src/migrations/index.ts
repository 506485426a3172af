import { type MigrationClass } from '#platform';
import { CreateWebhooks1764600000000 } from './1764600000000-create-webhooks.js';

export const webhooksMigrations: readonly MigrationClass[] = [CreateWebhooks1764600000000];
