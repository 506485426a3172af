import { type LoggerService } from '@nestjs/common';
import { logger } from './logger.js';

/** Nest's own messages, in the same form as ours. The last word is their context. */
export class NestLogger implements LoggerService {
  private readonly out = logger('nest');

  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  private write(level: 'trace' | 'debug' | 'warn' | 'error', message: unknown, rest: readonly unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
    if (message instanceof Error) this.out[level]({ err: message, context }, message.message);
    else this.out[level]({ context, ...(rest.length > 1 && { more: rest.slice(0, -1) }) }, String(message));
  }
}
