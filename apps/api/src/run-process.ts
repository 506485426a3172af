import { type INestApplication } from '@nestjs/common';
import { logger, Shutdown } from '#platform';

/** After an error nobody caught, the state of the process is not to be trusted for longer than this. */
const CRASH_WITHIN_MS = 10_000;

const log = logger('process');

/**
 * Ends the process well: on SIGTERM and SIGINT it stops taking work, finishes what is under way and exits 0; after an error nobody
 * caught it does the same and exits 1, so that a supervisor starts a fresh one.
 * @param stopWithinMs what is not finished by then is left as it is
 */
export function runProcess(app: INestApplication, stopWithinMs: number): void {
  let exitCode: number | null = null;
  const stop = (code: number, withinMs: number): void => {
    if (exitCode !== null) {
      exitCode = Math.max(exitCode, code);
      return;
    }
    exitCode = code;
    setTimeout(() => {
      log.error({ withinMs }, 'stopping takes too long; leaving as it is');
      process.exit(1);
    }, withinMs).unref();
    app.get(Shutdown).begin();
    void app
      .close()
      .then(() => telemetryShutdown())
      .catch((error: unknown) => {
        exitCode = 1;
        log.error({ err: error }, 'stopping failed');
      })
      .finally(() => process.exit(Math.max(exitCode ?? 0, Number(process.exitCode ?? 0))));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      stop(0, stopWithinMs);
    });
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, `${event}: stopping, so that a fresh process can take over`);
      stop(1, CRASH_WITHIN_MS);
    });
  }
}

async function telemetryShutdown(): Promise<void> {
  const shutdown = (globalThis as Record<symbol, unknown>)[Symbol.for('kadr.telemetry-shutdown')] as (() => Promise<void>) | undefined;
  await shutdown?.().catch((error: unknown) => log.warn({ err: error }, 'the last telemetry could not be sent'));
}
