import { randomBytes } from 'node:crypto';
import { type NextFunction, type Request, type Response } from 'express';
import { context, createContextKey } from '@opentelemetry/api';
import { logger } from '../telemetry/logger.js';
import { currentTraceId } from '../telemetry/tracing.js';
import { answering } from './behind.js';
import { principalOf } from './principal.js';

const traceIds = new WeakMap<object, string>();
const QUIET = /^\/(health|metrics)(\/|$)/;

/** As `@opentelemetry/core` calls it, which instrumentations read and write. */
const RPC_METADATA = createContextKey('OpenTelemetry SDK Context Key RPC_METADATA');

const log = logger('http');

/** The trace the request belongs to; without tracing a random id of the same form. Stays the same for one request. */
export function traceIdOf(request: object): string {
  const known = traceIds.get(request);
  if (known) return known;
  const traceId = currentTraceId() ?? randomBytes(16).toString('hex');
  traceIds.set(request, traceId);
  return traceId;
}

/** One line for every request; its span and its measurement (`http_server_request_duration_seconds`) are called by its route. Never the query: signed links carry their secret there. */
export function requestTrace(request: Request, response: Response, next: NextFunction): void {
  const startedAt = performance.now();
  const traceId = traceIdOf(request);
  const { method, path } = request;
  response.setHeader('Kadr-Request-Id', traceId);
  nameByRoute(request, response);
  response.once('close', () => {
    const seconds = (performance.now() - startedAt) / 1000;
    const status = response.statusCode;
    const level = QUIET.test(path) ? 'debug' : 'info';
    if (!log.isLevelEnabled(level)) return;
    const principal = principalOf(request);
    const isCutOff = !response.writableFinished;
    const ids = { traceId, ...(principal && { orgId: principal.orgId, keyId: principal.keyId }) };
    log[level]({ method, path, status, ms: Math.round(seconds * 1000), ...ids, ...(isCutOff && { isCutOff }) }, 'request');
  });
  answering(response, next);
}

/** The instrumentation of `http` ends its span with the answer, and asks then how the route is called. */
function nameByRoute(request: Request, response: Response): void {
  const rpc = context.active().getValue(RPC_METADATA) as { route?: string } | undefined;
  if (!rpc) return;
  response.prependOnceListener('close', () => void (rpc.route = routeOf(request)));
}

/** The pattern, not the path: metrics must not grow with what callers send. */
function routeOf(request: Request): string {
  const route = (request as { route?: { path?: unknown } }).route?.path;
  return typeof route === 'string' ? route : 'none';
}
