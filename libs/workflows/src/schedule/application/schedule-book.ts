import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { type EventTransaction } from '#eventing';
import { Clock, deriveId, type Queryable } from '#platform';
import { type Requester } from '../../contracts/requester.js';
import { type DocumentSchedule, type WorkflowDocument } from '../../contracts/graph.js';
import { type ScheduleRule } from '../../contracts/workflow-schedule.events.js';
import { type NextTick } from '../domain/due-ticks.js';
import {
  DeleteSchedule,
  EndSchedule,
  PauseSchedule,
  ResumeSchedule,
  type ScheduleOrder,
  SetSchedule,
} from '../domain/workflow-schedule.commands.js';
import { type KeptSchedule, workflowSchedule } from '../domain/workflow-schedule.decider.js';
import { ruleOf, within } from '../domain/workflow-schedule.rule.js';
import { type NewTick, ScheduleTable } from './schedule-table.js';
import { timesOf } from './times.js';

/** Ticks that are written down one by one; of more, the older ones as a range. */
const MOST_ROWS = 100;

/** Ticks of a rule: none before its start, none at or after its end. */
export const nextTickOf = (rule: ScheduleRule): NextTick => {
  const times = timesOf(rule.cron, rule.timezone);
  return within(rule, (afterMs) => times.next(afterMs));
};

/** The same in every process. @returns milliseconds */
export function jitterMs(scheduleId: string, { jitterSeconds }: Pick<ScheduleRule, 'jitterSeconds'>, dueMs: number): number {
  if (jitterSeconds === 0) return 0;
  return Number.parseInt(deriveId(scheduleId, 'jitter', String(dueMs)).slice(0, 8), 16) % (jitterSeconds * 1000);
}

export async function databaseNowMs(db: Queryable): Promise<number> {
  const [row] = await db.query<{ now: Date }>('SELECT now() AS now');
  return row?.now.getTime() ?? 0;
}

/** Changes of schedules: events and the row that says when it is looked at, in one transaction. */
@Injectable()
export class ScheduleBook {
  constructor(
    private readonly table: ScheduleTable,
    private readonly clock: Clock,
  ) {}

  /** @param episode the next number; null: as it was. @throws UnknownSchedule, ScheduleIsOver */
  async set(tx: EventTransaction, by: Requester, order: ScheduleOrder, episode: number | null): Promise<KeptSchedule> {
    const { scheduleId, workflowId, rule } = order;
    const { state: before } = await tx.load(workflowSchedule, scheduleId);
    const { state, events } = await tx.decide(workflowSchedule, scheduleId, new SetSchedule(order, this.clock.now()), by);
    const kept = state as KeptSchedule;
    if (events.length === 0 && episode === null) return kept;
    const nowMs = await databaseNowMs(tx);
    const row = before.status === 'absent' ? null : await this.table.find(scheduleId, tx);
    // New times count from now; a change of anything else must not lose the tick of this very moment.
    const isGoingOn = before.status === 'active' || before.status === 'paused';
    const isSameTimes = isGoingOn && timesKey(before.rule) === timesKey(rule);
    const nextMs = isSameTimes && row ? (row.nextDueAt?.getTime() ?? null) : nextTickOf(rule)(nowMs);
    const status = kept.status === 'paused' ? 'paused' : 'active';
    const lookMs = status === 'active' ? this.lookMs(scheduleId, rule, nextMs, nowMs) : null;
    await this.table.put(tx, { scheduleId, orgId: by.orgId, workflowId, status }, { nextMs, lookMs, episode });
    return kept;
  }

  async pause(tx: EventTransaction, by: Requester, scheduleId: string, reason: 'person' | 'failures'): Promise<void> {
    const command = new PauseSchedule({ scheduleId, reason }, this.clock.now());
    const { events } = await tx.decide(workflowSchedule, scheduleId, command, by);
    if (events.length > 0) await this.table.stand(tx, scheduleId, 'paused');
  }

