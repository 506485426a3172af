import { trace } from '@opentelemetry/api';
import pino, { type Logger } from 'pino';
import { logLevel } from './logging.config.js';
import { redact, SECRET_MEMBERS } from './redaction.js';

export type { Logger } from 'pino';

let root: Logger | undefined;

/** JSON lines on stdout: `time` (RFC 3339), `level` (number), `name`, `msg`, ids as members, and the trace the line belongs to. */
export function createRootLogger(level: string, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_MEMBERS.flatMap((name) => [name, `*.${name}`, `*.headers.${name}`]), censor: '[redacted]' },
    hooks: { streamWrite: redact },
    mixin: () => {
      const context = trace.getActiveSpan()?.spanContext();
      return context ? { traceId: context.traceId, spanId: context.spanId } : {};
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** A logger whose lines carry `name`. Pass ids as members (`log.info({ videoId }, 'text')`) and errors as `err`. */
export function logger(name: string): Logger {
  root ??= createRootLogger(levelOrInfo());
  return root.child({ name });
}

/** A wrong level is reported with all other wrong settings, not by the first line that is logged. */
function levelOrInfo(): string {
  try {
    return logLevel();
  } catch {
    return 'info';
  }
}
