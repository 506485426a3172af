import { type Environment, WrongSettings } from '../config/settings.js';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** `KADR_LOG_LEVEL`, default `info`; under `NODE_ENV=test` nothing is said unless it is asked for. @throws WrongSettings */
export function logLevel(env: Environment = process.env): LogLevel {
  const text = env['KADR_LOG_LEVEL'] || (env['NODE_ENV'] === 'test' ? 'silent' : 'info');
  const level = LEVELS.find((known) => known === text);
  if (!level) throw new WrongSettings([`KADR_LOG_LEVEL is "${text}": it must be one of ${LEVELS.join(', ')}`]);
  return level;
}
