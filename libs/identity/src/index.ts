export { IdentityModule } from './identity.module.js';
export { identityMigrations } from './infrastructure/migrations/index.js';
export { ApiKey } from './infrastructure/api-key.entity.js';
export { Organisation } from './infrastructure/organisation.entity.js';
