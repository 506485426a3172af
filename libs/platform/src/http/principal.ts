import { type ExecutionContext, SetMetadata, createParamDecorator } from '@nestjs/common';
import { type Request } from 'express';

/** What a key may do. `admin` manages its own organisation, `operator` the installation. */
export const SCOPES = ['videos:read', 'videos:write', 'workflows:read', 'workflows:write', 'billing:read', 'admin', 'operator'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who sent a request. */
export interface Principal {
  readonly orgId: string;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

/** A request that a guard has let through. */
export type AuthenticatedRequest = Request & { principal?: Principal };

export const REQUIRED_SCOPES = 'kadr:scopes';
export const IS_PUBLIC = 'kadr:public';

/** The key must have all of them. Without this decorator any key will do. */
export const Scopes = (...scopes: Scope[]) => SetMetadata(REQUIRED_SCOPES, scopes);

/** No key is asked for: health, documentation, links that carry their own signature. */
export const Public = () => SetMetadata(IS_PUBLIC, true);

/** The sender of the request; only on routes that are not `@Public()`. */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('this route has no guard that says who is asking');
  return principal;
});
