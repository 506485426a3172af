import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension, ApiHeader } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { catchError, from, mergeMap, of, type Observable } from 'rxjs';
import { Database } from '../database/database.js';
import { OPERATION_NOTES } from '../http/described.js';
import { credentialOf, principalOf } from '../http/principal.js';
import { Refusal, validationFailed } from '../problems/refusal.js';
import { type Answer, IDEMPOTENCY_HEADER as HEADER, IdempotencyKeys, scopeOf } from './idempotency-keys.js';

const SEALED = 'kadr:idempotency-sealed';
const MAX_KEY_CHARACTERS = 255;

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly database: Database,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const key = request.get(HEADER);
    const principal = principalOf(request);
    // A dry run makes nothing, so the key is left to what follows it.
    if (key === undefined || !principal || request.query.dryRun === 'true') return next.handle();
    if (key === '' || key.length > MAX_KEY_CHARACTERS) {
      throw validationFailed([{ path: HEADER, message: `must have 1 to ${MAX_KEY_CHARACTERS} characters` }]);
    }
    const scope = scopeOf(request, principal.orgId, key);
    const isSealed = this.reflector.get<boolean>(SEALED, context.getHandler());
    const first = await this.keys.begin(request, scope, isSealed ? credentialOf(request) : null);
    if (first) {
      response.setHeader('Idempotency-Replayed', 'true');
      return of(send(first, response));
    }
    return next.handle().pipe(
      mergeMap(async (body) => {
        const answer = { status: response.statusCode, location: (response.get('Location') as string | undefined) ?? null, body };
        return send(await this.keys.succeeded(request, answer, this.database), response);
      }),
      catchError((error: unknown) => from(this.refused(request, error))),
    );
  }

  private async refused(request: Request, error: unknown): Promise<never> {
    const instead = await this.keys.failed(request);
    throw instead && error instanceof Refusal ? instead : error;
  }
}

function send({ status, location, body }: Answer, response: Response): unknown {
  response.status(status);
  if (location !== null) response.setHeader('Location', location);
  return body;
}

/**
 * A POST that creates: honours `Idempotency-Key`. Its handler calls `IdempotencyKeys.complete(tx, request, answer)` in the transaction
 * that creates. `holdsSecret`: the stored answer can be read with the caller's own API key only.
 */
export const Idempotent = ({ holdsSecret = false } = {}): MethodDecorator =>
  applyDecorators(
    SetMetadata(SEALED, holdsSecret),
    ApiExtension(OPERATION_NOTES.isIdempotent, true),
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: HEADER,
      required: false,
      description: 'The same key and body give the first answer again, for 24 h.',
      schema: { type: 'string', maxLength: MAX_KEY_CHARACTERS },
    }),
  );
