import { type Environment, readSettings, WholeNumber } from '#platform';

/** Settings of batches. */
export class BatchesConfig {
  /** How often a scheduler looks whether batches that wait for room may go on. */
  @WholeNumber('KADR_BATCH_LOOK_MS', 50, 3_600_000)
  readonly lookMs: number = 5_000;

  /** How long the rows of a batch are kept that has ended. Its videos stay. */
  @WholeNumber('KADR_BATCH_DAYS', 1, 3_650)
  readonly keptDays: number = 90;
}

/** @throws WrongSettings */
export const batchesConfig = (env: Environment = process.env): BatchesConfig => readSettings(BatchesConfig, env);
