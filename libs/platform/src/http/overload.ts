import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type NextFunction, type Request, type Response } from 'express';
import { sendProblem } from '../problems/problem.filter.js';
import { Refusal } from '../problems/refusal.js';
import { observableGauge } from '../telemetry/metrics.js';
import { HttpConfig } from './http.config.js';

const SAMPLE_MS = 100;
/** Of each sample in the mean: about the last second counts, and one long block alone is no overload. */
const WEIGHT = 0.15;
const RETRY_AFTER_SECONDS = 5;
/** What gives new work to do. Callbacks finish what has begun. */
const ADMITS = new Set(['POST', 'PUT', 'PATCH']);
const NEVER_SHED = /^\/(health|metrics|webhooks)(\/|$)/;

/** Mean delay of the event loop: every answer waits for several of its turns. */
export class LoopDelay {
  private meanMs = 0;

  /** @param lateMs how much later than due a timer was called */
  sample(lateMs: number): void {
    this.meanMs += WEIGHT * (Math.max(0, lateMs) - this.meanMs);
  }

  get ms(): number {
    return this.meanMs;
  }
}

/** Refuses new work with 503 before answers take seconds, so that what is under way is finished. Reads and health go on. */
@Injectable()
export class Overload implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly delay = new LoopDelay();
  private timer: NodeJS.Timeout | undefined;
  private stopGauge: () => void = () => undefined;

  constructor(private readonly config: HttpConfig) {}

  get isOverloaded(): boolean {
    return this.config.overloadDelayMs > 0 && this.delay.ms >= this.config.overloadDelayMs;
  }

  onApplicationBootstrap(): void {
    let dueAtMs = performance.now() + SAMPLE_MS;
    this.timer = setInterval(() => {
      const now = performance.now();
      this.delay.sample(now - dueAtMs);
      dueAtMs = now + SAMPLE_MS;
    }, SAMPLE_MS).unref();
    this.stopGauge = observableGauge(
      'kadr_event_loop_delay',
      { description: 'Mean delay of the event loop, that load is shed by', unit: 'ms' },
      (result) => result.observe(this.delay.ms),
    );
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.stopGauge();
  }

  /** To be used before everything that costs something. */
  readonly shed = (request: Request, response: Response, next: NextFunction): void => {
    if (!this.isOverloaded || !ADMITS.has(request.method) || NEVER_SHED.test(request.path)) return next();
    sendProblem(overloaded(), request, response);
  };
}

const overloaded = (): Refusal =>
  new Refusal('unavailable', 'unavailable', 'This process has more to do than it can. Try again soon.', {
    headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
  });
