import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { traceIdOf } from '../http/request-trace.js';
import { principalOf } from '../http/principal.js';
import { logger } from '../telemetry/logger.js';
import { problemOf } from './problem.js';

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
    const principal = principalOf(request);
    const ids = { orgId: principal?.orgId, keyId: principal?.keyId, traceId: document.traceId };
    const line = { err: error, method: request.method, path: request.path, status: document.status, ...ids };
    if (document.status === 503) log.warn(line, 'a request could not be served');
    else log.error(line, 'a request failed');
  }
  if (response.headersSent) {
    // Half an answer is on its way: cutting it off is the only way left to say that it is not whole.
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.status(document.status).type('application/problem+json').send(JSON.stringify(document));
}
