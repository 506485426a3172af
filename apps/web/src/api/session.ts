import { ApiError } from '@kadr/sdk';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMessages } from '../messages';
import { useConnection } from '../live/connection';
import { kadr, keepCsrfToken } from './client';

export type Scope = 'videos:read' | 'videos:write' | 'workflows:write' | 'billing:read' | 'admin';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => kadr.session.get({ signal }),
  staleTime: 5 * 60_000,
  retry: false,
});

/** How one can sign in here; whoever is not told so by the server sees what there always is. */
export const methodsQuery = queryOptions({
  queryKey: ['session-methods'],
  queryFn: ({ signal }) => kadr.session.methods({ signal }),
  staleTime: Infinity,
  retry: false,
});

/** To be opened: the issuer's page comes next, and the one at `returnTo` in the end. */
export const oidcAddress = (returnTo = '/create'): string => `/v1/session/oidc/start?returnTo=${encodeURIComponent(returnTo)}`;

/** Exchanges what somebody has for a session. @throws ApiError 401: used, over or unknown */
export async function signIn(by: { readonly code: string } | { readonly apiKey: string }): Promise<void> {
  const { csrfToken } = await kadr.session.open(by, { maxRetries: 0 });
  keepCsrfToken(csrfToken);
}

export async function signOut(): Promise<void> {
  await kadr.session.end();
  keepCsrfToken(null);
}

export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

/** Why a button that needs this right cannot be pressed now; null: it can. */
export function useWhyNot(scope: Scope): string | null {
  const { app } = useMessages();
  const { data } = useQuery(sessionQuery);
  const { state } = useConnection();
  if (state === 'offline') return app.offlineWrite;
  return !data || data.scopes.includes(scope) ? null : app.needs(scope);
}
