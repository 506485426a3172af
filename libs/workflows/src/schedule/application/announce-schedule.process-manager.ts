import { type ProcessManager } from '#eventing/domain';
import { type Announcement } from '#webhooks';
import { type SchedulePausedV1, type ScheduleTickRefusedV1 } from '../../contracts/workflow-schedule.announcements.js';
import { type WorkflowScheduleEvent } from '../../contracts/workflow-schedule.events.js';

/** Whose schedule it is; null: before its first event. */
type Known = { readonly workflowId: string } | null;

/** Says that a schedule has stopped, and that ticks of it were refused. */
export const announceSchedule: ProcessManager<WorkflowScheduleEvent, Known, Announcement> = {
  name: 'workflows.announce-schedule',
  follows: 'workflow-schedule',
  reactsTo: ['SchedulePaused', 'ScheduleTickRefused'],
  initialState: null,
  evolve: (known, event) => (event.type === 'ScheduleSet' ? { workflowId: event.data.workflowId } : known),
  react(known, event) {
    if (!known) return [];
    if (event.type === 'SchedulePaused') {
      const { scheduleId, reason, pausedAt } = event.data;
      return [announcement('schedule.paused', pausedAt, { scheduleId, ...known, reason })];
    }
    if (event.type !== 'ScheduleTickRefused') return [];
    const { scheduleId, dueAt, code, refusedAt } = event.data;
    return [announcement('schedule.tick_refused', refusedAt, { scheduleId, ...known, dueAt, code })];
  },
};

function announcement(type: string, occurredAt: string, data: SchedulePausedV1 | ScheduleTickRefusedV1): Announcement {
  const subject = { idName: 'scheduleId', id: data.scheduleId, path: `/v1/workflow-schedules/${data.scheduleId}` };
  return { type, subject, occurredAt, metadata: {}, data: { ...data } };
}
