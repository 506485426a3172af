import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type Role, ROLES } from '../roles.js';
import { Shutdown } from '../shutdown/shutdown.js';
import { observableGauge } from './metrics.js';
import { releaseConfig } from './release.config.js';

/** Which release this process is of and what it does, and whether it is going. */
@Injectable()
export class ProcessInfo implements OnModuleInit, OnApplicationShutdown {
  private stops: readonly (() => void)[] = [];

  constructor(
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    private readonly shutdown: Shutdown,
  ) {}

  onModuleInit(): void {
    const { version, commit } = releaseConfig();
    const labels = { version, commit, roles: [...this.roles].sort().join(',') };
    this.stops = [
      observableGauge('kadr_build_info', { description: 'Always 1: release and roles of this process' }, (result) =>
        result.observe(1, labels),
      ),
      observableGauge('kadr_stopping', { description: '1 while this process stops' }, (result) => {
        result.observe(this.shutdown.isUnderWay ? 1 : 0);
      }),
    ];
  }

  onApplicationShutdown(): void {
    for (const stop of this.stops) stop();
  }
}
