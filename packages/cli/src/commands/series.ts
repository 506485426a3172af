/** `series`: films that follow each other. */
import { type Episode, type Series, type SeriesOrderData } from '@kadr/sdk';
import { type Command, Option } from 'commander';
import { type Io } from '../io.js';
import { type Session } from '../session.js';
import { act, dollars, firstOf, integer, jsonOf, textOf } from './act.js';
import { type OrderOptions, orderOf, set, withOrderOptions } from './order.js';
import { withinPrice } from './price.js';
import { checkAllMade, watchVideos } from './watching.js';

interface CreateOptions {
  readonly bible?: string;
  readonly topics?: string;
  readonly defaults?: string;
  readonly set?: readonly string[];
  readonly batchOf?: number;
  readonly maxCost?: number;
  readonly yes?: boolean;
}

interface NextOptions extends OrderOptions {
  readonly yes?: boolean;
  readonly wait?: boolean;
  readonly timeout?: number;
}

export function addSeries(program: Command, io: Io): void {
  const series = program.command('series').description('films that follow each other');
  series
    .command('create')
    .description('what its episodes have in common; nothing is made yet, but with --batch-of')
    .argument('<name>')
    .option('--bible <file>', 'what the writer is always told; - for stdin')
    .option('--topics <file>', 'a topic a line, one for each episode; - for stdin')
    .option('--defaults <file>', 'JSON: the order of every episode; {{topic}} and {{episode}} are filled in')
    .option('--set <path=value>', 'any field of the defaults; may be repeated', (text: string, before: string[] = []) => [...before, text])
    .addOption(new Option('--batch-of <n>', 'order the first n episodes at once, one after the other').argParser(integer(1, 1_000)))
    .addOption(new Option('--max-cost <dollars>', 'refuse when all of them would cost more').argParser(dollars))
    .option('--yes', 'agree to the price')
    .action(act<CreateOptions>(io, async ({ session, args: [name = ''], options }) => create(session, name, options)));
  series
    .command('list')
    .description('series, the newest first')
    .action(act(io, async ({ session }) => list(session)));
  series
    .command('show')
    .description('what it is, and what comes next')
    .argument('<id>')
    .action(act(io, async ({ session, args: [id = ''] }) => show(session, await session.kadr.series.get(id))));
  withOrderOptions(series.command('next').description('order the next episode').argument('<id>'))
    .option('--yes', 'agree to the price')
    .option('--wait', 'follow it to its end')
    .addOption(new Option('--timeout <seconds>', 'wait no longer than this').argParser(integer(1)))
    .action(
      act<NextOptions>(io, async ({ session, args: [id = '', prompt], options }) =>
        next(session, id, await orderOf(io, prompt, options), options),
      ),
    );
  series
    .command('episodes')
    .description('its episodes, the newest first')
    .argument('<id>')
    .action(act(io, async ({ session, args: [id = ''] }) => episodes(session, id)));
  series
    .command('add-topics')
    .description('topics at the end of its list')
    .argument('<id>')
    .argument('<topics...>')
    .action(
      act(io, async ({ session, args: [id = '', added] }) => {
        const { topics } = await session.kadr.series.get(id);
        const changed = await session.kadr.series.change(id, { topics: [...topics, ...(added as unknown as string[])] });
        session.print.done(changed, id, `${changed.topics.length} topics: ${id}`);
      }),
    );
  series
    .command('delete')
    .description('forget its words; its films stay')
    .argument('<id>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        await session.kadr.series.delete(id);
        session.print.done({ id, deleted: true }, id, `deleted: ${id}`);
      }),
    );
}

async function create(session: Session, name: string, { bible, topics, defaults, batchOf, ...options }: CreateOptions): Promise<void> {
  const { io, kadr, print } = session;
  const common = defaults === undefined ? {} : await jsonOf(io, defaults);
  for (const assignment of options.set ?? []) set(common, assignment);
  const lines = topics === undefined ? [] : (await textOf(io, topics)).split(/\r?\n/).map((line) => line.trim());
  const words = {
    name,
    ...(bible !== undefined && { bible: await textOf(io, bible) }),
    ...(topics !== undefined && { topics: lines.filter((line) => line !== '') }),
    ...(Object.keys(common).length > 0 && { defaults: common }),
  };
  const order = (maxCostMicros: number | null): PromiseLike<Series> =>
    kadr.series.create({ ...words, ...(batchOf !== undefined && { batchOf, ...(maxCostMicros !== null && { maxCostMicros }) }) });
  const made = batchOf === undefined ? await order(null) : await withinPrice(session, { ...options, of: 'all of them' }, order);
  const batch = made.batchId === null ? '' : `, batch ${made.batchId}`;
  print.document(made, made.id, () => [`${made.id}  ${made.topics.length} topics${batch}`]);
}

async function list({ kadr, print }: Session): Promise<void> {
  print.list<Series>(
    await firstOf(kadr.series.list(), false),
    [
      { head: 'ID', of: ({ id }) => id },
      { head: 'NEXT', of: ({ nextEpisode }) => String(nextEpisode), isNumber: true },
      { head: 'TOPICS', of: ({ topics }) => String(topics.length), isNumber: true },
      { head: 'TOPIC', of: ({ nextTopic }) => nextTopic ?? '', gives: true },
      { head: 'NAME', of: ({ name }) => name, gives: true },
    ],
    ({ id }) => id,
  );
}

function show({ print }: Session, series: Series): void {
  const { id, name, bible, topics, nextEpisode, nextTopic } = series;
  print.facts(series, id, [
    ['id', id],
    ['name', name],
    ['next', `${nextEpisode}${nextTopic === null ? '' : `: ${nextTopic}`}`],
    ['topics', topics.length === 0 ? null : topics.join('\n')],
    ['bible', bible === '' ? null : bible],
  ]);
}

async function next(session: Session, id: string, order: SeriesOrderData['body'], options: NextOptions): Promise<void> {
  const { kadr, print } = session;
  const episode = await withinPrice<Episode>(session, { ...options, of: 'the episode' }, (maxCostMicros) =>
    kadr.series.order(id, { ...order, ...(maxCostMicros !== null && { maxCostMicros }) } as SeriesOrderData['body']),
  );
  if (!options.wait) return print.document(episode, episode.videoId, () => [lineOf(episode)]);
  print.note(lineOf(episode));
  const ended = await watchVideos(session, [episode.videoId], options.timeout === undefined ? {} : { timeoutSeconds: options.timeout });
  print.document(episode, episode.videoId, () => []);
  checkAllMade(ended);
}

const lineOf = ({ episode, topic, videoId }: Episode): string => `Episode ${episode}${topic === null ? '' : `, ${topic}`}: ${videoId}`;

async function episodes({ kadr, print }: Session, id: string): Promise<void> {
  print.list<Episode>(
    await firstOf(kadr.series.episodes(id), false),
    [
      { head: 'EPISODE', of: ({ episode }) => String(episode), isNumber: true },
      { head: 'VIDEO', of: ({ videoId }) => videoId },
      { head: 'STATUS', of: ({ status }) => status ?? 'deleted' },
      { head: 'TOPIC', of: ({ topic }) => topic ?? '', gives: true },
      { head: 'TITLE', of: ({ title }) => title ?? '', gives: true },
    ],
    ({ videoId }) => videoId,
  );
}
