import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { logger } from '../telemetry/logger.js';
import { Clock } from '../time/clock.js';
import { networkOf } from './addresses.js';
import { HttpConfig } from './http.config.js';
import { type Allowance, rateLimited, RateLimiter } from './rate-limit.js';

/** Wrong keys from one address within a minute, after which unknown keys from there are refused for the rest of it. */
const GUESSES_PER_MINUTE = 100;
/** Unknown keys from there that are looked up all the same: whoever shares the address with somebody who guesses may have a good one. */
const SECOND_LOOKS_PER_MINUTE = 20;
/** Made-up addresses of pages that work without a key. Pages that are there may be opened as often as scanners of mail like. */
const UNKNOWN_PAGES_PER_MINUTE = 30;
const log = logger('http');

/** How much strangers may ask for, by address. In this process, and apart from the windows of keys, which strangers must not crowd. */
@Injectable()
export class AddressLimits {
  private readonly limiter: RateLimiter;
  private hasWarned = false;

  constructor(
    clock: Clock,
    private readonly config: HttpConfig,
  ) {
    this.limiter = new RateLimiter(clock);
  }

  /** Counts a request to a route that is open to everybody. Callbacks that are taken do not count. @throws Refusal `rate_limited` */
  takePublic(request: Request, response: Response): void {
    this.warnOfProxies(request);
    const name = `public:${networkOf(request.ip)}`;
    const allowance = this.limiter.take(name, this.config.publicRateLimitPerMinute);
    if (!allowance.isAllowed) throw rateLimited(allowance);
    if (request.method !== 'POST') return;
    response.once('finish', () => {
      if (response.statusCode < 300) this.limiter.giveBack(name);
    });
  }

  /** Whether keys from there are still looked up. */
  guesses(request: Request): Allowance {
    return this.limiter.look(guessesOf(request), GUESSES_PER_MINUTE);
  }

  /** Counts a look at an unknown key from where there were too many guesses. @returns whether it may be looked up */
  secondLook(request: Request): boolean {
    return this.limiter.take(`looks:${networkOf(request.ip)}`, SECOND_LOOKS_PER_MINUTE).isAllowed;
  }

  /** Counts an address of a page that nobody has handed out. @throws Refusal `rate_limited` */
  unknownPage(request: Request): void {
    this.warnOfProxies(request);
    const allowance = this.limiter.take(`pages:${networkOf(request.ip)}`, UNKNOWN_PAGES_PER_MINUTE);
    if (!allowance.isAllowed) throw rateLimited(allowance);
  }

  /** Counts a key that was wrong. */
  guessed(request: Request): Allowance {
    this.warnOfProxies(request);
    return this.limiter.take(guessesOf(request), GUESSES_PER_MINUTE);
  }

  /** Behind a proxy that is not trusted everybody has its address. */
  private warnOfProxies({ headers }: Request): void {
    if (this.hasWarned || headers['x-forwarded-for'] === undefined || this.config.trustedProxies.length > 0) return;
    this.hasWarned = true;
    log.warn('requests come through a proxy: until KADR_TRUSTED_PROXIES names it, all its clients share one limit by address');
  }
}

const guessesOf = (request: Request): string => `guesses:${networkOf(request.ip)}`;
