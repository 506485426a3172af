/** What a key of a customer may be given. `workflows:*` stands for both of its kind. */
export const ORGANISATION_SCOPES = [
  'videos:read',
  'videos:write',
  'workflows:read',
  'workflows:write',
  'workflows:*',
  'billing:read',
  'admin',
] as const;

/** Manages the installation, not an organisation. Only a key that has it can hand it on. */
export const OPERATOR = 'operator';

export const ALL_SCOPES: readonly string[] = [...ORGANISATION_SCOPES, OPERATOR];

/** The first key of an organisation. */
export const FIRST_KEY_SCOPES: readonly string[] = ['videos:read', 'videos:write', 'workflows:*', 'billing:read', 'admin'];
