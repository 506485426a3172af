import { isIP } from 'node:net';
import { applyDecorators } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import { type Environment, Pattern, readSettings, Variable, WholeNumber } from '../config/settings.js';

const PRIVATE_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};

const Networks = (name: string): PropertyDecorator =>
  applyDecorators(
    Variable(name, `addresses or networks (10.0.0.0/8), or ${PRIVATE_NETWORKS.join(', ')}, with commas between`, {
      parse: (text) => text.split(',').map((one) => one.trim()),
    }),
    ValidateBy({
      name: 'networks',
      validator: {
        validate: (value) => Array.isArray(value) && value.every((one: string) => PRIVATE_NETWORKS.includes(one) || isNetwork(one)),
      },
    }),
  );

const isOrigin = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;

const Origins = (name: string): PropertyDecorator =>
  applyDecorators(
    Variable(name, 'origins as browsers write them (https://studio.example.com), with commas between', {
      parse: (text) => text.split(',').map((one) => one.trim()),
    }),
    ValidateBy({ name: 'origins', validator: { validate: (value) => Array.isArray(value) && value.every(isOrigin) } }),
  );

export class HttpConfig {
  /** 0: any free port. */
  @WholeNumber('PORT', 0, 65_535)
  readonly port: number = 3000;

  /** Address to listen on. Null: every one. */
  @Pattern('HOST', /^[\w.:-]{1,255}$/, 'an address or a host name, e.g. 127.0.0.1 or ::', { isOptional: true })
  readonly host: string | null = null;

  /** Where /metrics, /health/startup and /health/ready are served instead of at `port`. Null: at `port`. */
  @WholeNumber('KADR_MANAGEMENT_PORT', 0, 65_535, { isOptional: true })
  readonly managementPort: number | null = null;

  /** Proxies whose X-Forwarded-For is believed. */
  @Networks('KADR_TRUSTED_PROXIES')
  readonly trustedProxies: readonly string[] = [];

  /** Origins whose pages may read media and event streams. */
  @Origins('KADR_CORS_ORIGINS')
  readonly corsOrigins: readonly string[] = [];

  /** Requests a minute and address to routes that need no key, in each process. */
  @WholeNumber('KADR_PUBLIC_RATE_LIMIT_PER_MINUTE', 1, 10_000_000)
  readonly publicRateLimitPerMinute: number = 1200;

  /** Event streams open at once in this process: of one key, of one organisation, in all. */
  @WholeNumber('KADR_STREAMS_PER_KEY', 1, 100_000)
  readonly streamsPerKey: number = 500;

  @WholeNumber('KADR_STREAMS_PER_ORGANISATION', 1, 100_000)
  readonly streamsPerOrganisation: number = 1000;

  @WholeNumber('KADR_STREAMS_PER_PROCESS', 1, 100_000)
  readonly streamsPerProcess: number = 2000;

  /** Mean delay of the event loop, in milliseconds, from which no new work is taken. 0: never. */
  @WholeNumber('KADR_OVERLOAD_DELAY_MS', 0, 60_000)
  readonly overloadDelayMs: number = 400;

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
