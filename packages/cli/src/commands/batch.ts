/** `batch`: a table of rows becomes films. */
import fs from 'node:fs';
import path from 'node:path';
import { type Batch, type BatchFileType, type BatchItem } from '@kadr/sdk';
import { type Command, Option } from 'commander';
import { CliError, EXIT } from '../faults.js';
import { type Io } from '../io.js';
import { money } from '../output/text.js';
import { type Session } from '../session.js';
import { act, dollars, firstOf, integer, jsonOf } from './act.js';
import { set } from './order.js';
import { withinPrice } from './price.js';

interface RunOptions {
  readonly name?: string;
  readonly format?: 'csv' | 'ndjson';
  readonly defaults?: string;
  readonly set?: readonly string[];
  readonly concurrency?: number;
  readonly sample?: number;
  readonly stopOnFailure?: boolean;
  readonly maxCost?: number;
  readonly yes?: boolean;
  readonly watch?: boolean;
}

const TYPES: Readonly<Record<string, BatchFileType>> = {
  '.csv': 'text/csv',
  '.ndjson': 'application/x-ndjson',
  '.jsonl': 'application/x-ndjson',
};

export function addBatch(program: Command, io: Io): void {
  const batch = program.command('batch').description('many films out of a table of rows');
  batch
    .command('run')
    .description('order a film of each row, all or none')
    .argument('<file>', 'CSV, or JSON objects a line; - for stdin')
    .addOption(new Option('--format <name>', 'of what comes on stdin').choices(['csv', 'ndjson']))
    .option('--name <text>')
    .option('--defaults <file>', 'JSON: what all rows have in common; {{column}} is filled from each row')
    .option('--set <path=value>', 'any field of the defaults; may be repeated', (text: string, before: string[] = []) => [...before, text])
    .option('--concurrency <count>', 'films at the same time', integer(1))
    .option('--sample <count>', 'make these first, the others after `kadr batch approve`', integer(1))
    .option('--stop-on-failure', 'start nothing new after a failure')
    .addOption(new Option('--max-cost <dollars>', 'refuse it when all of it would cost more').argParser(dollars))
    .option('--yes', 'agree to the price')
    .option('--watch', 'follow it to its end')
    .action(act<RunOptions>(io, async ({ session, args: [file = ''], options }) => run(session, file, options)));
  batch
    .command('list')
    .description('batches, the newest first')
    .action(
      act(io, async ({ session }) => {
        session.print.list<Batch>(
          await firstOf(session.kadr.batches.list(), false),
          [
            { head: 'ID', of: ({ id }) => id },
            { head: 'STATUS', of: statusOf },
            { head: 'DONE', of: ({ counts }) => `${counts.completed}/${counts.total}`, isNumber: true },
            { head: 'FAILED', of: ({ counts }) => String(counts.failed), isNumber: true },
            { head: 'COST', of: ({ cost }) => money(cost.amountMicros), isNumber: true },
            { head: 'NAME', of: ({ name }) => name ?? '', gives: true },
          ],
          ({ id }) => id,
        );
      }),
    );
  batch
    .command('status')
    .description('how far it is, and what failed')
    .argument('<id>')
    .action(act(io, async ({ session, args: [id = ''] }) => show(session, await session.kadr.batches.get(id))));
  batch
    .command('watch')
    .description('follow it to its end')
    .argument('<id>')
    .action(act(io, async ({ session, args: [id = ''] }) => watch(session, id)));
  batch
    .command('report')
    .description('all items as CSV')
    .argument('<id>')
    .action(act(io, async ({ session, args: [id = ''] }) => void session.io.stdout.write(await session.kadr.batches.reportCsv(id))));
  for (const [word, description, call] of CHANGES) {
    batch
      .command(word)
      .description(description)
      .argument('<id>')
      .action(
        act(io, async ({ session, args: [id = ''] }) => {
          const changed = await call(session, id);
          session.print.done(changed, id, `${statusOf(changed)}: ${id}`);
        }),
      );
  }
}

const CHANGES: readonly (readonly [string, string, (session: Session, id: string) => PromiseLike<Batch>])[] = [
  ['retry', 'make the failed items again', ({ kadr }, id) => kadr.batches.retryFailed(id)],
  ['pause', 'start nothing new', ({ kadr }, id) => kadr.batches.pause(id)],
  ['resume', 'go on', ({ kadr }, id) => kadr.batches.resume(id)],
  ['approve', 'the sample is good: make the others', ({ kadr }, id) => kadr.batches.approve(id)],
  ['cancel', 'start nothing new, and cancel what is being made', ({ kadr }, id) => kadr.batches.cancel(id)],
];

