import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { traceIdOf } from '../http/request-trace.js';
import { principalOf } from '../http/principal.js';
import { logger } from '../telemetry/logger.js';
import { shortText } from '../json/index.js';
import { isRefusal, type ProblemDocument, problemOf } from './problem.js';

const log = logger('http');

/** Makes an `application/problem+json` of everything that is thrown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<Request>(), http.getResponse<Response>());
  }
}

/** Also for what fails before Nest has the request. Unknown errors are logged with their ids; nothing of them is sent. */
export function sendProblem(error: unknown, request: Request, response: Response): void {
  const { document, headers } = problemOf(error, traceIdOf(request));
  if (document.status >= 500) {
    const { isOurs, line } = loggedOf(error, document, request);
    if (isOurs) log.error(line, 'a request failed');
    else log.warn(line, 'a request could not be served');
  }
  if (response.headersSent) {
    // Half an answer is on its way: cutting it off is the only way left to say that it is not whole.
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.status(document.status).type('application/problem+json').send(JSON.stringify(document));
}

/**
 * A fault of ours with all that is known of it. What is answered so on purpose (nothing to give it to, no room), and a database that is
 * away, come thousands of times a minute when they come: in one line, with the reason.
 */
export function loggedOf(
  error: unknown,
  document: ProblemDocument,
  request: Request,
): { isOurs: boolean; line: Readonly<Record<string, unknown>> } {
  const principal = principalOf(request);
  const ids = { orgId: principal?.orgId, keyId: principal?.keyId, traceId: document.traceId };
  const line = { method: request.method, path: shortText(request.path, MAX_CHARACTERS), status: document.status, ...ids };
  if (document.status !== 503 && !isRefusal(error)) return { isOurs: true, line: { err: error, ...line } };
  return { isOurs: false, line: { code: document.code, reason: reasonOf(error), ...line } };
}

const MAX_CHARACTERS = 500;

function reasonOf(error: unknown): string {
  const { message, cause } = error as { readonly message?: unknown; readonly cause?: unknown };
  const because = cause instanceof Error ? ` (${cause.message})` : '';
  return shortText(`${String(message)}${because}`, MAX_CHARACTERS);
}
