import { type Event } from '#eventing/domain';

/** What becomes of a tick while a run of the one before is under way. */
export type Overlap = 'skip' | 'buffer_one' | 'buffer_all' | 'cancel_other' | 'allow';
/** Which of the ticks that nobody was there for are made up. */
export type Missed = 'none' | 'last' | 'all';

/** When a schedule starts runs, and when it does not. */
export interface ScheduleRule {
  /** Five fields, or `@daily` and the like. */
  readonly cron: string;
  /** IANA. */
  readonly timezone: string;
  /** Of the workflow; null: the latest at each tick. */
  readonly version: number | null;
  readonly overlap: Overlap;
  readonly missed: Missed;
  /** Ticks that are older are never made up. */
  readonly catchUpWindowSeconds: number;
  /** Spreads the start of each tick, by schedule and tick. */
  readonly jitterSeconds: number;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly maxRuns: number | null;
  /** A tick that does not fit into the plan is given up, or tried again. */
  readonly onQuota: 'skip' | 'wait';
  /** It pauses after so many failed runs in a row; 0: never. */
  readonly pauseAfterFailures: number;
}

/** How the schedule is from now on. First event of every `workflow-schedule` stream. */
export type ScheduleSet = Event<
  'ScheduleSet',
  {
    scheduleId: string;
    workflowId: string;
    /** It stands in the workflow's document. */ ofDocument: boolean;
    name: string;
    rule: ScheduleRule;
    /** Values by name of the input; texts may hold templates over `schedule`. */ inputs: Readonly<Record<string, unknown>>;
    setAt: string;
  }
>;

export type SchedulePaused = Event<'SchedulePaused', { scheduleId: string; reason: 'person' | 'failures'; pausedAt: string }>;

export type ScheduleResumed = Event<'ScheduleResumed', { scheduleId: string; resumedAt: string }>;

/** It starts nothing any more. Terminal but for its deletion. */
export type ScheduleEnded = Event<
  'ScheduleEnded',
  { scheduleId: string; reason: 'ends_at' | 'max_runs' | 'workflow_deleted'; endedAt: string }
>;

/** Gone from lists and from reading; its runs stay. Terminal. */
export type ScheduleDeleted = Event<'ScheduleDeleted', { scheduleId: string; deletedAt: string }>;

/** A tick had to start a run, and was refused. Said once a day for each reason, however many there are. */
export type ScheduleTickRefused = Event<
  'ScheduleTickRefused',
  { scheduleId: string; dueAt: string; /** Of the refusal, e.g. `quota_exceeded`. */ code: string; refusedAt: string }
>;

export type WorkflowScheduleEvent = ScheduleTickRefused | ScheduleSet | SchedulePaused | ScheduleResumed | ScheduleEnded | ScheduleDeleted;
