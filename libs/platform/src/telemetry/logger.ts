import { trace } from '@opentelemetry/api';
import { type Logger, pino } from 'pino';
import { logLevel } from './logging.config.js';

/** Members that must never be written, wherever they turn up. */
const SECRETS = ['authorization', 'apiKey', 'api_key', 'key.secret', 'password', 'secret', 'token', 'cookie', 'databaseUrl'];

const root = pino({
  level: logLevel(),
  base: { service: 'kadr' },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  mixin() {
    const span = trace.getActiveSpan()?.spanContext();
    return span ? { traceId: span.traceId, spanId: span.spanId } : {};
  },
});

/** A logger for one part of the program. Ids go into fields, the sentence says what happened and what happens next. */
export const logger = (name: string): Logger => root.child({ name });
