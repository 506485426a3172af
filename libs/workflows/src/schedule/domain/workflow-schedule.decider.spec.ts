import { describe, expect, it } from '@jest/globals';
import { type WorkflowScheduleEvent } from '../../contracts/workflow-schedule.events.js';
import { DeleteSchedule, EndSchedule, PauseSchedule, ResumeSchedule, SetSchedule } from './workflow-schedule.commands.js';
import { type WorkflowSchedule, workflowSchedule } from './workflow-schedule.decider.js';
import { ruleOf } from './workflow-schedule.rule.js';

const AT = '2026-11-28T10:00:00.000Z';
const of = { scheduleId: '0199a000-0000-7000-8000-000000000030' };
const order = (over: object = {}) => ({
  ...{ ...of, workflowId: '0199a000-0000-7000-8000-000000000021', ofDocument: false, name: 'Daily' },
  ...{ rule: ruleOf({ cron: '0 9 * * *', timezone: 'UTC' }), inputs: { a: 1, b: 2 }, ...over },
});

const typesOf = (events: readonly WorkflowScheduleEvent[]) => events.map(({ type }) => type);

/** After these commands. */
function after(...commands: Parameters<typeof workflowSchedule.decide>[0][]): WorkflowSchedule {
  return commands.reduce<WorkflowSchedule>(
    (state, command) => workflowSchedule.decide(command, state).reduce(workflowSchedule.evolve, state),
    workflowSchedule.initialState,
  );
}
const decided = (command: Parameters<typeof workflowSchedule.decide>[0], state: WorkflowSchedule) =>
  typesOf(workflowSchedule.decide(command, state));

const set = new SetSchedule(order(), AT);
const pause = new PauseSchedule({ ...of, reason: 'person' }, AT);
const resume = new ResumeSchedule(of, AT);
const end = new EndSchedule({ ...of, reason: 'max_runs' }, AT);

describe('a schedule', () => {
  it('is set once by the same order, whatever order its members have', () => {
    expect(decided(set, after())).toEqual(['ScheduleSet']);
    expect(decided(new SetSchedule(order({ inputs: { b: 2, a: 1 } }), AT), after(set))).toEqual([]);
    expect(decided(new SetSchedule(order({ inputs: { a: 2, b: 2 } }), AT), after(set))).toEqual(['ScheduleSet']);
  });

  it('pauses and resumes once, and stays paused when it is changed', () => {
    expect([decided(pause, after(set)), decided(pause, after(set, pause))]).toEqual([['SchedulePaused'], []]);
    expect([decided(resume, after(set, pause)), decided(resume, after(set))]).toEqual([['ScheduleResumed'], []]);
    expect(after(set, pause, new SetSchedule(order({ name: 'Other' }), AT))).toMatchObject({ status: 'paused', name: 'Other' });
  });

  it('starts nothing any more once it has ended, unless it stands in a document', () => {
    const ended = after(set, end);
    for (const command of [pause, resume, new SetSchedule(order({ name: 'x' }), AT)]) {
      expect(() => workflowSchedule.decide(command, ended)).toThrow('has ended');
    }
    expect(decided(end, ended)).toEqual([]);
    const again = new SetSchedule(order({ ofDocument: true }), AT);
    expect(decided(again, after(again, end))).toEqual(['ScheduleSet', 'ScheduleResumed']);
    expect(after(again, new DeleteSchedule(of, AT), again)).toMatchObject({ status: 'active' });
    expect(() => workflowSchedule.decide(pause, after(set, new DeleteSchedule(of, AT)))).toThrow('There is no schedule');
  });
});
