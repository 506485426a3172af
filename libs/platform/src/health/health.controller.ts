import { Controller, Get, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { type Response } from 'express';
import { Public } from '../http/principal.js';
import { ROLES } from '../roles.js';
import { Shutdown } from '../shutdown/shutdown.js';
import { type HealthCheck, HealthRegistry } from './health-registry.js';

const CHECK_PATIENCE_MS = 2000;
/** Probes of several observers share one look. */
const CACHE_MS = 250;

type Body = Pick<HealthCheckResult, 'info' | 'error' | 'details'> & { status: 'ok' | 'error' };

/** `live`: the event loop turns. `startup`: it listens, so it has started. `ready`: this process can do what its roles are for. */
@ApiExcludeController()
@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly registry: HealthRegistry,
    private readonly shutdown: Shutdown,
    @Inject(ROLES) private readonly roles: ReadonlySet<string>,
  ) {}

  @Get('live')
  live(): Body {
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  @Get('startup')
  startup(): Body {
    return this.live();
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<Body> {
    const result = await this.look();
    const isReady = !this.shutdown.isUnderWay && result.status !== 'error';
    response.status(isReady ? 200 : 503).setHeader('Cache-Control', 'no-store');
    if (isReady) return asContract(result);
    const body = asContract(result);
    return this.shutdown.isUnderWay
      ? { ...body, status: 'error', details: { ...body.details, process: { status: 'down', message: 'stopping' } } }
      : body;
  }

  private async look(): Promise<HealthCheckResult> {
    const checks = this.registry.checks.map((check) => () => this.indicate(check));
    try {
      return await this.health.check(checks);
    } catch (error) {
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  private async indicate(check: HealthCheck) {
    const result = await this.indicators
      .check(check.name)
      .attempt(async () => {
        const { isUp, details } = await check.check();
        if (!isUp) throw new NotUp(details);
        return { ...details };
      })
      .withTimeout(CHECK_PATIENCE_MS)
      .cacheFor(CACHE_MS);
    const state = result[check.name];
    if (state?.status !== 'down' || check.isRequiredFor(this.roles)) return result;
    return this.indicators.check(check.name).degraded({ message: state['message'] ?? 'down' });
  }
}

class NotUp extends Error {
  constructor(details: Readonly<Record<string, unknown>> | undefined) {
    super(typeof details?.['message'] === 'string' ? details['message'] : 'down');
  }
}

/** The contract knows up and down: what is down but not needed by these roles is told in `details` only. */
function asContract({ status, info = {}, error = {}, details }: HealthCheckResult): Body {
  const told = Object.entries(details).map(([name, { status: state, ...rest }]) => [
    name,
    state === 'degraded' ? { status: 'down', isRequired: false, ...rest } : { status: state, ...rest },
  ]);
  const up = Object.fromEntries(Object.entries(info).filter(([, state]) => state?.status === 'up')) as Body['info'];
  return { status: status === 'error' ? 'error' : 'ok', info: up, error, details: Object.fromEntries(told) as Body['details'] };
}