async function run(session: Session, file: string, options: RunOptions): Promise<void> {
  const defaults = options.defaults === undefined ? {} : await jsonOf(session.io, options.defaults);
  for (const assignment of options.set ?? []) set(defaults, assignment);
  const type = options.format === undefined ? TYPES[path.extname(file).toLowerCase()] : TYPES[`.${options.format}`];
  if (!type) throw new CliError(EXIT.usage, 'Give --format csv or --format ndjson: the name of the file does not say', 'no_format');
  const { name, concurrency, sample } = options;
  const settings = {
    ...(name !== undefined && { name }),
    ...(concurrency !== undefined && { concurrency }),
    ...(sample !== undefined && { sample }),
    ...(options.stopOnFailure && { onFailure: 'stop' as const }),
    ...(Object.keys(defaults).length > 0 && { defaults: JSON.stringify(defaults) }),
  };
  const bytes = await bytesOf(session.io, file);
  const order = (maxCostMicros: number | null): PromiseLike<Batch> =>
    session.kadr.batches.createFromFile(bytes, type, { ...settings, ...(maxCostMicros !== null && { maxCostMicros }) });
  const made = await withinPrice(session, { ...options, of: 'all of them' }, order);
  if (!options.watch) return session.print.document(made, made.id, () => [`${made.id}  ${made.counts.total} videos`]);
  session.print.note(`Batch ${made.id}, ${made.counts.total} videos`);
  await watch(session, made.id);
}

async function bytesOf(io: Io, file: string): Promise<Uint8Array<ArrayBuffer>> {
  if (file === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk as Buffer | string));
    return new Uint8Array(Buffer.concat(chunks));
  }
  try {
    return new Uint8Array(fs.readFileSync(path.resolve(io.cwd, file)));
  } catch (error) {
    throw new CliError(EXIT.usage, `Cannot read ${file} (${(error as NodeJS.ErrnoException).code})`, 'not_readable');
  }
}

/** A line a change; ends with the batch, or when somebody has to look at its sample. */
async function watch(session: Session, id: string): Promise<void> {
  const { kadr, print, io } = session;
  let seen = '';
  let status = '';
  for await (const event of kadr.batches.events(id, { signal: io.signal })) {
    if (print.mode === 'json') print.event({ batchId: id, ...event }, id, '');
    else if (event.event === 'progress') {
      const { counts, cost } = event.data;
      const line = `${counts.completed} of ${counts.total} made, ${counts.running} being made, ${counts.failed} failed, ${money(cost.amountMicros)}`;
      if (line !== seen) print.note(line);
      seen = line;
    } else if (event.event === 'batch' && event.data.status === 'paused') print.note(`Paused: ${event.data.pauseReason ?? ''}`);
    if (event.event === 'batch') ({ status } = event.data);
    // The stream is opened again wherever it was cut, so its end is known by what it says.
    if (event.event === 'progress' && (status === 'completed' || status === 'cancelled') && event.data.counts.running === 0) break;
    if (event.event === 'batch' && status === 'awaiting_approval') {
      print.note(`The sample is there: kadr batch approve ${id}`);
      break;
    }
  }
  const batch = await kadr.batches.get(id);
  if (print.mode !== 'json') await show(session, batch);
  const { failed, cancelled } = batch.counts;
  if (failed + cancelled > 0) throw new CliError(EXIT.videoFailed, `${failed} failed, ${cancelled} cancelled`, 'videos_failed');
}

const statusOf = ({ status, pauseReason }: Batch): string => (pauseReason ? `${status} (${pauseReason})` : status);

async function show(session: Session, batch: Batch): Promise<void> {
  const { id, name, counts, cost, etaSeconds } = batch;
  const { data: failed } = counts.failed === 0 ? { data: [] } : await firstOf(session.kadr.batches.items(id, { status: 'failed' }), false);
  session.print.facts(batch, id, [
    ['id', id],
    ['name', name],
    ['status', statusOf(batch)],
    ['videos', `${counts.completed} of ${counts.total} made, ${counts.running} being made, ${counts.pending} to come`],
    ['failed', failed.length === 0 ? null : failed.map(failure).join('\n')],
    ['cost', `${money(cost.amountMicros)} of ${money(cost.estimatedMicros)}`],
    ['left', etaSeconds === null ? null : `about ${etaSeconds} s`],
  ]);
}

const failure = ({ index, key, error }: BatchItem): string => `${key ?? index}: ${error?.message || error?.code || ''}`;
