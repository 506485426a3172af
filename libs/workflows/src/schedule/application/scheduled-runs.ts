import { Injectable } from '@nestjs/common';
import { DomainError } from '#eventing/domain';
import { deriveId, type Queryable } from '#platform';
import { type RunTrigger } from '../../contracts/workflow-run.events.js';
import { ExpressionRefused } from '../../graph/application/cel-bounds.js';
import { WorkflowRuns } from '../../run/application/runs.service.js';
import { type RunView } from '../../run/application/run.view.js';
import { type KeptSchedule } from '../domain/workflow-schedule.decider.js';
import { type ScheduleRow } from './schedule-table.js';
import { filledInputs, runSchedule } from './filled-inputs.js';

/** Somebody else has decided about it. */
export class TickTaken extends Error {}

/** Why a tick has no run: the code of the refusal. */
export interface RefusedTick {
  readonly refused: string;
}

export interface TickOfSchedule {
  readonly dueMs: number;
  /** @see ScheduleTable */
  readonly batch: string;
  readonly trigger: RunTrigger;
}

/** Starts the runs of schedules, by the door by which all runs are started: judged, admitted and reserved like any other. */
@Injectable()
export class ScheduledRuns {
  constructor(private readonly runs: WorkflowRuns) {}

  /**
   * @param commit in the transaction that starts it; false: somebody else has decided about this tick, and nothing is started
   * @throws TickTaken
   */
  async start(
    row: ScheduleRow,
    schedule: KeptSchedule,
    tick: TickOfSchedule,
    commit: (tx: Queryable, run: RunView) => Promise<boolean>,
  ): Promise<RunView | RefusedTick> {
    try {
      return await this.launch(row, schedule, tick, commit);
    } catch (error) {
      if (error instanceof DomainError || error instanceof ExpressionRefused) return { refused: error.code };
      throw error;
    }
  }

  /** As `start`. @throws what a run is refused with */
  async launch(
    row: ScheduleRow,
    schedule: KeptSchedule,
    { dueMs, batch, trigger }: TickOfSchedule,
    commit: (tx: Queryable, run: RunView) => Promise<boolean>,
    actor = `schedule:${row.scheduleId}`,
  ): Promise<RunView> {
    const { scheduleId, orgId, workflowId, episode } = row;
    const runId = deriveId(scheduleId, batch, new Date(dueMs).toISOString());
    const of = runSchedule(schedule, episode, dueMs);
    const order = {
      inputs: filledInputs(schedule.inputs, of),
      ...(schedule.rule.version !== null && { version: schedule.rule.version }),
    };
    return this.runs.start({ orgId, actor }, workflowId, order, {
      ...{ runId, trigger, schedule: of },
      alongside: async (tx, run) => {
        if (!(await commit(tx, run))) throw new TickTaken();
      },
    });
  }
}
