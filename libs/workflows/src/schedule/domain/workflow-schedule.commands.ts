import { Command } from '#eventing/domain';
import { type ScheduleEnded, type SchedulePaused, type ScheduleRule } from '../../contracts/workflow-schedule.events.js';

export interface ScheduleOrder {
  readonly scheduleId: string;
  readonly workflowId: string;
  readonly ofDocument: boolean;
  readonly name: string;
  readonly rule: ScheduleRule;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Makes it, or changes it to this. */
export class SetSchedule extends Command<ScheduleOrder> {
  readonly type = 'SetSchedule';
}
export class PauseSchedule extends Command<{ scheduleId: string; reason: SchedulePaused['data']['reason'] }> {
  readonly type = 'PauseSchedule';
}
export class ResumeSchedule extends Command<{ scheduleId: string }> {
  readonly type = 'ResumeSchedule';
}
export class EndSchedule extends Command<{ scheduleId: string; reason: ScheduleEnded['data']['reason'] }> {
  readonly type = 'EndSchedule';
}
export class DeleteSchedule extends Command<{ scheduleId: string }> {
  readonly type = 'DeleteSchedule';
}

export class RefuseTick extends Command<{ scheduleId: string; dueAt: string; code: string }> {
  readonly type = 'RefuseTick';
}

export type WorkflowScheduleCommand = RefuseTick | SetSchedule | PauseSchedule | ResumeSchedule | EndSchedule | DeleteSchedule;
