import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Request } from 'express';
import { map, type Observable } from 'rxjs';
import { cursorForList, cursorOfList } from './page.js';

/**
 * Cursors of one list are not taken by another. Keys of many lists look alike, so that a page of another list would begin anywhere and
 * nobody would notice; and a list that is added later need not think of it.
 */
@Injectable()
export class OneListCursors implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<Request>();
    if (request.method !== 'GET') return next.handle();
    const list = listOf(request);
    const { cursor } = request.query;
    // `query` is read anew each time that it is asked for.
    if (typeof cursor === 'string') {
      Object.defineProperty(request, 'query', { value: { ...request.query, cursor: cursorForList(cursor, list) }, configurable: true });
    }
    return next
      .handle()
      .pipe(map((answer: unknown) => (hasNext(answer) ? { ...answer, nextCursor: cursorOfList(answer.nextCursor, list) } : answer)));
  }
}

/** The route and what stands in it, however the caller writes it. */
const listOf = ({ route, params }: Request): string =>
  `${(route as { readonly path?: string } | undefined)?.path ?? ''} ${JSON.stringify(Object.entries(params))}`.toLowerCase();

const hasNext = (answer: unknown): answer is { readonly nextCursor: string } =>
  typeof answer === 'object' && answer !== null && 'nextCursor' in answer && typeof answer.nextCursor === 'string';
