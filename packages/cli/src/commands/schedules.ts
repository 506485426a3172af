/** `schedules`: runs of workflows by the clock. */
import { type WorkflowSchedule } from '@kadr/sdk';
import { type Command, Option } from 'commander';
import { type Io } from '../io.js';
import { type Session } from '../session.js';
import { act, firstOf, integer, pair } from './act.js';
import { inputsOf } from './inputs.js';

interface CreateOptions {
  readonly cron: string;
  readonly timezone: string;
  readonly name?: string;
  readonly input?: Record<string, string>;
  readonly missed?: 'none' | 'last' | 'all';
  readonly overlap?: WorkflowSchedule['overlap'];
}

const CHANGES: readonly (readonly [string, string, (session: Session, id: string) => PromiseLike<WorkflowSchedule>])[] = [
  ['pause', 'start nothing by itself', ({ kadr }, id) => kadr.workflowSchedules.pause(id)],
  ['resume', 'go on by the clock', ({ kadr }, id) => kadr.workflowSchedules.resume(id)],
];

export function addSchedules(program: Command, io: Io): void {
  const schedules = program.command('schedules').description('runs of workflows by the clock');
  schedules
    .command('list')
    .option('--workflow <id>', 'of this one alone')
    .action(
      act<{ workflow?: string }>(io, async ({ session, options: { workflow } }) => {
        const { kadr } = session;
        const found = workflow === undefined ? kadr.workflowSchedules.list() : kadr.workflows.schedulesOfWorkflowList(workflow);
        session.print.list<WorkflowSchedule>(
          await firstOf(found, true),
          [
            { head: 'ID', of: ({ id }) => id },
            { head: 'STATUS', of: ({ status, reason }) => (status === 'paused' && reason ? `paused: ${reason}` : status) },
            { head: 'NEXT', of: ({ nextAt }) => nextAt ?? '' },
            { head: 'EPISODE', of: ({ episode }) => String(episode), isNumber: true },
            { head: 'WHEN', of: ({ text, timezone }) => `${text}, ${timezone}`, gives: true },
            { head: 'NAME', of: ({ name }) => name, gives: true },
          ],
          ({ id }) => id,
        );
      }),
    );
  addCreate(schedules, io);
  addChanges(schedules, io);
}

function addCreate(schedules: Command, io: Io): void {
  schedules
    .command('create')
    .description('have a workflow run by the clock')
    .argument('<workflow>')
    .requiredOption('--cron <expression>', 'such as "0 9 * * 1-5"')
    .requiredOption('--timezone <name>', 'such as Europe/Berlin')
    .option('--name <text>')
    .option('--input <name=value>', 'may be repeated; JSON where it can be read as such', pair)
    .addOption(new Option('--missed <what>', 'of times at which nothing ran').choices(['none', 'last', 'all']))
    .addOption(
      new Option('--overlap <what>', 'while the run before goes on').choices(['skip', 'buffer_one', 'buffer_all', 'cancel_other', 'allow']),
    )
    .action(
      act<CreateOptions>(io, async ({ session, args: [workflow = ''], options }) => {
        const { cron, timezone, name, input, missed, overlap } = options;
        const made = await session.kadr.workflows.schedulesOfWorkflowCreate(workflow, {
          ...{ cron, timezone },
          ...(name !== undefined && { name }),
          ...(input && { inputs: inputsOf(input) }),
          ...(missed && { missed }),
          ...(overlap && { overlap }),
        });
        session.print.document(made, made.id, () => [`${made.id}  ${made.text}, ${made.timezone}`, `next: ${made.nextAt ?? 'never'}`]);
      }),
    );
}

function addChanges(schedules: Command, io: Io): void {
  for (const [word, description, call] of CHANGES) {
    schedules
      .command(word)
      .description(description)
      .argument('<id>')
      .action(
        act(io, async ({ session, args: [id = ''] }) => {
          const changed = await call(session, id);
          session.print.done(changed, id, `${changed.status}: ${id}`);
        }),
      );
  }
  schedules
    .command('run')
    .description('start one run now')
    .argument('<id>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        const run = await session.kadr.workflowSchedules.run(id);
        session.print.document(run, run.id, () => [`${run.id}  ${run.status}`]);
      }),
    );
  schedules
    .command('next')
    .description('when it runs next')
    .argument('<id>')
    .option('--count <times>', 'so many times', integer(1, 100))
    .action(
      act<{ count?: number }>(io, async ({ session, args: [id = ''], options: { count } }) => {
        const next = await session.kadr.workflowSchedules.next(id, count === undefined ? {} : { count });
        const times = next.next.map(({ at, localTime }) => `${at}  ${localTime}`);
        session.print.document(
          next,
          next.next.map(({ at }) => at),
          () => times,
        );
      }),
    );
  schedules
    .command('delete')
    .argument('<id>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        await session.kadr.workflowSchedules.delete(id);
        session.print.done({ id, deleted: true }, id, `Deleted: ${id}`);
      }),
    );
}
