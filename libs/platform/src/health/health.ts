import { Inject, Injectable, ServiceUnavailableException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type HealthCheckResult, HealthCheckService, type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { type Server } from 'node:http';
import { ROLES } from '../roles.js';
import { Shutdown } from '../shutdown/shutdown.js';
import { HealthLog } from './health-log.js';
import { type HealthCheck, HealthRegistry } from './health-registry.js';

const CHECK_PATIENCE_MS = 2000;
/** Probes of several observers share one look. By a clock that is never set back, unlike that of terminus' own cache. */
const CACHE_MS = 250;

export type HealthBody = Pick<HealthCheckResult, 'info' | 'error' | 'details'> & { status: 'ok' | 'error' };

export interface HealthAnswer {
  /** 200 or 503. */
  readonly status: number;
  readonly body: HealthBody;
}

export const WELL: HealthBody = { status: 'ok', info: {}, error: {}, details: {} };

/** 503: the process is not there yet, or going. */
export const processDown = (message: string, rest: HealthBody = WELL): HealthAnswer => {
  const process = { status: 'down' as const, message };
  return { status: 503, body: { ...rest, status: 'error', error: { ...rest.error, process }, details: { ...rest.details, process } } };
};

/** `live`: the event loop turns. `startup`: it listens, so it has started. `ready`: this process can do what its roles are for. */
@Injectable()
export class Health {
  private readonly log = new HealthLog();
  private readonly looks = new Map<string, { readonly at: number; readonly result: Promise<HealthIndicatorResult> }>();

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly registry: HealthRegistry,
    private readonly shutdown: Shutdown,
    private readonly adapter: HttpAdapterHost,
    @Inject(ROLES) private readonly roles: ReadonlySet<string>,
  ) {}

  /** Never anything but 200: whoever hears nothing knows that the event loop is stuck. */
  live(): HealthAnswer {
    return { status: 200, body: WELL };
  }

  startup(): HealthAnswer {
    return this.hasStarted ? this.live() : processDown('starting');
  }

  async ready(): Promise<HealthAnswer> {
    const result = await this.look();
    const body = asContract(result);
    if (this.shutdown.isUnderWay) return processDown('stopping', body);
    if (!this.hasStarted) return processDown('starting', body);
    return { status: body.status === 'ok' ? 200 : 503, body };
  }

  private get hasStarted(): boolean {
    const server = this.adapter.httpAdapter?.getHttpServer() as Server | undefined;
    return Boolean(server?.listening) || this.shutdown.isUnderWay;
  }

  private async look(): Promise<HealthCheckResult> {
    const checks = this.registry.checks.map((check) => () => this.lookAt(check));
    try {
      return await this.health.check(checks);
    } catch (error) {
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  private lookAt(check: HealthCheck): Promise<HealthIndicatorResult> {
    const at = performance.now();
    const before = this.looks.get(check.name);
    if (before && at - before.at < CACHE_MS) return before.result;
    const result = this.indicate(check);
    this.looks.set(check.name, { at, result });
    return result;
  }

  private async indicate(check: HealthCheck): Promise<HealthIndicatorResult> {
    const result = await this.indicators
      .check(check.name)
      .attempt(async () => {
        const { isUp, details } = await check.check();
        if (!isUp) throw new NotUp(details);
        return { ...details };
      })
      .withTimeout(CHECK_PATIENCE_MS);
    const state = result[check.name];
    const isDown = state?.status === 'down';
    const isRequired = check.isRequiredFor(this.roles);
    // Whoever stops closes what it depends on.
    if (!this.shutdown.isUnderWay) this.log.note(check, isDown ? String(state['message'] ?? 'down') : null, isRequired);
    if (!isDown || isRequired) return result;
    return this.indicators.check(check.name).degraded({ message: state['message'] ?? 'down' });
  }
}

class NotUp extends Error {
  constructor(details: Readonly<Record<string, unknown>> | undefined) {
    super(typeof details?.['message'] === 'string' ? details['message'] : 'down');
  }
}

/** The contract knows up and down: what is down but not needed by these roles is told in `details` only. */
function asContract({ status, info = {}, error = {}, details }: HealthCheckResult): HealthBody {
  const told = Object.entries(details).map(([name, { status: state, ...rest }]) => [
    name,
    state === 'degraded' ? { status: 'down', isRequired: false, ...rest } : { status: state, ...rest },
  ]);
  const up = Object.fromEntries(Object.entries(info).filter(([, state]) => state?.status === 'up')) as HealthBody['info'];
  return { status: status === 'error' ? 'error' : 'ok', info: up, error, details: Object.fromEntries(told) as HealthBody['details'] };
}
