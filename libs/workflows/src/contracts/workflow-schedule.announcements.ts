/** A schedule starts nothing any more until somebody has it go on. */
export interface SchedulePausedV1 {
  /** @format uuid */
  readonly scheduleId: string;
  /** @format uuid */
  readonly workflowId: string;
  /** Who has paused it: a person, or runs that failed one after another. */
  readonly reason: 'person' | 'failures';
}

/** A tick had to start a run, and could not. */
export interface ScheduleTickRefusedV1 {
  /** @format uuid */
  readonly scheduleId: string;
  /** @format uuid */
  readonly workflowId: string;
  /** @format date-time */
  readonly dueAt: string;
  /** Of the refusal, e.g. `quota_exceeded`. */
  readonly code: string;
}

/** Type → what stands in its `data`. */
export interface WorkflowScheduleAnnouncements {
  'schedule.paused': SchedulePausedV1;
  'schedule.tick_refused': ScheduleTickRefusedV1;
}
