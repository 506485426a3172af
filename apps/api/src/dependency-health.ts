import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Eventing } from '#eventing';
import { HealthRegistry } from '#platform';
import { TaskRuntime } from '#tasks';

/**
 * Tells /health/ready of NATS and Redis. The API accepts work without either; a process that only carries out tasks gets none without
 * Redis. Nobody needs NATS: without it news is found by polling, a little later.
 */
@Injectable()
export class DependencyHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly tasks: TaskRuntime,
    private readonly eventing: Eventing,
  ) {}

  onModuleInit(): void {
    this.health.register({
      name: 'redis',
      isRequiredFor: (roles) => !roles.has('api') && (roles.has('worker') || roles.has('renderer')),
      check: async () => {
        const state = await this.tasks.health();
        return state.isUp ? { isUp: true } : { isUp: false, details: { message: state.reason } };
      },
    });
    if (this.eventing.isNatsUp === null) return;
    this.health.register({
      name: 'nats',
      isRequiredFor: () => false,
      check: async () => (this.eventing.isNatsUp ? { isUp: true } : { isUp: false, details: { message: 'not connected' } }),
    });
  }
}
