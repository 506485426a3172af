import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { Refusal } from '../problems/refusal.js';
import { Clock } from '../time/clock.js';
import { HttpConfig } from './http.config.js';
import { callerIdOf, type Principal, principalOf } from './principal.js';

const WINDOW_MS = 60_000;
/** Windows remembered by name that began within the same minute; callers beyond them share some. */
const MAX_WINDOWS = 50_000;
const SHARED_WINDOWS = 1024;

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

/**
 * Counts calls per key and minute, in this process: several processes allow several times as much. Never holds more than twice
 * `maxWindows`, and never looks through them: windows live in the generation in which they began, and a generation is dropped as a whole
 * when the last of its windows is over.
 */
@Injectable()
export class RateLimiter {
  private young = new Map<string, Window>();
  private old = new Map<string, Window>();
  private turnsAtMs = 0;

  constructor(
    private readonly clock: Clock,
    @Optional() private readonly maxWindows: number = MAX_WINDOWS,
  ) {}

  take(key: string, limit: number): Allowance {
    const now = this.clock.nowMs();
    const window = this.windowOf(key, now) ?? this.begin(key, now);
    const isAllowed = window.used < limit;
    if (isAllowed) window.used += 1;
    return allowanceOf(window, limit, isAllowed, now);
  }

  /** As `take` would answer, without taking. */
  look(key: string, limit: number): Allowance {
    const now = this.clock.nowMs();
    const window = this.windowOf(key, now) ?? { endsAtMs: now + WINDOW_MS, used: 0 };
    return allowanceOf(window, limit, window.used < limit, now);
  }

  /** For a call that turned out not to count. */
  giveBack(key: string): void {
    const window = this.windowOf(key, this.clock.nowMs());
    if (window && window.used > 0) window.used -= 1;
  }

  /** How many windows are remembered. */
  get size(): number {
    return this.young.size + this.old.size;
  }

  private windowOf(key: string, now: number): Window | null {
    if (now >= this.turnsAtMs) this.turn(now);
    const known = this.young.get(key) ?? this.old.get(key) ?? this.young.get(sharedOf(key));
    return known && known.endsAtMs > now ? known : null;
  }

  private turn(now: number): void {
    // Nobody came for a whole generation: what is young has ended as well.
    this.old = now >= this.turnsAtMs + WINDOW_MS ? new Map() : this.young;
    this.young = new Map();
    this.turnsAtMs = now + WINDOW_MS;
  }

  private begin(key: string, now: number): Window {
    const window = { endsAtMs: now + WINDOW_MS, used: 0 };
    this.young.set(this.young.size < this.maxWindows - SHARED_WINDOWS ? key : sharedOf(key), window);
    return window;
  }
}

const allowanceOf = ({ endsAtMs, used }: Window, limit: number, isAllowed: boolean, now: number): Allowance => ({
  isAllowed,
  limit,
  remaining: Math.max(0, limit - used),
  resetSeconds: Math.max(1, Math.ceil((endsAtMs - now) / 1000)),
});

function sharedOf(key: string): string {
  let hash = 0;
  for (let at = 0; at < key.length; at += 1) hash = (hash * 31 + key.charCodeAt(at)) >>> 0;
  return `shared:${hash % SHARED_WINDOWS}`;
}

/** How many calls an organisation's plan allows each of its keys within a minute. Asked before every request: to be remembered for seconds. */
export abstract class CallLimits {
  /** Null: the plan says nothing. */
  abstract perMinute(orgId: string): Promise<number | null>;
}

/**
 * 429 for a key that has used up its minute, and for an organisation all of whose keys together have: more keys are not more calls without
 * end. Runs after authentication; public routes are counted by address, before.
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
  private async take(principal: Principal): Promise<Allowance> {
    const { orgId } = principal;
    const limit = (await this.limits?.perMinute(orgId)) ?? this.config.rateLimitPerMinute;
    const ofKey = this.limiter.take(callerIdOf(principal), limit);
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
