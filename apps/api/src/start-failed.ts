import { logger, WrongSettings } from '#platform';

const log = logger('process');

/** Says why, on the last line and without a stack, and ends the process with 1. */
export function startFailed(error: unknown): never {
  if (error instanceof WrongSettings) {
    console.error(['Kadr cannot start with these settings:', ...error.faults.map((fault) => `  - ${fault}`)].join('\n'));
  } else {
    log.fatal({ err: error }, 'the start failed');
    console.error(`Kadr could not start: ${error instanceof Error ? error.message : String(error)}`);
  }
  process.exit(1);
}
