import { ORGANISATION_SCOPES } from './scopes.js';

export const ROLES = ['owner', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** What people of an organisation may do. Nobody gets `operator`: the installation is managed by keys. */
export const SCOPES_OF: Readonly<Record<Role, readonly string[]>> = {
  owner: ORGANISATION_SCOPES,
  editor: ['videos:read', 'videos:write', 'workflows:*', 'billing:read'],
  viewer: ['videos:read', 'workflows:read', 'billing:read'],
};

export const isRole = (text: unknown): text is Role => ROLES.some((role) => role === text);
