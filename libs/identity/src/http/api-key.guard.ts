import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type AuthenticatedRequest, IS_PUBLIC, REQUIRED_SCOPES, type Scope } from '#platform';
import { ApiKeys } from '../application/api-keys.js';

/** Lets a request in that carries a known key with the scopes its route asks for. The answer to an unknown and a revoked key is the same. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly keys: ApiKeys,
    private readonly reflector: Reflector,
  ) {}

  /** @throws UnauthorizedException, ForbiddenException */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, targets)) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const secret = /^Bearer (\S{1,200})$/i.exec(request.header('authorization') ?? '')?.[1];
    const principal = secret ? await this.keys.recognise(secret) : null;
    if (!principal) {
      throw new UnauthorizedException({ code: 'unauthorized', message: 'Send a valid API key as "Authorization: Bearer <key>".' });
    }
    const required = this.reflector.getAllAndOverride<Scope[] | undefined>(REQUIRED_SCOPES, targets) ?? [];
    const missing = required.filter((scope) => !principal.scopes.includes(scope));
    if (missing.length > 0) {
      throw new ForbiddenException({ code: 'insufficient_scope', message: `This key lacks the scope ${missing.join(', ')}.` });
    }
    request.principal = principal;
    return true;
  }
}
