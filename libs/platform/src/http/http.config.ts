import { type Environment, readSettings, WholeNumber } from '../config/settings.js';

export class HttpConfig {
  /** 0: any free port. */
  @WholeNumber('PORT', 0, 65_535)
  readonly port: number = 3000;

  /** Requests a minute and API key, in each process, where the organisation's plan says nothing. */
  @WholeNumber('KADR_RATE_LIMIT_PER_MINUTE', 1, 10_000_000)
  readonly rateLimitPerMinute: number = 600;

  /** All keys of an organisation together may make as many requests as so many keys. */
  @WholeNumber('KADR_RATE_LIMIT_KEYS', 1, 10_000)
  readonly rateLimitKeys: number = 5;

  /** How long requests under way may take to end when the process stops. */
  @WholeNumber('KADR_SHUTDOWN_HTTP_MS', 0, 60_000)
  readonly drainMs: number = 10_000;

  /** How long a stopping process still takes requests, so that a balancer learns that it is not ready. */
  @WholeNumber('KADR_SHUTDOWN_DELAY_MS', 0, 60_000)
  readonly shutdownDelayMs: number = 0;
}

/** @throws WrongSettings */
export const httpConfig = (env: Environment = process.env): HttpConfig => readSettings(HttpConfig, env);
