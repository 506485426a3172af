/** API keys, contacts and workflows. */
import { type ApiKey, type Contact, type CreateApiKeyRequest, type Workflow, type WorkflowRun } from '@kadr/sdk';
import { type Command, Option } from 'commander';
import { CliError, EXIT } from '../faults.js';
import { type Io } from '../io.js';
import { clean } from '../output/text.js';
import { type Session } from '../session.js';
import { sleep } from '../sleep.js';
import { act, firstOf, integer, jsonOf, listed, pair } from './act.js';
import { inputsOf } from './inputs.js';

export function addKeys(program: Command, io: Io): void {
  const keys = program.command('keys').description('API keys of the organisation');
  keys.command('list').action(
    act(io, async ({ session }) => {
      session.print.list<ApiKey>(
        await firstOf(session.kadr.apiKeys.list(), true),
        [
          { head: 'ID', of: ({ id }) => id },
          { head: 'KEY', of: ({ prefix }) => `${prefix}…` },
          { head: 'SCOPES', of: ({ scopes }) => scopes.join(' '), gives: true },
          { head: 'LAST USED', of: ({ lastUsedAt }) => lastUsedAt ?? 'never' },
          { head: 'NAME', of: ({ name }) => name, gives: true },
        ],
        ({ id }) => id,
      );
    }),
  );
  keys
    .command('create')
    .description('make one; it is shown once')
    .argument('<name>')
    .requiredOption('--scopes <names>', 'such as videos:read,videos:write', listed)
    .option('--expires <time>', 'RFC 3339')
    .action(
      act<{ scopes: string[]; expires?: string }>(io, async ({ session, args: [name = ''], options: { scopes, expires } }) => {
        const body = { name, scopes, ...(expires !== undefined && { expiresAt: expires }) } as CreateApiKeyRequest;
        const made = await session.kadr.apiKeys.create(body);
        session.print.document(made, made.key, () => [made.key]);
        session.print.note(`Key ${made.id}. It is not shown again.`);
      }),
    );
  keys
    .command('revoke')
    .argument('<id>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        await session.kadr.apiKeys.revoke(id);
        session.print.done({ id, revoked: true }, id, `Revoked: ${id}`);
      }),
    );
}

export function addContacts(program: Command, io: Io): void {
  const contacts = program.command('contacts').description('chats that films are ordered and approved in');
  contacts.command('list').action(
    act(io, async ({ session }) => {
      session.print.list<Contact>(
        await firstOf(session.kadr.contacts.list(), true),
        [
          { head: 'ID', of: ({ id }) => id },
          { head: 'ROLE', of: ({ role }) => role },
        ],
        ({ id }) => id,
      );
    }),
  );
  contacts
    .command('link')
    .description('an address that links a chat, once')
    .argument('<channel>', 'telegram')
    .addOption(new Option('--role <role>').choices(['viewer', 'approver', 'producer']).default('approver'))
    .addOption(new Option('--language <code>').choices(['en', 'ru']))
    .action(
      act<{ role: 'viewer' | 'approver' | 'producer'; language?: 'en' | 'ru' }>(
        io,
        async ({ session, args: [channel], options: { role, language } }) => {
          if (channel !== 'telegram') throw new CliError(EXIT.usage, 'Chats can be linked in telegram');
          const invite = await session.kadr.contacts.invite({ role, ...(language && { language }) });
          session.print.document(invite, invite.url, () => [invite.url]);
          session.print.note(`Works once, until ${invite.expiresAt}`);
        },
      ),
    );
}

export function addWorkflows(program: Command, io: Io): void {
  const workflows = program.command('workflows').description('graphs of nodes, and their runs');
  workflows.command('list').action(
    act(io, async ({ session }) => {
      session.print.list<Workflow>(
        await firstOf(session.kadr.workflows.list(), true),
        [
          { head: 'ID', of: ({ id }) => id },
          { head: 'VERSION', of: ({ version }) => String(version), isNumber: true },
          { head: 'LAST RUN', of: ({ lastRun }) => lastRun?.status ?? '' },
          { head: 'NAME', of: ({ name }) => name, gives: true },
        ],
        ({ id }) => id,
      );
    }),
  );
  workflows
    .command('create')
    .description('keep a graph')
    .argument('<file>', 'its document as JSON; - for stdin')
    .action(
      act(io, async ({ session, args: [file = ''] }) => {
        const body = await jsonOf(io, file);
        const made = await session.kadr.workflows.create(body as Parameters<Session['kadr']['workflows']['create']>[0]);
        session.print.document(made, made.id, () => [made.id]);
      }),
    );
  workflows
    .command('run')
    .description('start one')
    .argument('<id>')
    .option('--input <name=value>', 'may be repeated; JSON where it can be read as such', pair)
    .option('--graph <version>', 'default: the newest', integer(1))
    .option('--wait', 'follow it to its end')
    .action(
      act<{ input?: Record<string, string>; graph?: number; wait?: boolean }>(io, async ({ session, args: [id = ''], options }) => {
        const { input, graph, wait } = options;
        const run = await session.kadr.workflows.runsOfWorkflowStart(id, {
          ...(input && { inputs: inputsOf(input) }),
          ...(graph !== undefined && { version: graph }),
        });
        showRun(session, wait ? await endOf(session, run) : run);
      }),
    );
  workflows
    .command('runs')
    .description('runs of one, the newest first')
    .argument('<id>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        session.print.list<WorkflowRun>(
          await firstOf(session.kadr.workflows.runsOfWorkflowList(id), false),
          [
            { head: 'ID', of: ({ id: run }) => run },
            { head: 'STATUS', of: ({ status }) => status },
            { head: '%', of: ({ progress }) => String(progress.percent), isNumber: true },
            { head: 'STARTED', of: ({ createdAt }) => createdAt },
          ],
          ({ id: run }) => run,
        );
      }),
    );
}

function showRun({ print }: Session, run: WorkflowRun): void {
  const { id, status, progress, error } = run;
  print.document(run, id, () => [`${id}  ${status}  ${progress.percent}%${error ? `  ${clean(error.message)}` : ''}`]);
  if (status === 'failed' || status === 'cancelled')
    throw new CliError(EXIT.videoFailed, `Run ${id} ${status}: ${error?.message ?? ''}`, 'run_failed');
}

async function endOf({ kadr, io, print }: Session, started: WorkflowRun): Promise<WorkflowRun> {
  for (let run = started, said = ''; ; run = await kadr.workflowRuns.get(started.id, { signal: io.signal })) {
    const line = `${run.status}  ${run.progress.done}/${run.progress.total} nodes`;
    if (line !== said) print.note((said = line));
    if (run.status === 'completed' || run.status === 'failed' || run.status === 'cancelled') return run;
    await sleep(1_000, io.signal);
  }
}
