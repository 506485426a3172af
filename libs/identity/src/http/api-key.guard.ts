import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request } from 'express';
import { hasScope, Refusal, ROUTE_METADATA, setPrincipal } from '#platform';
import { ApiKeys } from '../application/api-keys.js';

/** Lets a request in that carries a known key with the scopes its route asks for. The answer to an unknown and a revoked key is the same. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly keys: ApiKeys,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Refusal `unauthorized`, `insufficient_scope` */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(ROUTE_METADATA.isPublic, targets)) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const secret = /^Bearer (\S{1,200})$/i.exec(request.header('authorization') ?? '')?.[1];
    const principal = secret ? await this.keys.recognise(secret) : null;
    if (!principal) throw new Refusal('unauthorized', 'unauthorized', 'Send a valid API key as "Authorization: Bearer <key>".');
    const required = this.reflector.getAllAndOverride<string[] | undefined>(ROUTE_METADATA.scopes, targets) ?? [];
    const missing = required.filter((scope) => !hasScope(principal.scopes, scope));
    if (missing.length > 0) throw new Refusal('forbidden', 'insufficient_scope', `This key lacks the scope ${missing.join(', ')}.`);
    setPrincipal(request, principal);
    return true;
  }
}
