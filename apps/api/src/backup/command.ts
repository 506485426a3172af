import { BackupFault, checkSettings, WrongSettings } from '#platform';
import { SETTINGS } from '../api.config.js';
import { startFailed } from '../start-failed.js';

/** Runs a command to its end and ends the process. @param work gives the exit code */
export async function ended(work: () => Promise<number>): Promise<void> {
  try {
    checkSettings(SETTINGS);
    process.exit(await work());
  } catch (error) {
    if (error instanceof WrongSettings) startFailed(error);
    if (!(error instanceof BackupFault) && !isUsage(error)) startFailed(error);
    console.error((error as Error).message);
    process.exit(1);
  }
}

/** @throws BackupFault that says how it is used */
export function needed(value: string | undefined, usage: string): string {
  if (value === undefined || value === '') throw new BackupFault(`Say where: ${usage}.`);
  return value;
}

const isUsage = (error: unknown): boolean => String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
