import { type Request } from 'express';

/** Browsers name it; what takes anything (curl) is a program. */
export const prefersPage = (request: Request): boolean =>
  /\btext\/html\b/.test(request.headers.accept ?? '') && request.accepts(['text/html', 'application/json']) === 'text/html';
