import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { OPERATION_NOTES } from './described.js';

/** Who asks. */
export interface Principal {
  readonly orgId: string;
  /** Of the API key, or of the member. */
  readonly keyId: string;
  readonly scopes: readonly string[];
  /** A person who signed in with a token; then `keyId` is theirs. */
  readonly member?: { readonly id: string; readonly subject: string; readonly email: string | null; readonly role: string };
  /** Of a browser that came by a cookie; `keyId` is still of the key or member that opened it. */
  readonly session?: { readonly id: string; readonly expiresAt: Date };
}

/** What calls are counted by and permissions are looked at by: two sessions of a key are two callers. */
export const callerIdOf = ({ session, keyId }: Principal): string => session?.id ?? keyId;

const SCOPES = 'kadr:scopes';
const PUBLIC = 'kadr:public';
const principals = new WeakMap<object, Principal>();
const credentials = new WeakMap<object, string>();

/** @param credential what the caller proved itself by: a secret that only it has */
export function setPrincipal(request: object, principal: Principal, credential = ''): void {
  principals.set(request, principal);
  credentials.set(request, credential);
}

/** A secret of the caller, under which answers can be sealed for it. Empty before authentication. */
export const credentialOf = (request: object): string => credentials.get(request) ?? '';

/** Null before authentication, and on public routes. */
export const principalOf = (request: object): Principal | null => principals.get(request) ?? null;

/** Scopes that a caller needs, all of them. A route without it needs a valid key only. */
export const Scopes = (...scopes: readonly string[]): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(SCOPES, scopes), ApiExtension(OPERATION_NOTES.scopes, [...scopes]));

/** A route that needs no API key: it is open, or authenticates by itself (a signed link, a provider's signature). */
export const Public = (): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(PUBLIC, true), ApiExtension(OPERATION_NOTES.isPublic, true));

/** Keys of the metadata that the guards read. */
export const ROUTE_METADATA = { scopes: SCOPES, isPublic: PUBLIC } as const;

/** `videos:*` covers `videos:read` and `videos:write`; nothing covers `operator` but itself. */
export function hasScope(granted: readonly string[], wanted: string): boolean {
  return granted.some((scope) => scope === wanted || (scope.endsWith(':*') && wanted.startsWith(scope.slice(0, -1))));
}

/** In whose name something is done: `member:<id>` for a person who signed in, `key:<id>` for an API key. Stands in metadata of events. */
export const actorOf = ({ orgId, keyId, member }: Principal): { readonly orgId: string; readonly actor: string } => ({
  orgId,
  actor: member ? `member:${member.id}` : `key:${keyId}`,
});

/** The caller, as a `Principal`. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const principal = principalOf(context.switchToHttp().getRequest<object>());
  if (!principal) throw new Error('a public route has no principal');
  return principal;
});
