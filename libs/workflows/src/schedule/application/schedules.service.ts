import { Injectable } from '@nestjs/common';
import { EventStore, type EventTransaction, UnitOfWork } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import {
  Clock,
  decodeCursor,
  Erasers,
  IdempotencyKeys,
  Ids,
  isTimestamp,
  isUuid,
  type Page,
  pageOf,
  type PageQuery,
  type Queryable,
} from '#platform';
import { type InTransaction, type Requester } from '../../contracts/requester.js';
import { type ScheduleRule } from '../../contracts/workflow-schedule.events.js';
import { type RunView } from '../../run/application/run.view.js';
import { WorkflowIsDraft } from '../../shared/domain/refusals.js';
import { Workflows } from '../../workflow/application/workflows.service.js';
import { type KeptSchedule, workflowSchedule } from '../domain/workflow-schedule.decider.js';
import { FaultySchedule, ScheduleIsOver, TooManyTicks, UnknownSchedule } from '../domain/workflow-schedule.errors.js';
import { ruleOf } from '../domain/workflow-schedule.rule.js';
import { ruleFaults } from './rule-faults.js';
import { ScheduleBook } from './schedule-book.js';
import { type ScheduleRow, ScheduleTable } from './schedule-table.js';
import { type ScheduleView, scheduleView, type TickView, tickView } from './schedule.view.js';
import { ScheduledRuns, TickTaken } from './scheduled-runs.js';
import { cronInWords, type Occurrence, timesFaults, timesOf } from './times.js';

const MOST_BACKFILLED = 100;
/** Others start runs of the same schedule at the same time. */
const TRIES = 10;

export type ScheduleBody = Partial<ScheduleRule> & {
  readonly name?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly enabled?: boolean;
  readonly episode?: number;
};

export interface Preview {
  readonly text: string;
  readonly next: readonly Occurrence[];
}

/** Makes, shows and changes schedules; everything is scoped by the organisation. */
@Injectable()
export class Schedules {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: EventStore,
    private readonly table: ScheduleTable,
    private readonly book: ScheduleBook,
    private readonly workflows: Workflows,
    private readonly scheduled: ScheduledRuns,
    private readonly erasers: Erasers,
    private readonly answers: IdempotencyKeys,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @throws UnknownWorkflow, UnknownVersion, WorkflowIsDraft, FaultySchedule */
  async create(
    by: Requester,
    workflowId: string,
    { name = 'Schedule', inputs = {}, enabled = true, episode, ...given }: ScheduleBody,
    scheduleId: string,
    alongside: InTransaction<ScheduleView>,
  ): Promise<ScheduleView> {
    const rule = await this.judged(by.orgId, workflowId, { ...given, inputs });
    return this.changing(scheduleId, alongside, async (tx) => {
      await this.book.set(tx, by, { scheduleId, workflowId, ofDocument: false, name, rule, inputs }, episode ?? null);
      if (!enabled) await this.book.pause(tx, by, scheduleId, 'person');
    });
  }

  /** @throws UnknownSchedule */
  async read(orgId: string, scheduleId: string): Promise<ScheduleView> {
    const { row, state } = await this.owned(orgId, scheduleId);
    const [last] = await this.table.ticks(orgId, scheduleId, { outcome: null, olderThan: null, limit: 1 });
    return scheduleView(state, row, last);
  }

