import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventStore, type EventTransaction, UnitOfWork } from '#eventing';
import { counter, histogram, logger, type Role, ROLES } from '#platform';
import { WorkflowRuns } from '../../run/application/runs.service.js';
import { someAtATime } from '../../nodes/part-context.js';
import { OwnedRows } from '../../shared/owned-rows.js';
import { WorkflowsConfig } from '../../workflows.config.js';
import { dueTicks, grouped, overlapAction } from '../domain/due-ticks.js';
import { RefuseTick } from '../domain/workflow-schedule.commands.js';
import { type KeptSchedule, workflowSchedule } from '../domain/workflow-schedule.decider.js';
import { jitterMs, nextTickOf, ScheduleBook, skippedTicks } from './schedule-book.js';
import { ScheduleLooks } from './schedule-looks.js';
import { type NewTick, type ScheduleRow, ScheduleTable } from './schedule-table.js';
import { ZoneData } from './zone-data.js';
import { ScheduledRuns, TickTaken } from './scheduled-runs.js';

const AT_ONCE = 200;
/** Schedules of one organisation that are decided about at a time: what is asked and said of them goes into the same statements. */
const SIDE_BY_SIDE = 100;
/** Organisations at a time; each has a connection to the database for some milliseconds. */
const ORGANISATIONS = 8;
const BUFFERED_EVERY_MS = 1_000;
const QUOTA_EVERY_MS = 15 * 60_000;

const log = logger('workflows.ticker');
const SYSTEM = 'system';

/**
 * Decides about ticks that are due, in every process that schedules. Each tick is one transaction that goes on from it only where the
 * schedule stands as it was seen, so two processes, a frozen one that comes back or a clock that is wrong start nothing twice.
 */
