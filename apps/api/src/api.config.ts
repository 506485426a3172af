import { assetsConfig } from '#assets';
import { batchesConfig } from '#batches';
import { billingConfig, billingFiles } from '#billing';
import { databaseConfig, egressConfig, type Environment, httpConfig, logLevel, type Role, rolesOf } from '#platform';
import { eventingConfig } from '#eventing';
import { identityConfig } from '#identity';
import { catalogueConfig, integrationsConfig } from '#integrations';
import { clipsConfig, exportsConfig, jobsConfig, templateFolders } from '#jobs';
import { notificationsConfig } from '#notifications';
import { tasksConfig } from '#tasks';
import { webhooksConfig } from '#webhooks';
import { workflowsConfig } from '#workflows';
import { mcpConfig } from './mcp/mcp.config.js';

export const apiRoles = (env: Environment = process.env): ReadonlySet<Role> => rolesOf(env['KADR_ROLES']);

/** Reads all settings of all libs; run at once at the start, so that every fault is told together. */
export const SETTINGS: readonly (() => unknown)[] = [
  () => apiRoles(),
  () => logLevel(),
  () => databaseConfig(),
  () => httpConfig(),
  () => egressConfig(),
  () => identityConfig(),
  () => eventingConfig(),
  () => billingConfig(),
  () => billingFiles(),
  () => tasksConfig(),
  () => assetsConfig(),
  () => integrationsConfig(),
  () => catalogueConfig(),
  () => jobsConfig(),
  () => notificationsConfig(),
  () => clipsConfig(),
  () => exportsConfig(),
  () => templateFolders(),
  () => webhooksConfig(),
  () => workflowsConfig(),
  () => batchesConfig(),
  () => mcpConfig(),
];
