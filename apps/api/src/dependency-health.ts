import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StorageWatch } from '#assets';
import { Eventing } from '#eventing';
import { DiskSpace, HealthRegistry, installationConfig } from '#platform';
import { TaskRuntime } from '#tasks';

/** Whose only work is to carry out tasks. */
const onlyWorks = (roles: ReadonlySet<string>): boolean => !roles.has('api') && (roles.has('worker') || roles.has('renderer'));

/**
 * Tells /health/ready of Redis, NATS, the disk and the storage of objects. The API accepts work without any of them, and a full disk is
 * emptied through it; a process that only carries out tasks gets none without Redis, and can finish none without room for files. A storage
 * that has never taken anything is a wrong setting: then nobody is ready, and a roll-out stops. Nobody needs NATS: without it news is found
 * by polling, a little later.
 */
@Injectable()
export class DependencyHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly tasks: TaskRuntime,
    private readonly eventing: Eventing,
    private readonly storage: StorageWatch,
  ) {}

  onModuleInit(): void {
    this.health.register({
      name: 'redis',
      isRequiredFor: onlyWorks,
      remedy:
        'Redis does not answer. See that it runs and is reached at REDIS_URL from here; tasks wait in Postgres and are announced again.',
      check: async () => {
        const state = await this.tasks.health();
        return state.isUp ? { isUp: true } : { isUp: false, details: { message: state.reason } };
      },
    });
    const { workDir, diskFullPercent } = installationConfig();
    const disk = new DiskSpace(workDir, diskFullPercent);
    this.health.register({
      name: 'disk',
      isRequiredFor: onlyWorks,
      remedy:
        `the disk of KADR_DATA_DIR is ${diskFullPercent} % full (KADR_DISK_FULL_PERCENT). Make room or make it larger: films that are kept on it ` +
        'are removed by deleting videos; tasks wait, use up no attempt, and go on by themselves.',
      check: async () => ((await disk.isFull()) ? { isUp: false, details: { message: 'nearly full' } } : { isUp: true }),
    });
    this.health.register({
      name: 'storage',
      isRequiredFor: (roles) => onlyWorks(roles) || (!this.storage.hasWorked && (roles.has('api') || roles.has('worker'))),
      remedy:
        'the storage of objects refuses. See KADR_STORAGE_URL and its keys, that the bucket is there, and that they may list, read, write and ' +
        'delete in it; tasks wait, use up no attempt, and go on by themselves.',
      check: async () => {
        const refusal = await this.storage.refusal();
        return refusal === null ? { isUp: true } : { isUp: false, details: { message: refusal } };
      },
    });
    if (this.eventing.isNatsUp === null) return;
    this.health.register({
      name: 'nats',
      isRequiredFor: () => false,
      remedy:
        'NATS is not connected. See that it runs and is reached at NATS_URL from here; until then news is found by polling, a little later.',
      check: async () => (this.eventing.isNatsUp ? { isUp: true } : { isUp: false, details: { message: 'not connected' } }),
    });
  }
}
