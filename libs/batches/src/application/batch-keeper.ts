import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventStore, UnitOfWork } from '#eventing';
import { DomainError } from '#eventing/domain';
import { Quota } from '#billing';
import { type VideoOrder, Videos } from '#jobs';
import { Clock, PeriodicLeader, type Role, ROLES, SessionLocks } from '#platform';
import { BatchesConfig } from '../batches.config.js';
import { ResumeBatch } from '../domain/batch.commands.js';
import { batch } from '../domain/batch.decider.js';
import { isThere } from '../domain/batch.state.js';
import { columnsIn, compose } from '../domain/compose.js';
import { Batches } from './batches.service.js';
import { SeriesService } from '../series/application/series.service.js';
import { BatchTable, type OrderOfItem } from './batch-table.js';
import { refusalIn } from './refusals.js';

const AT_ONCE = 100;
const DAY_MS = 86_400_000;
const BY = 'system';

/** Resumes what waits for room as soon as there is some, and forgets what ended long ago; in one process at a time. */
@Injectable()
export class BatchKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leader: PeriodicLeader;

  constructor(
    private readonly table: BatchTable,
    private readonly batches: Batches,
    private readonly videos: Videos,
    private readonly series: SeriesService,
    private readonly quota: Quota,
    private readonly store: EventStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly config: BatchesConfig,
    locks: SessionLocks,
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
  ) {
    this.leader = new PeriodicLeader({ name: 'batches.keep', intervalMs: config.lookMs, run: () => this.turn() }, locks);
  }

  onApplicationBootstrap(): void {
    if (this.roles.has('scheduler')) this.leader.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.leader.stop();
  }

  private async turn(): Promise<void> {
    for (let after: string | null = ''; after !== null;) {
      const page = await this.table.withoutRoom(after, AT_ONCE);
      for (const { id, orgId, resumeAt } of page) {
        const isDue = resumeAt === null || Date.parse(resumeAt) <= this.clock.nowMs();
        if (isDue && (await this.hasRoom(orgId, id))) await this.resume(orgId, id);
      }
      after = page.length < AT_ONCE ? null : (page.at(-1)?.id ?? null);
    }
    await this.forgetOld();
  }

  /** For the item that is next; one that would be refused for another reason is let try, and fails. */
  private async hasRoom(orgId: string, batchId: string): Promise<boolean> {
    const { state } = await this.store.load(batch, batchId);
    const next = isThere(state) ? state.items.findIndex(({ status }) => status === 'pending') : -1;
    const order = next < 0 ? null : await this.table.orderOf(batchId, next);
    if (!order) return true;
    try {
      const { quantities } = await this.videos.quote({ orgId, actor: order.actor }, await this.orderOf(orgId, order));
      return (await this.quota.refusals(orgId, quantities)).length === 0;
    } catch (error) {
      if (!refusalIn(error)) throw error;
      return true;
    }
  }

  private async orderOf(orgId: string, { seriesId, defaults, given }: OrderOfItem): Promise<VideoOrder> {
    if (seriesId !== null) return this.series.nextOrder(orgId, seriesId);
    return compose(defaults, given, columnsIn(defaults)).order as VideoOrder;
  }

  private async resume(orgId: string, batchId: string): Promise<void> {
    const command = new ResumeBatch({ batchId, after: 'quota_exceeded' }, this.clock.now());
    await this.unitOfWork.decide(batch, batchId, command, { orgId, actor: BY }).catch(unlessRefused);
  }

  private async forgetOld(): Promise<void> {
    const before = new Date(this.clock.nowMs() - this.config.keptDays * DAY_MS).toISOString();
    for (const { id, orgId } of await this.table.endedBefore(before, AT_ONCE)) {
      await this.batches.delete({ orgId, actor: BY }, id).catch(unlessRefused);
    }
  }
}

/** Somebody was there first, or its last videos have not ended. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}
