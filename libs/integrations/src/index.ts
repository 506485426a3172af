export * from './contracts/index.js';
export { integrationsConfig, type IntegrationsConfig } from './integrations.config.js';
export { integrationsMigrations } from './integrations.migrations.js';
export { catalogueConfig } from './providers/catalogue.config.js';
export { IntegrationsModule, type IntegrationsModuleOptions } from './integrations.module.js';
export { attemptsUnderWay, type AttemptsUnderWay } from './provider-calls/attempts-under-way.js';
export { type ProviderStanding, providerStandings } from './provider-calls/provider-standings.js';
export { SEALED_KEYS } from './provider-keys/provider-keys.js';