  /** Newest first. @throws UnknownWorkflow for one that is not there */
  async list(orgId: string, { limit, cursor }: PageQuery, workflowId: string | null): Promise<Page<ScheduleView>> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    const rows = await this.table.list(orgId, { workflowId, olderThan, limit: limit + 1 });
    const views = await Promise.all(rows.map(({ scheduleId }) => this.read(orgId, scheduleId)));
    return pageOf(
      views,
      limit,
      ({ id }) => id,
      (view) => view,
    );
  }

  /** @throws UnknownWorkflow */
  async listOf(orgId: string, workflowId: string, page: PageQuery): Promise<Page<ScheduleView>> {
    await this.workflows.versioned(orgId, workflowId);
    return this.list(orgId, page, workflowId);
  }

  /** Only what is given changes. @throws UnknownSchedule, ScheduleIsOver, FaultySchedule */
  async change(by: Requester, scheduleId: string, { enabled, episode, ...given }: ScheduleBody): Promise<ScheduleView> {
    const { state } = await this.owned(by.orgId, scheduleId);
    if (state.status === 'ended') throw new ScheduleIsOver(scheduleId);
    const { workflowId, ofDocument } = state;
    const { name = state.name, inputs = state.inputs, ...members } = given;
    const rule = await this.judged(by.orgId, workflowId, { ...state.rule, ...members, inputs });
    return this.changing(scheduleId, nothing, async (tx) => {
      await this.book.set(tx, by, { scheduleId, workflowId, ofDocument, name, rule, inputs }, episode ?? null);
      if (enabled === false) await this.book.pause(tx, by, scheduleId, 'person');
      if (enabled === true) await this.book.resume(tx, by, scheduleId, false);
    });
  }

  /** @throws UnknownSchedule */
  async delete(by: Requester, scheduleId: string): Promise<void> {
    const { state } = await this.owned(by.orgId, scheduleId);
    await this.unitOfWork.run(async (tx) => {
      await this.book.delete(tx, by, scheduleId);
      // That of a document may come back with the document's next version, in the same stream.
      if (state.ofDocument) await this.answers.forget(tx, by.orgId, scheduleId);
      else await this.erasers.eraseIn(tx, { orgId: by.orgId, subjectId: scheduleId, streamId: streamIdOf(workflowSchedule, scheduleId) });
    });
  }

  /** @throws UnknownSchedule, ScheduleIsOver */
  async pause(by: Requester, scheduleId: string, alongside: InTransaction<ScheduleView>): Promise<ScheduleView> {
    await this.owned(by.orgId, scheduleId);
    return this.changing(scheduleId, alongside, (tx) => this.book.pause(tx, by, scheduleId, 'person'));
  }

  /** @throws UnknownSchedule, ScheduleIsOver */
  async resume(by: Requester, scheduleId: string, catchUp: boolean, alongside: InTransaction<ScheduleView>): Promise<ScheduleView> {
    await this.owned(by.orgId, scheduleId);
    return this.changing(scheduleId, alongside, (tx) => this.book.resume(tx, by, scheduleId, catchUp));
  }

  /** A run by hand, with what the schedule gives and the next number. @throws UnknownSchedule, ScheduleIsOver, what a run is refused with */
  async runNow(by: Requester, scheduleId: string, alongside: InTransaction<RunView>): Promise<RunView> {
    const batch = `manual:${this.ids.next()}`;
    for (let tries = 0; ; tries += 1) {
      const { row, state } = await this.owned(by.orgId, scheduleId);
      if (state.status === 'ended') throw new ScheduleIsOver(scheduleId);
      const dueMs = row.now.getTime();
      try {
        const commit = async (tx: Queryable, run: RunView): Promise<boolean> => {
          const nextMs = row.nextDueAt?.getTime() ?? null;
          if (!(await this.table.advance(tx, row, { nextMs, isRun: true }))) return false;
          await this.table.note(tx, row, [{ dueMs, outcome: 'fired', reason: 'manual', runId: run.id, batch }]);
          await alongside(tx, run);
          return true;
        };
        return await this.scheduled.launch(row, state, { dueMs, batch, trigger: 'manual' }, commit, by.actor);
      } catch (error) {
        if (!(error instanceof TickTaken) || tries >= TRIES) throw error;
      }
    }
  }

  /**
   * Has ticks made up that have no run, oldest first, one at a time.
   * @returns the ticks that wait now. @throws UnknownSchedule, ScheduleIsOver, FaultySchedule, TooManyTicks
   */
  async backfill(
    by: Requester,
    scheduleId: string,
    { from, to, includeFired = false }: { readonly from: string; readonly to: string; readonly includeFired?: boolean },
    alongside: InTransaction<readonly TickView[]>,
  ): Promise<readonly TickView[]> {
    const { row, state } = await this.owned(by.orgId, scheduleId);
    if (state.status === 'ended') throw new ScheduleIsOver(scheduleId);
    const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
    const faultOf = (path: string, message: string) => new FaultySchedule([{ path, code: 'validation_failed', message }]);
    if (toMs < fromMs) throw faultOf('to', 'must not be before "from"');
    if (toMs > row.now.getTime()) throw faultOf('to', 'must have passed');
    const times = timesOf(state.rule.cron, state.rule.timezone);
    const fired = includeFired ? new Set<number>() : await this.table.fired(scheduleId, fromMs, toMs);
    const due: number[] = [];
    let seen = 0;
    for (let at = times.next(fromMs - 1); at !== null && at <= toMs; at = times.next(at)) {
      if (!fired.has(at)) due.push(at);
      if (due.length > MOST_BACKFILLED || (seen += 1) > MOST_BACKFILLED * 100) throw new TooManyTicks(MOST_BACKFILLED);
    }
    const batch = `backfill:${this.ids.next()}`;
    const ticks = due.map((dueMs) => ({ dueMs, outcome: 'buffered' as const, reason: 'backfill', batch }));
    const shown = due.map((dueMs): TickView => ({
      ...{ dueAt: new Date(dueMs).toISOString(), outcome: 'buffered', runId: null, reason: 'backfill', until: null },
    }));
    await this.unitOfWork.run(async (tx) => {
      if (ticks.length > 0) await this.table.note(tx, row, ticks);
      await this.table.wake(tx, scheduleId);
      await alongside(tx, shown);
    });
    return shown;
  }

  /** @throws UnknownSchedule */
  async next(orgId: string, scheduleId: string, count: number): Promise<Preview> {
    const { row, state } = await this.owned(orgId, scheduleId);
    const { cron, timezone, startsAt, endsAt } = state.rule;
    const fromMs = Math.max(row.now.getTime(), startsAt === null ? 0 : Date.parse(startsAt) - 1);
    const next = timesOf(cron, timezone).upcoming(fromMs, count);
    return { text: cronInWords(cron), next: next.filter(({ at }) => endsAt === null || Date.parse(at) < Date.parse(endsAt)) };
  }

  /** @throws FaultySchedule */
  preview({ cron, timezone, count, from }: { cron: string; timezone: string; count: number; from: string | null }): Preview {
    const fromMs = from === null ? this.clock.nowMs() : Date.parse(from) - 1;
    const faults = timesFaults(cron, timezone, fromMs);
    if (faults.length > 0) throw new FaultySchedule(faults.map(({ member, code, message }) => ({ path: member, code, message })));
    return { text: cronInWords(cron), next: timesOf(cron, timezone).upcoming(fromMs, count) };
  }

  /** Newest first. @throws UnknownSchedule */
  async ticks(orgId: string, scheduleId: string, { limit, cursor }: PageQuery, outcome: string | null): Promise<Page<TickView>> {
    await this.owned(orgId, scheduleId);
    const parts = cursor === undefined ? null : decodeCursor(cursor, isCursor).split(' ');
    const olderThan = parts ? ([parts[0] ?? '', parts[1] ?? ''] as const) : null;
    const rows = await this.table.ticks(orgId, scheduleId, { outcome, olderThan, limit: limit + 1 });
    return pageOf(rows, limit, ({ dueAt, batch }) => `${dueAt.toISOString()} ${batch}`, tickView);
  }

  private async judged(
    orgId: string,
    workflowId: string,
    given: Partial<ScheduleRule> & { readonly inputs: unknown },
  ): Promise<ScheduleRule> {
    const { saved, document } = await this.workflows.versioned(orgId, workflowId, given.version ?? null);
    if (saved.isDraft) throw new WorkflowIsDraft(workflowId);
    const faults = ruleFaults(given, document.graph.nodes, this.clock.nowMs());
    if (faults.length > 0) throw new FaultySchedule(faults);
    return ruleOf(given as Parameters<typeof ruleOf>[0]);
  }

  private async owned(orgId: string, scheduleId: string): Promise<{ readonly row: ScheduleRow; readonly state: KeptSchedule }> {
    const row = await this.table.owned(orgId, scheduleId);
    const { state } = await this.store.load(workflowSchedule, scheduleId);
    if (!row || state.status === 'absent' || state.status === 'deleted') throw new UnknownSchedule(scheduleId);
    return { row, state };
  }

  private changing(
    scheduleId: string,
    alongside: InTransaction<ScheduleView>,
    work: (tx: EventTransaction) => Promise<unknown>,
  ): Promise<ScheduleView> {
    return this.unitOfWork.run(async (tx) => {
      await work(tx);
      const { state } = await tx.load(workflowSchedule, scheduleId);
      const row = await this.table.find(scheduleId, tx);
      if (!row || state.status === 'absent') throw new UnknownSchedule(scheduleId);
      const [last] = await this.table.lastTick(scheduleId, tx);
      const view = scheduleView(state, row, last);
      await alongside(tx, view);
      return view;
    });
  }
}

/** Moment and batch of a tick. */
const isCursor = (key: string): boolean =>
  isTimestamp(key.slice(0, key.indexOf(' '))) && /^[^ ]+ (|(manual|backfill):[0-9a-f-]{36})$/.test(key);
const nothing = async (): Promise<void> => undefined;
