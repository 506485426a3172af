import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { Refusal } from '../problems/refusal.js';
import { Clock } from '../time/clock.js';
import { HttpConfig } from './http.config.js';
import { type Principal, principalOf } from './principal.js';

const WINDOW_MS = 60_000;
/** Above this many windows those that have ended are thrown out. */
const SWEEP_AT = 10_000;

interface Window {
  endsAtMs: number;
  used: number;
}

export interface Allowance {
  readonly isAllowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the whole allowance is back, at least 1. */
  readonly resetSeconds: number;
}

/** Counts calls per key and minute, in this process: several processes allow several times as much. */
@Injectable()
export class RateLimiter {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly clock: Clock) {}

  take(key: string, limit: number): Allowance {
    const now = this.clock.nowMs();
    const known = this.windows.get(key);
    const window = known && known.endsAtMs > now ? known : { endsAtMs: now + WINDOW_MS, used: 0 };
    if (window !== known) this.remember(key, window, now);
    const isAllowed = window.used < limit;
    if (isAllowed) window.used += 1;
    return { isAllowed, limit, remaining: limit - window.used, resetSeconds: Math.max(1, Math.ceil((window.endsAtMs - now) / 1000)) };
  }

  private remember(key: string, window: Window, now: number): void {
    if (this.windows.size >= SWEEP_AT) for (const [old, { endsAtMs }] of this.windows) if (endsAtMs <= now) this.windows.delete(old);
    this.windows.set(key, window);
  }
}

/** How many calls an organisation's plan allows each of its keys within a minute. Asked before every request: to be remembered for seconds. */
export abstract class CallLimits {
  /** Null: the plan says nothing. */
  abstract perMinute(orgId: string): Promise<number | null>;
}

/**
 * 429 for a key that has used up its minute, and for an organisation all of whose keys together have: more keys are not more calls without
 * end. Runs after authentication; public routes are not counted.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly config: HttpConfig,
    @Optional() @Inject(CallLimits) private readonly limits: CallLimits | null,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const principal = principalOf(http.getRequest<Request>());
    if (!principal) return true;
    const allowance = await this.take(principal);
    const response = http.getResponse<Response>();
    response.setHeader('RateLimit-Limit', String(allowance.limit));
    response.setHeader('RateLimit-Remaining', String(allowance.remaining));
    response.setHeader('RateLimit-Reset', String(allowance.resetSeconds));
    if (!allowance.isAllowed) throw rateLimited(allowance);
    return true;
  }

  /** @returns the tighter one of both limits, which is what the caller has to go by */
  private async take({ keyId, orgId }: Principal): Promise<Allowance> {
    const limit = (await this.limits?.perMinute(orgId)) ?? this.config.rateLimitPerMinute;
    const ofKey = this.limiter.take(keyId, limit);
    // What its key is refused does not count against the others.
    if (!ofKey.isAllowed) return ofKey;
    const ofAll = this.limiter.take(`organisation:${orgId}`, limit * this.config.rateLimitKeys);
    return !ofAll.isAllowed || ofAll.remaining < ofKey.remaining ? ofAll : ofKey;
  }
}

export const rateLimited = ({ resetSeconds, limit }: Allowance): Refusal =>
  new Refusal('rate-limited', 'rate_limited', `More than ${limit} requests within a minute. Try again in ${resetSeconds} s.`, {
    headers: { 'Retry-After': String(resetSeconds) },
  });
