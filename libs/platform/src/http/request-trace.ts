import { randomBytes } from 'node:crypto';
import { type NextFunction, type Request, type Response } from 'express';
import { trace } from '@opentelemetry/api';
import { histogram } from '../telemetry/metrics.js';
import { logger } from '../telemetry/logger.js';
import { currentTraceId } from '../telemetry/tracing.js';
import { answering } from './behind.js';
import { principalOf } from './principal.js';

const traceIds = new WeakMap<object, string>();
const QUIET = /^\/(health|metrics)(\/|$)/;

/** Node takes some thirty more, and a caller may try each of them. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const log = logger('http');
const duration = histogram('kadr_http_request_duration', {
  description: 'Time from the first byte of a request to the last of its answer',
  unit: 's',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

/** The trace the request belongs to; without tracing a random id of the same form. Stays the same for one request. */
export function traceIdOf(request: object): string {
  const known = traceIds.get(request);
  if (known) return known;
  const traceId = currentTraceId() ?? randomBytes(16).toString('hex');
  traceIds.set(request, traceId);
  return traceId;
}

/** One line, one measurement and a named span for every request. Never the query: signed links carry their secret there. */
export function requestTrace(request: Request, response: Response, next: NextFunction): void {
  const startedAt = performance.now();
  const span = trace.getActiveSpan();
  const traceId = traceIdOf(request);
  const { method, path } = request;
  response.setHeader('Kadr-Request-Id', traceId);
  response.once('close', () => {
    const seconds = (performance.now() - startedAt) / 1000;
    const route = routeOf(request);
    const status = response.statusCode;
    duration.record(seconds, { method: METHODS.has(method) ? method : 'other', route, status });
    span?.setAttribute('http.route', route).updateName(`${method} ${route}`);
    const level = QUIET.test(path) ? 'debug' : 'info';
    if (!log.isLevelEnabled(level)) return;
    const principal = principalOf(request);
    const isCutOff = !response.writableFinished;
    const ids = { traceId, ...(principal && { orgId: principal.orgId, keyId: principal.keyId }) };
    log[level]({ method, path, status, ms: Math.round(seconds * 1000), ...ids, ...(isCutOff && { isCutOff }) }, 'request');
  });
  answering(response, next);
}

/** The pattern, not the path: metrics must not grow with what callers send. */
function routeOf(request: Request): string {
  const route = (request as { route?: { path?: unknown } }).route?.path;
  return typeof route === 'string' ? route : 'none';
}
