/** Commands about videos that are there already. */
import { spawn } from 'node:child_process';
import { ApiError, type Video, type VideoSegment } from '@kadr/sdk';
import { Argument, type Command, Option } from 'commander';
import { agreed } from '../ask.js';
import { CliError, EXIT } from '../faults.js';
import { type Io } from '../io.js';
import { bytes, clean, money } from '../output/text.js';
import { type Session } from '../session.js';
import { type GateType } from '../watch/view.js';
import { act, dollars, firstOf, indexes, integer, pair, textOf } from './act.js';
import { checkAllMade, watchVideos } from './watching.js';

const STATUSES = ['queued', 'processing', 'awaiting_approval', 'completed', 'failed', 'cancelled'] as const;
const GATES = ['script', 'images', 'videos'] as const;

export function showVideo({ print }: Session, video: Video): void {
  const { id, title, status, stage, progress, cost, error, approvals, createdAt } = video;
  const gate = approvals.find((one) => one.status === 'pending');
  print.facts(video, id, [
    ['id', id],
    ['title', title],
    ['status', status === 'processing' ? `${status} (${stage})` : status],
    ['progress', `${progress.percent}% ${progress.message}`],
    ['waits for', gate ? `${gate.type} (kadr approve ${id} ${gate.type})` : null],
    ['cost', money(cost.amountMicros, cost.currency)],
    ['film', video.video?.url ?? null],
    ['files', video.artifacts.length === 0 ? null : video.artifacts.map(({ name, bytes: size }) => `${name} (${bytes(size)})`).join(', ')],
    ['error', error && `${error.code}: ${error.message}`],
    ['ordered', createdAt],
  ]);
}

