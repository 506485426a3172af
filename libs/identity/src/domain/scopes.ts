/** What a key may do; `workflows:*` covers all of its kind. `admin` manages its own organisation, `operator` the installation. */
export const SCOPES = ['videos:read', 'videos:write', 'workflows:*', 'billing:read', 'admin', 'operator'] as const;

/** What a key may be given: also the single parts of `*`, and `*` of what is listed in parts. */
export const GRANTABLE_SCOPES: readonly string[] = [...SCOPES, 'videos:*', 'workflows:read', 'workflows:write'];
