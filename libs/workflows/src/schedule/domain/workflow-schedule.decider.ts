import { type Aggregate } from '#eventing/domain';
import { type ScheduleRule, type WorkflowScheduleEvent } from '../../contracts/workflow-schedule.events.js';
import { type ScheduleOrder, type WorkflowScheduleCommand } from './workflow-schedule.commands.js';
import { ScheduleIsOver, UnknownSchedule } from './workflow-schedule.errors.js';

export interface KeptSchedule {
  readonly status: 'active' | 'paused' | 'ended' | 'deleted';
  readonly scheduleId: string;
  readonly workflowId: string;
  readonly ofDocument: boolean;
  readonly name: string;
  readonly rule: ScheduleRule;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Why it does not run. */
  readonly reason: string | null;
  /** The last tick that was told to have been refused; null: none was. */
  readonly refused: { readonly code: string; readonly at: string } | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type WorkflowSchedule = { readonly status: 'absent' } | KeptSchedule;

/** Ticks may be refused every minute: whoever hears of them hears of a reason once in so long. */
const TOLD_AGAIN_MS = 24 * 3_600_000;

/** How a schedule is. Which tick is next, and what became of each, stands in tables: there are too many for a stream. */
export const workflowSchedule: Aggregate<WorkflowScheduleCommand, WorkflowSchedule, WorkflowScheduleEvent> = {
  name: 'workflow-schedule',
  module: 'workflows',
  schemaVersions: { ScheduleSet: 1, SchedulePaused: 1, ScheduleResumed: 1, ScheduleEnded: 1, ScheduleDeleted: 1, ScheduleTickRefused: 1 },
  personal: { ScheduleSet: ['name', 'inputs'] },
  initialState: { status: 'absent' },
  decide(command, state) {
    const { scheduleId } = command.data;
    const at = command.issuedAt;
    if (command.type === 'SetSchedule') {
      const set: WorkflowScheduleEvent = { type: 'ScheduleSet', data: { ...command.data, setAt: at } };
      if (state.status === 'deleted' || state.status === 'ended') {
        // That of a document is one and the same, however often the document is changed.
        if (command.data.ofDocument) return [set, { type: 'ScheduleResumed', data: { scheduleId, resumedAt: at } }];
        throw state.status === 'ended' ? new ScheduleIsOver(scheduleId) : new UnknownSchedule(scheduleId);
      }
      return state.status !== 'absent' && isSame(command.data, state) ? [] : [set];
    }
    if (state.status === 'absent' || state.status === 'deleted') throw new UnknownSchedule(scheduleId);
    switch (command.type) {
      case 'PauseSchedule':
        if (state.status === 'ended') throw new ScheduleIsOver(scheduleId);
        if (state.status === 'paused') return [];
        return [{ type: 'SchedulePaused', data: { scheduleId, reason: command.data.reason, pausedAt: at } }];
      case 'ResumeSchedule':
        if (state.status === 'ended') throw new ScheduleIsOver(scheduleId);
        return state.status === 'active' ? [] : [{ type: 'ScheduleResumed', data: { scheduleId, resumedAt: at } }];
      case 'EndSchedule':
        if (state.status === 'ended') return [];
        return [{ type: 'ScheduleEnded', data: { scheduleId, reason: command.data.reason, endedAt: at } }];
      case 'RefuseTick': {
        const { dueAt, code } = command.data;
        const isTold = state.refused?.code === code && Date.parse(at) - Date.parse(state.refused.at) < TOLD_AGAIN_MS;
        return isTold ? [] : [{ type: 'ScheduleTickRefused', data: { scheduleId, dueAt, code, refusedAt: at } }];
      }
      case 'DeleteSchedule':
        return [{ type: 'ScheduleDeleted', data: { scheduleId, deletedAt: at } }];
    }
  },
  evolve(state, event) {
    if (event.type === 'ScheduleSet') {
      const { setAt, ...order } = event.data;
      if (state.status === 'absent') return { status: 'active', ...order, reason: null, refused: null, createdAt: setAt, updatedAt: setAt };
      return { ...state, ...order, updatedAt: setAt };
    }
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'SchedulePaused':
        return { ...state, status: 'paused', reason: event.data.reason, updatedAt: event.data.pausedAt };
      case 'ScheduleResumed':
        return { ...state, status: 'active', reason: null, updatedAt: event.data.resumedAt };
      case 'ScheduleEnded':
        return { ...state, status: 'ended', reason: event.data.reason, updatedAt: event.data.endedAt };
      case 'ScheduleTickRefused':
        return { ...state, refused: { code: event.data.code, at: event.data.refusedAt } };
      case 'ScheduleDeleted':
        return { ...state, status: 'deleted', updatedAt: event.data.deletedAt };
    }
  },
};

/** Members in any order: what was read from the log may have another one. */
function isSame(order: ScheduleOrder, { name, rule, inputs }: KeptSchedule): boolean {
  return canonical([order.name, order.rule, order.inputs]) === canonical([name, rule, inputs]);
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