export function addVideos(program: Command, io: Io): void {
  program
    .command('list')
    .description('videos, the newest first')
    .addOption(new Option('--status <status>').choices(STATUSES))
    .option('--query <text>', 'in title and prompt')
    .option('--metadata <name=value>', 'that carry it; may be repeated', pair)
    .option('--limit <count>', 'at most', integer(1, 200))
    .option('--cursor <cursor>', 'goes on where a list before has ended')
    .option('--all', 'to the end')
    .action(
      act<{
        status?: (typeof STATUSES)[number];
        query?: string;
        metadata?: Record<string, string>;
        limit?: number;
        cursor?: string;
        all?: boolean;
      }>(io, async ({ session, options: { status, query, metadata, limit, cursor, all } }) => {
        const pages = session.kadr.videos.list({
          ...(status && { status }),
          ...(query !== undefined && { q: query }),
          ...(metadata && { metadata }),
          ...(limit !== undefined && { limit }),
          ...(cursor !== undefined && { cursor }),
        });
        const list = await firstOf(pages, all);
        session.print.list(
          list,
          [
            { head: 'ID', of: ({ id }) => id },
            { head: 'STATUS', of: ({ status: state }) => state },
            { head: '%', of: ({ progress }) => String(Math.floor(progress.percent)), isNumber: true },
            { head: 'COST', of: ({ cost }) => money(cost.amountMicros, cost.currency), isNumber: true },
            { head: 'ORDERED', of: ({ createdAt }) => createdAt.slice(0, 16).replace('T', ' ') },
            { head: 'TITLE', of: ({ title }) => title ?? '', gives: true },
          ],
          ({ id }) => id,
        );
        if (list.nextCursor !== null && session.print.mode === 'people') session.print.note(`More: --cursor ${list.nextCursor}, or --all`);
      }),
    );

  program
    .command('show')
    .description('one video')
    .argument('<id>')
    .action(act(io, async ({ session, args: [id = ''] }) => showVideo(session, await session.kadr.videos.get(id))));

  program
    .command('segments')
    .description('its segments')
    .argument('<id>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        session.print.list<VideoSegment>(
          await session.kadr.videos.segments(id),
          [
            { head: '#', of: ({ index }) => String(index), isNumber: true },
            { head: 'SECTION', of: ({ section }) => section },
            { head: 'S', of: ({ durationSeconds }) => durationSeconds.toFixed(1), isNumber: true },
            { head: 'IMAGE', of: ({ imageStatus }) => imageStatus },
            { head: 'CLIP', of: ({ videoStatus }) => videoStatus },
            { head: 'SOURCE', of: ({ source, isFallback }) => `${source ?? ''}${isFallback ? ' (stands in)' : ''}` },
            { head: 'TEXT', of: ({ text }) => text, gives: true },
          ],
          ({ index }) => String(index),
        );
      }),
    );

  program
    .command('timeline')
    .description('what happened')
    .argument('<id>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        session.print.list(
          await session.kadr.videos.timeline(id),
          [
            { head: 'AT', of: ({ at }) => at },
            { head: 'SEGMENT', of: ({ segment }) => (segment === null ? '' : String(segment)), isNumber: true },
            { head: 'WHAT', of: ({ title }) => title, gives: true },
          ],
          ({ position }) => String(position),
        );
      }),
    );

  program
    .command('watch')
    .description('follow videos to their end')
    .argument('<ids...>')
    .option('--until-gate', 'ends also when somebody has to decide')
    .option('--timeout <seconds>', 'wait no longer than this', integer(1))
    .action(
      act<{ untilGate?: boolean; timeout?: number }>(io, async ({ session, args: [ids], options: { untilGate, timeout } }) => {
        const { print } = session;
        const videos = await watchVideos(session, [...new Set(ids as unknown as string[])], {
          printsEvents: print.mode === 'json',
          ...(untilGate !== undefined && { untilGate }),
          ...(timeout !== undefined && { timeoutSeconds: timeout }),
        });
        if (print.mode !== 'json') for (const video of videos) print.document(video, video.id, () => [endLine(video)]);
        checkAllMade(videos);
      }),
    );

  program
    .command('open')
    .description('show the film in a browser')
    .argument('<id>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        const { video } = await session.kadr.videos.get(id);
        if (!video) throw new CliError(EXIT.conflict, `The film of ${id} is not there yet: kadr watch ${id}`, 'not_ready');
        session.print.document({ id, url: video.url }, video.url, () => [video.url]);
        if (io.stdout.isTTY && session.print.mode === 'people') openInBrowser(io, video.url);
      }),
    );

  addDecisions(program, io);
  addChanges(program, io);
}

const endLine = ({ id, status, video, error }: Video): string =>
  [id, status, video?.url ?? (error ? clean(`${error.code}: ${error.message}`) : '')].join('  ').trimEnd();

/** Only web addresses are handed on, as one argument and without a shell. */
function openInBrowser({ platform }: Io, url: string): void {
  if (!/^https?:\/\//.test(url)) return;
  const [command, ...args]: [string, ...string[]] =
    platform === 'darwin' ? ['open', url] : platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', url] : ['xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined); // no browser here: the address has been said
  child.unref();
}

interface DecisionOptions {
  readonly comment?: string;
  readonly segments?: number[];
  readonly script?: string;
}

function addDecisions(program: Command, io: Io): void {
  for (const decision of ['approve', 'reject'] as const) {
    const command = program
      .command(decision)
      .description(decision === 'approve' ? 'let a video that waits go on' : 'have it made differently')
      .argument('<id>')
      .addArgument(new Argument('[type]', 'default: the one that it waits for').choices(GATES))
      .option('--comment <text>', 'goes with the decision');
    if (decision === 'reject') command.option('--segments <indexes>', 'only these, such as 3,4', indexes);
    command.option('--script <file>', 'the script to go on with; - for stdin').action(
      act<DecisionOptions>(io, async ({ session, args: [id = '', type], options }) => {
        const gate = (type as GateType | undefined) ?? (await pendingGate(session, id));
        const { comment, segments } = options;
        const script = options.script === undefined ? undefined : await textOf(io, options.script);
        const body = { ...(comment !== undefined && { comment }), ...(segments && { segments }), ...(script !== undefined && { script }) };
        const video = await session.kadr.videos[decision](id, gate, body);
        session.print.done(video, video.id, `${decision === 'approve' ? 'Approved' : 'Rejected'}: ${gate}. Follow it: kadr watch ${id}`);
      }),
    );
  }
}