@Injectable()
export class Ticker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private isRunning = false;
  private isStopping = false;
  private current: Promise<unknown> = Promise.resolve();
  private readonly decided = counter('kadr_schedule_ticks', { description: 'Ticks of schedules, by what became of them', unit: '{tick}' });
  private readonly lag = histogram('kadr_schedule_lag', {
    ...{ description: 'How late ticks have started their runs', unit: 's', buckets: [0.5, 1, 2, 5, 15, 60, 300, 3600] },
  });

  constructor(
    private readonly table: ScheduleTable,
    private readonly looks: ScheduleLooks,
    private readonly book: ScheduleBook,
    private readonly scheduled: ScheduledRuns,
    private readonly runs: WorkflowRuns,
    private readonly rows: OwnedRows,
    private readonly store: EventStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly zones: ZoneData,
    private readonly config: WorkflowsConfig,
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.roles.has('scheduler')) return;
    this.isRunning = true;
    this.current = this.zones
      .recalculate()
      .catch((error: unknown) => log.warn({ err: error }, 'ticks were not calculated with the present zone data'));
    const turn = (): void => {
      this.current = this.current
        .then(() => this.look())
        .catch((error: unknown) => log.warn({ err: error }, 'schedules could not be looked at; the next turn tries again'))
        .then(() => {
          if (this.isRunning) this.timer = setTimeout(turn, this.config.scheduleTickMs);
        });
    };
    turn();
  }

  async onModuleDestroy(): Promise<void> {
    this.isRunning = false;
    // What is due and was not looked at is looked at by others.
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.current;
  }

  /** One round over all schedules at which something is due. */
  async look(): Promise<void> {
    for (;;) {
      const rows = await this.table.claim(this.config.scheduleClaimSeconds, AT_ONCE);
      // Schedules know nothing of each other, and runs that begin at the same moment are accepted together.
      const ofOne = [...Map.groupBy(rows, ({ orgId }) => orgId).values()];
      await someAtATime(ofOne, ORGANISATIONS, (some) => someAtATime(some, SIDE_BY_SIDE, (row) => this.advance(row)));
      if (rows.length < AT_ONCE || this.isStopping) return;
    }
  }

  private async advance(row: ScheduleRow): Promise<void> {
    const { scheduleId, orgId } = row;
    try {
      // What was taken and not looked at is left to others at once.
      if (!this.isStopping) await this.decide(row);
    } catch (error) {
      if (!(error instanceof TickTaken)) {
        // It stays taken for a while: what is broken now is broken half a second later.
        log.error({ err: error, scheduleId, orgId }, 'a schedule could not be decided about; it is tried again');
        return;
      }
    }
    await this.looks.release(scheduleId);
  }

  private async decide(row: ScheduleRow): Promise<void> {
    const { scheduleId, orgId, workflowId } = row;
    const { state } = await this.store.load(workflowSchedule, scheduleId);
    if (state.status === 'absent' || state.status === 'deleted' || state.status === 'ended') {
      return this.looks.lookAgain(row, null);
    }
    if (!(await this.rows.has('workflows.workflows', orgId, workflowId))) return this.end(row, 'workflow_deleted');
    if (state.status === 'paused') return this.whilePaused(row, state);
    const { maxRuns } = state.rule;
    if (maxRuns !== null && row.runs >= maxRuns) return this.end(row, 'max_runs');
    if (await this.failsAlways(row, state)) {
      return this.unitOfWork.run((tx) => this.book.pause(tx, { orgId, actor: SYSTEM }, scheduleId, 'failures'));
    }
    await this.makeUp(row, state);
    const seen = await this.looks.find(scheduleId);
    if (seen) await this.goOn(seen, state);
  }

  /** What somebody has asked for is made up all the same. */
  private async whilePaused(row: ScheduleRow, state: KeptSchedule): Promise<void> {
    await this.makeUp(row, state);
    const isLeft = (await this.looks.buffered(row.scheduleId)).some(({ batch }) => batch !== '');
    await this.looks.lookAgain((await this.looks.find(row.scheduleId)) ?? row, isLeft ? row.now.getTime() + BUFFERED_EVERY_MS : null);
  }

  /** Everything that is due, tick by tick, and when it is looked at next. */
  private async goOn(row: ScheduleRow, state: KeptSchedule): Promise<void> {
    const { scheduleId } = row;
    const nowMs = row.now.getTime();
    const { rule } = state;
    if (row.nextDueAt === null) {
      const waiting = await this.looks.buffered(scheduleId);
      if (waiting.length === 0) return this.end(row, 'ends_at');
      return this.looks.lookAgain(row, nowMs + BUFFERED_EVERY_MS);
    }
    const next = nextTickOf(rule);
    const due = dueTicks(row.nextDueAt.getTime(), nowMs, {
      ...{ missed: rule.missed, windowMs: rule.catchUpWindowSeconds * 1000, next },
      delayOf: (dueMs) => jitterMs(scheduleId, rule, dueMs),
    });
    let seen = row;
    const isOver = (): boolean => rule.maxRuns !== null && seen.runs >= rule.maxRuns;
    if (due.forgotten) {
      const { fromMs, untilMs } = due.forgotten;
      seen = await this.passOver(seen, state, skippedTicks(fromMs, untilMs, next, 'missed'), next(untilMs));
    }
    for (const group of grouped(due.ticks)) {
      const [first] = group;
      const last = group.at(-1);
      if (!first || !last || isOver()) break;
      const following = next(last.dueMs);
      if (first.action === 'missed') {
        seen = await this.passOver(seen, state, skippedTicks(first.dueMs, last.dueMs, next, 'missed'), following);
      } else seen = await this.decideTick(seen, state, first.dueMs, following);
    }
    await this.lookLater(seen, state);
  }

  /** @returns the row after it. @throws TickTaken */
  private async decideTick(row: ScheduleRow, state: KeptSchedule, dueMs: number, nextMs: number | null): Promise<ScheduleRow> {
    const { overlap } = state.rule;
    const active = overlap === 'allow' ? [] : await this.looks.activeRuns(row.scheduleId);
    const waiting = overlap === 'allow' ? 0 : (await this.looks.buffered(row.scheduleId)).length;
    const action = overlapAction(overlap, active.length, waiting);
    if (action === 'skip') return this.passOver(row, state, [{ dueMs, outcome: 'skipped', reason: 'overlap' }], nextMs);
    if (action === 'buffer') return this.passOver(row, state, [{ dueMs, outcome: 'buffered', reason: 'overlap' }], nextMs);
    if (action === 'cancel') for (const runId of active) await this.cancelled(row.orgId, runId);
    const lookMs = this.lookMs(row, state, nextMs);
    const made = await this.scheduled.start(row, state, { dueMs, batch: '', trigger: 'schedule' }, (tx, { id: runId }) =>
      this.looks.fire(tx, { seen: row, dueMs, runId, nextMs, lookMs }),
    );
    if ('refused' in made) return this.passOver(row, state, [refusedTick(made.refused, state, dueMs, row)], nextMs);
    this.decided.add(1, { outcome: 'fired' });
    this.lag.record(Math.max(0, row.now.getTime() - dueMs - jitterMs(row.scheduleId, state.rule, dueMs)) / 1000);
    return this.seenAgain(row);
  }

  /** Writes down ticks that start nothing, and goes on after them. @throws TickTaken */
  private async passOver(row: ScheduleRow, state: KeptSchedule, ticks: readonly NewTick[], nextMs: number | null): Promise<ScheduleRow> {
    const lookMs = this.lookMs(row, state, nextMs);
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.table.advance(tx, row, { nextMs, lookMs, isRun: false }))) throw new TickTaken();
      await this.table.note(tx, row, ticks);
      await this.told(tx, row, ticks);
    });
    for (const { outcome } of ticks) this.decided.add(1, { outcome });
    return this.seenAgain(row);
  }

  /** Ticks that were refused are told of, in the transaction that writes them down. */
  private async told(tx: EventTransaction, { scheduleId, orgId, now }: ScheduleRow, ticks: readonly NewTick[]): Promise<void> {
    for (const { outcome, dueMs, reason } of ticks) {
      if (outcome !== 'refused' || !reason) continue;
      const command = new RefuseTick({ scheduleId, dueAt: new Date(dueMs).toISOString(), code: reason }, now.toISOString());
      await tx.decide(workflowSchedule, scheduleId, command, { orgId, actor: SYSTEM });
    }
  }

  /** The oldest tick that waits, where nothing is in its way any more. */
  private async makeUp(row: ScheduleRow, state: KeptSchedule): Promise<void> {
    const { scheduleId } = row;
    const nowMs = row.now.getTime();
    const waiting = await this.looks.buffered(scheduleId);
    const [tick] = waiting.filter(
      ({ tryAt, batch }) => (tryAt === null || tryAt.getTime() <= nowMs) && (state.status === 'active' || batch !== ''),
    );
    if (!tick || (await this.looks.activeRuns(scheduleId)).length > 0) return;
    const { nextDueAt } = row;
    const nextMs = nextDueAt?.getTime() ?? null;
    const dueMs = tick.dueAt.getTime();
    const { batch } = tick;
    const trigger = batch === '' ? ('schedule' as const) : ('backfill' as const);
    const made = await this.scheduled.start(row, state, { dueMs, batch, trigger }, async (tx, { id: runId }) => {
      const isOurs = await this.table.advance(tx, row, { nextMs, lookMs: nowMs, isRun: true });
      return isOurs && this.table.settle(tx, scheduleId, tick, { outcome: 'fired', runId });
    });
    if (!('refused' in made)) return void this.decided.add(1, { outcome: 'fired' });
    const { outcome, reason = null, tryMs = null } = refusedTick(made.refused, state, dueMs, row);
    await this.unitOfWork.run(async (tx) => {
      await this.table.settle(tx, scheduleId, tick, { outcome, reason, tryMs });
      await this.told(tx, row, [{ dueMs, outcome, reason }]);
    });
    if (outcome !== 'buffered') this.decided.add(1, { outcome });
  }

  private async end(row: ScheduleRow, reason: 'ends_at' | 'max_runs' | 'workflow_deleted'): Promise<void> {
    const { scheduleId, orgId, nextDueAt } = row;
    await this.unitOfWork.run(async (tx) => {
      // The tick that would have been next says why there is none.
      const tick = { dueMs: (nextDueAt ?? row.now).getTime(), outcome: 'refused' as const, reason: 'workflow_not_found' };
      if (reason === 'workflow_deleted') await this.table.note(tx, row, [tick]);
      for (const waiting of await this.looks.buffered(scheduleId)) {
        const why = reason === 'workflow_deleted' ? 'workflow_not_found' : 'schedule_ended';
        await this.table.settle(tx, scheduleId, waiting, { outcome: 'refused', reason: why });
      }
      await this.book.end(tx, { orgId, actor: SYSTEM }, scheduleId, reason);
    });
  }

  private async failsAlways(row: ScheduleRow, { rule: { pauseAfterFailures: most } }: KeptSchedule): Promise<boolean> {
    if (most === 0) return false;
    const ends = await this.looks.lastEnds(row.scheduleId, row.countedFrom, most);
    return ends.length === most && ends.every((status) => status === 'failed');
  }

  private async cancelled(orgId: string, runId: string): Promise<void> {
    await this.runs
      .cancel({ orgId, actor: SYSTEM }, runId, async () => undefined)
      .catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== 'already_finished') throw error;
      });
  }

  private async seenAgain({ scheduleId }: ScheduleRow): Promise<ScheduleRow> {
    const row = await this.looks.find(scheduleId);
    if (!row) throw new TickTaken();
    return row;
  }

  private lookMs({ scheduleId, runs, now }: ScheduleRow, { rule }: KeptSchedule, nextMs: number | null): number {
    const isLast = rule.maxRuns !== null && runs + 1 >= rule.maxRuns;
    return isLast ? now.getTime() : this.book.lookMs(scheduleId, rule, nextMs, now.getTime());
  }

  /** Ticks that wait are looked at soon. */
  private async lookLater(row: ScheduleRow, state: KeptSchedule): Promise<void> {
    const { rule } = state;
    const nowMs = row.now.getTime();
    const isOver = rule.maxRuns !== null && row.runs >= rule.maxRuns;
    const waiting = (await this.looks.buffered(row.scheduleId)).map(({ tryAt }) =>
      Math.max(tryAt?.getTime() ?? 0, nowMs + BUFFERED_EVERY_MS),
    );
    const nextMs = row.nextDueAt?.getTime() ?? null;
    const regular = isOver ? nowMs : this.book.lookMs(row.scheduleId, rule, nextMs, nowMs);
    await this.looks.lookAgain(row, nextMs === null && waiting.length > 0 ? Math.min(...waiting) : Math.min(regular, ...waiting));
  }
}

/** Short of room it waits, if it is to and its window is open. */
function refusedTick(reason: string, { rule }: KeptSchedule, dueMs: number, { now }: ScheduleRow): NewTick {
  const tryMs = now.getTime() + QUOTA_EVERY_MS;
  const mayWait = reason === 'quota_exceeded' && rule.onQuota === 'wait' && tryMs - dueMs <= rule.catchUpWindowSeconds * 1000;
  return mayWait ? { dueMs, outcome: 'buffered', reason, tryMs } : { dueMs, outcome: 'refused', reason };
}
