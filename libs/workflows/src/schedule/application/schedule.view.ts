import { type ScheduleRule } from '../../contracts/workflow-schedule.events.js';
import { type KeptSchedule } from '../domain/workflow-schedule.decider.js';
import { type ScheduleRow, type TickRow } from './schedule-table.js';
import { cronInWords } from './times.js';

/** What became of a tick. */
export interface TickView {
  readonly dueAt: string;
  readonly outcome: TickRow['outcome'];
  readonly runId: string | null;
  /** Why there is no run: `overlap`, `missed`, `paused`, or the code of a refusal. */
  readonly reason: string | null;
  /** Of ticks that are told together: the last moment. */
  readonly until: string | null;
}

export interface ScheduleView extends ScheduleRule {
  readonly id: string;
  readonly workflowId: string;
  readonly name: string;
  /** The cron expression in words. */
  readonly text: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly status: 'active' | 'paused' | 'ended';
  /** Why it does not run: `person`, `failures`, `ends_at`, `max_runs`, `workflow_deleted`. */
  readonly reason: string | null;
  readonly nextAt: string | null;
  readonly lastTick: TickView | null;
  readonly episode: number;
  readonly runs: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const tickView = ({ dueAt, outcome, runId, reason, until }: TickRow): TickView => ({
  ...{ dueAt: dueAt.toISOString(), outcome, runId, reason, until: until?.toISOString() ?? null },
});

export function scheduleView(schedule: KeptSchedule, row: ScheduleRow, last: TickRow | undefined): ScheduleView {
  const { scheduleId: id, workflowId, name, rule, inputs, status, reason, createdAt, updatedAt } = schedule;
  const shown = status === 'deleted' ? 'ended' : status;
  return {
    ...{ id, workflowId, name, ...rule, text: cronInWords(rule.cron), inputs, status: shown, reason },
    nextAt: shown === 'active' ? (row.nextDueAt?.toISOString() ?? null) : null,
    lastTick: last ? tickView(last) : null,
    ...{ episode: row.episode, runs: row.runs, createdAt, updatedAt },
  };
}
