export { BOOTSTRAP_ORGANISATION_ID } from './application/bootstrap.js';
export { PlanAssignments } from './application/plan-assignments.js';
export { Organisations } from './application/organisations.js';
export { ALL_SCOPES, OPERATOR } from './application/scopes.js';
export { IdentityConfig, identityConfig } from './identity.config.js';
export { IdentityModule } from './identity.module.js';
export { identityEntities } from './application/entities.js';
export { identityMigrations } from './infrastructure/identity.migrations.js';
export { StandingGrants } from './application/standing-grants.js';
