import { assetsMigrations } from '#assets';
import { batchesMigrations } from '#batches';
import { billingMigrations } from '#billing';
import { eventingMigrations } from '#eventing';
import { identityMigrations } from '#identity';
import { integrationsMigrations } from '#integrations';
import { jobsMigrations } from '#jobs';
import { notificationsMigrations } from '#notifications';
import { type MigrationClass, platformMigrations } from '#platform';
import { tasksMigrations } from '#tasks';
import { workflowsMigrations } from '#workflows';
import { webhooksMigrations } from '#webhooks';

/** Of every lib. Their names carry the time they were written at, which is the order they run in. */
export const migrations: readonly MigrationClass[] = [
  ...platformMigrations,
  ...identityMigrations,
  ...eventingMigrations,
  ...tasksMigrations,
  ...assetsMigrations,
  ...integrationsMigrations,
  ...billingMigrations,
  ...jobsMigrations,
  ...notificationsMigrations,
  ...workflowsMigrations,
  ...webhooksMigrations,
  ...batchesMigrations,
];
