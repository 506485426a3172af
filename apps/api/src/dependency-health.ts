import net from 'node:net';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { eventingConfig } from '#eventing';
import { TaskRuntime } from '#tasks';
import { HealthRegistry, type HealthState } from '#platform';

const NATS_PORT = 4222;
const NATS_PATIENCE_MS = 1500;

/**
 * Tells /health/ready of NATS and Redis. The API accepts work without either; a process that only carries out tasks gets none without
 * Redis. Nobody needs NATS: without it news is found by polling, a little later.
 */
@Injectable()
export class DependencyHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly tasks: TaskRuntime,
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
    const { natsUrl } = eventingConfig();
    if (natsUrl === null) return;
    this.health.register({ name: 'nats', isRequiredFor: () => false, check: () => greeting(natsUrl) });
  }
}

/** A NATS server says `INFO {…}` to whoever connects, before any login. */
function greeting(url: string): Promise<HealthState> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = net.connect({ host: hostname, port: Number(port) || NATS_PORT, timeout: NATS_PATIENCE_MS });
    const answer = (state: HealthState): void => {
      socket.destroy();
      resolve(state);
    };
    socket.once('data', (bytes) => {
      const isNats = bytes.toString('latin1').startsWith('INFO ');
      answer(isNats ? { isUp: true } : { isUp: false, details: { message: 'something else answers there' } });
    });
    socket.once('timeout', () => answer({ isUp: false, details: { message: 'no answer in time' } }));
    socket.once('error', ({ message }) => answer({ isUp: false, details: { message } }));
  });
}