  /** @param catchUp what was missed meanwhile counts as missed, and not as paused */
  async resume(tx: EventTransaction, by: Requester, scheduleId: string, catchUp: boolean): Promise<void> {
    const { state, events } = await tx.decide(workflowSchedule, scheduleId, new ResumeSchedule({ scheduleId }, this.clock.now()), by);
    if (events.length === 0 || state.status !== 'active') return;
    const row = await this.table.find(scheduleId, tx);
    const nowMs = await databaseNowMs(tx);
    const firstMs = row?.nextDueAt?.getTime() ?? null;
    if (row && !catchUp && firstMs !== null && firstMs <= nowMs) {
      const next = nextTickOf(state.rule);
      await this.table.note(tx, row, skippedTicks(firstMs, nowMs, next, 'paused'));
      const nextMs = next(nowMs);
      const lookMs = this.lookMs(scheduleId, state.rule, nextMs, nowMs);
      await this.table.put(tx, { ...row, status: 'active' }, { nextMs, lookMs, episode: null });
    }
    await this.table.stand(tx, scheduleId, 'active');
  }

  async end(tx: EventTransaction, by: Requester, scheduleId: string, reason: 'ends_at' | 'max_runs' | 'workflow_deleted'): Promise<void> {
    await tx.decide(workflowSchedule, scheduleId, new EndSchedule({ scheduleId, reason }, this.clock.now()), by);
    await this.table.stand(tx, scheduleId, 'ended');
  }

  /** @throws UnknownSchedule */
  async delete(tx: EventTransaction, by: Requester, scheduleId: string): Promise<void> {
    await tx.decide(workflowSchedule, scheduleId, new DeleteSchedule({ scheduleId }, this.clock.now()), by);
    await this.table.remove(tx, scheduleId);
  }

  /** Has the schedule of a document be as it stands there. One that did not change is left as it is: somebody may have paused it. */
  async follow(
    tx: EventTransaction,
    by: Requester,
    workflowId: string,
    before: DocumentSchedule | undefined,
    { schedule, draft, name }: WorkflowDocument,
  ): Promise<void> {
    if (draft === true || isDeepStrictEqual(before, schedule)) return;
    const scheduleId = deriveId(workflowId, 'schedule');
    const { state } = await tx.load(workflowSchedule, scheduleId);
    if (!schedule) {
      if (state.status !== 'absent' && state.status !== 'deleted') await this.delete(tx, by, scheduleId);
      return;
    }
    const { enabled = true, inputs = {}, episode, ...given } = schedule;
    await this.set(tx, by, { scheduleId, workflowId, ofDocument: true, name, rule: ruleOf(given), inputs }, episode ?? null);
    if (!enabled) await this.pause(tx, by, scheduleId, 'person');
    else await this.resume(tx, by, scheduleId, false);
  }

  async workflowGone(tx: EventTransaction, workflowId: string): Promise<void> {
    await this.table.lookAtThoseOf(tx, workflowId);
  }

  /** When it is looked at next; where no tick is left, at once, to end it. */
  lookMs(scheduleId: string, rule: ScheduleRule, nextMs: number | null, nowMs: number): number {
    return nextMs === null ? nowMs : nextMs + jitterMs(scheduleId, rule, nextMs);
  }
}

const timesKey = ({ cron, timezone, startsAt, endsAt }: ScheduleRule): string => JSON.stringify([cron, timezone, startsAt, endsAt]);

/** Rows for ticks that were passed over, from the first to the last by then. */
export function skippedTicks(firstMs: number, untilMs: number, next: NextTick, reason: string): NewTick[] {
  const due: number[] = [];
  let left: number | null = null;
  // Looked at from near the end, so that years of minutes cost nothing.
  const startMs = startOfLast(firstMs, untilMs, next);
  if (startMs > firstMs) left = Math.min(startMs - 1, untilMs);
  for (let at: number | null = startMs; at !== null && at <= untilMs; at = next(at)) due.push(at);
  const rows = due.slice(-MOST_ROWS).map((dueMs) => ({ dueMs, outcome: 'skipped' as const, reason }));
  const [oldest] = rows;
  if (due.length > MOST_ROWS && oldest) left = oldest.dueMs - 1;
  return left === null ? rows : [{ dueMs: firstMs, outcome: 'skipped' as const, reason, untilMs: left }, ...rows];
}

function startOfLast(firstMs: number, untilMs: number, next: NextTick): number {
  // Ticks come at uneven distances, so more is looked at than is written down.
  const second = next(firstMs);
  const distance = second === null ? 0 : second - firstMs;
  const enough = untilMs - Math.max(distance, 60_000) * MOST_ROWS * 2;
  return enough <= firstMs ? firstMs : (next(enough - 1) ?? firstMs);
}
