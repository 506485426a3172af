import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { Clock, Database } from '#platform';
import { noticeAfterMs } from '../domain/retry-schedule.js';
import { NoticeFailing } from '../domain/webhook-endpoint.commands.js';
import { webhookEndpoint } from '../domain/webhook-endpoint.decider.js';
import { UnknownEndpoint } from '../domain/webhook-endpoint.errors.js';
import { WEBHOOKS_CONFIG, type WebhooksConfig } from '../webhooks.config.js';
import { lockLane } from './endpoint-work.js';

const AT_ONCE = 100;

/** Says of endpoints that have been failing for an hour that they do, so that somebody tells their owner while they are still tried. */
@Injectable()
export class OwnerNotices {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(WEBHOOKS_CONFIG) private readonly config: WebhooksConfig,
  ) {}

  /** Once for each time that an endpoint begins to fail. @returns endpoints of which it was said now */
  async send(): Promise<number> {
    const lanes = await this.database.query<{ endpoint_id: string; org_id: string }>(
      `SELECT endpoint_id, org_id FROM webhooks.lanes
        WHERE failing_since < now() - $1::bigint * interval '1 ms' AND failures >= 2 AND NOT is_noticed ORDER BY failing_since LIMIT $2`,
      [Math.round(noticeAfterMs(this.config)), AT_ONCE],
    );
    for (const { endpoint_id: endpointId, org_id: orgId } of lanes) await this.notice(orgId, endpointId);
    return lanes.length;
  }

  private notice(orgId: string, endpointId: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      if (!(await lockLane(tx, endpointId))) return;
      const [lane] = await tx.query<{ failing_since: Date }>(
        `UPDATE webhooks.lanes SET is_noticed = true WHERE endpoint_id = $1 AND failing_since IS NOT NULL AND NOT is_noticed RETURNING failing_since`,
        [endpointId],
      );
      if (!lane) return;
      const command = new NoticeFailing({ endpointId, failingSince: lane.failing_since.toISOString() }, this.clock.now());
      try {
        await tx.decide(webhookEndpoint, endpointId, command, { orgId, actor: 'system' });
      } catch (error) {
        if (!(error instanceof UnknownEndpoint)) throw error;
      }
    });
  }
}
