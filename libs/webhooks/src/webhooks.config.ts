import { ValidateBy } from 'class-validator';
import { type Environment, givenSecretsKey, installationConfig, readSettings, Variable, WholeNumber } from '#platform';
import { RETRY_SECONDS } from './domain/retry-schedule.js';

const MAX_WAIT_SECONDS = 7 * 86_400;

/** @returns the waits; null: what was written is none */
const waitsOf = (text: string): readonly number[] | null => {
  const waits = text.split(',').map((part) => Number(part.trim()));
  return waits.length <= 50 && waits.every((wait) => wait > 0 && wait <= MAX_WAIT_SECONDS) ? waits : null;
};

class WebhooksSettings {
  @Variable('KADR_WEBHOOK_RETRY_SECONDS', 'waits in seconds, separated by commas: 5,300,1800', { parse: waitsOf })
  @ValidateBy({ name: 'waits', validator: { validate: (value) => value !== null } })
  readonly retrySeconds: readonly number[] = RETRY_SECONDS;

  @WholeNumber('KADR_WEBHOOK_CONCURRENCY', 4, 1000)
  readonly concurrency: number = 64;

  @WholeNumber('KADR_WEBHOOK_TIMEOUT_MS', 100, 60_000)
  readonly timeoutMs: number = 15_000;

  @WholeNumber('KADR_WEBHOOK_DISABLE_AFTER_SECONDS', 1, 30 * 86_400, { isOptional: true })
  readonly disableAfterSeconds: number | null = null;

  @WholeNumber('KADR_WEBHOOK_LOG_DAYS', 1, 3650)
  readonly logDays: number = 30;

  @WholeNumber('KADR_ANNOUNCEMENT_DAYS', 1, 3650)
  readonly announcementDays: number = 90;
}

export interface WebhooksConfig extends WebhooksSettings {
  /** Null: the file in `runDir` holds it. */
  readonly secretsKey: Buffer | null;
  readonly runDir: string;
}

/** Injection token. */
export const WEBHOOKS_CONFIG = Symbol('webhooks config');

/** @throws WrongSettings */
export const webhooksConfig = (env: Environment = process.env): WebhooksConfig => ({
  ...readSettings(WebhooksSettings, env),
  secretsKey: givenSecretsKey(env),
  runDir: installationConfig(env).runDir,
});