async function pendingGate({ kadr }: Session, id: string): Promise<GateType> {
  const { approvals } = await kadr.videos.get(id);
  const gate = approvals.find(({ status }) => status === 'pending');
  if (!gate) throw new CliError(EXIT.conflict, `Video ${id} waits for no decision`, 'nothing_pending');
  return gate.type;
}

interface RegenerateOptions {
  readonly prompt?: string;
  readonly model?: string;
  readonly maxCost?: number;
  readonly yes?: boolean;
}

function addChanges(program: Command, io: Io): void {
  program
    .command('regenerate')
    .description('make one segment again')
    .argument('<id>')
    .argument('<index>', 'of the segment, from 0', integer(0))
    .option('--prompt <text>', 'what is to be seen')
    .option('--model <id>', 'that makes it')
    .addOption(new Option('--max-cost <dollars>', 'refuse it when it would cost more').argParser(dollars))
    .option('--yes', 'agree to the price')
    .action(
      act<RegenerateOptions>(io, async ({ session, args: [id = '', index], options }) => {
        const video = await regenerated(session, id, Number(index), options);
        session.print.done(video, video.id, `Segment ${index} is made again. Follow it: kadr watch ${id}`);
      }),
    );

  for (const [name, what, said] of [
    ['cancel', 'stop a video', 'Stopped'],
    ['retry', 'go on with one that failed', 'It goes on'],
  ] as const) {
    program
      .command(name)
      .description(what)
      .argument('<id>')
      .action(
        act(io, async ({ session, args: [id = ''] }) => {
          const video = await session.kadr.videos[name](id);
          session.print.done(video, id, `${said}: ${id}`);
        }),
      );
  }

  program
    .command('delete')
    .description('delete a video and its files')
    .argument('<id>')
    .option('--yes', 'agree to it')
    .action(
      act<{ yes?: boolean }>(io, async ({ session, args: [id = ''], options: { yes } }) => {
        if (!yes && !(await agreed(io, `Delete video ${clean(id)} and its files?`)))
          throw new CliError(EXIT.usage, 'Nothing was deleted', 'not_confirmed');
        await session.kadr.videos.delete(id);
        session.print.done({ id, deleted: true }, id, `Deleted: ${id}`);
      }),
    );
}

/** Asked for without money first: a refusal says the price, and reserves nothing. */
async function regenerated({ kadr, io }: Session, id: string, index: number, options: RegenerateOptions): Promise<Video> {
  const { prompt, model, maxCost, yes } = options;
  const wish = { ...(prompt !== undefined && { prompt }), ...(model !== undefined && { model }) };
  if (maxCost !== undefined && yes) return kadr.videos.regenerate(id, index, { ...wish, maxCostMicros: maxCost });
  try {
    return await kadr.videos.regenerate(id, index, { ...wish, maxCostMicros: 0 });
  } catch (error) {
    if (!(error instanceof ApiError && error.is('cost_above_limit'))) throw error;
    const price = error.problem.estimatedMicros;
    if (maxCost !== undefined && price > maxCost) {
      throw new CliError(EXIT.quota, `It would cost ${money(price)}, more than --max-cost ${money(maxCost)}`, 'cost_above_limit');
    }
    if (!yes && !(await agreed(io, `Spend ${money(price)}?`))) throw new CliError(EXIT.usage, 'Nothing was ordered', 'not_confirmed');
    return kadr.videos.regenerate(id, index, { ...wish, maxCostMicros: price });
  }
}
