/** What can be chosen from, what was uploaded, what it costs. */
import { type Asset, type Model, type QuotaOfResource, type Template, type UsageSum } from '@kadr/sdk';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { CliError, EXIT } from '../faults.js';
import { type Io } from '../io.js';
import { bytes, money } from '../output/text.js';
import { act, firstOf, integer } from './act.js';

const CAPABILITIES = [
  ...(['script', 'text-to-image', 'image-edit', 'upscale', 'text-to-video', 'image-to-video'] as const),
  ...(['frames-to-video', 'voice', 'music', 'transcription', 'stock', 'render'] as const),
];

export function addCatalogue(program: Command, io: Io): void {
  program
    .command('models')
    .description('models that can be ordered')
    .addOption(new Option('--capability <name>').choices(CAPABILITIES))
    .action(
      act<{ capability?: (typeof CAPABILITIES)[number] }>(io, async ({ session, options: { capability } }) => {
        session.print.list<Model>(
          await firstOf(session.kadr.models.list(capability ? { capability } : {}), true),
          [
            { head: 'MODEL', of: ({ id }) => id, gives: true },
            { head: 'CAPABILITY', of: ({ capability: what }) => what },
            { head: 'PRICE', of: ({ priceMicros, unit }) => `${money(priceMicros)}/${unit}`, isNumber: true },
            {
              head: 'AVAILABLE',
              of: ({ available, unavailableReason }) => (available ? 'yes' : `no: ${unavailableReason ?? ''}`),
              gives: true,
            },
          ],
          ({ id }) => id,
        );
      }),
    );

  program
    .command('templates')
    .description('montage templates')
    .action(
      act(io, async ({ session }) => {
        session.print.list<Template>(
          await firstOf(session.kadr.templates.list(), true),
          [
            { head: 'TEMPLATE', of: ({ id }) => id },
            { head: 'WHAT', of: ({ description }) => description, gives: true },
          ],
          ({ id }) => id,
        );
      }),
    );

  program
    .command('ideas')
    .description('work an idea out')
    .argument('<idea>')
    .option('--language <code>')
    .action(
      act<{ language?: string }>(io, async ({ session, args: [idea = ''], options: { language } }) => {
        const { title, hook, tone, format, audience, outline, ...rest } = await session.kadr.ideas.expand({
          idea,
          ...(language !== undefined && { language }),
        });
        session.print.facts({ title, hook, tone, format, audience, outline, ...rest }, title, [
          ...Object.entries({ title, hook, tone, format, audience }),
          ...outline.map((line, at): [string, string] => [at === 0 ? 'outline' : '', line]),
        ]);
      }),
    );

  addAssets(program, io);
  addBilling(program, io);
}

function addAssets(program: Command, io: Io): void {
  const assets = program.command('assets').description('the media library');
  assets
    .command('upload')
    .description('a file, or what lies at an address')
    .argument('<source>')
    .action(
      act(io, async ({ session, args: [source = ''] }) => {
        const { kadr, print } = session;
        const isAddress = /^https?:\/\//i.test(source);
        const asset = isAddress
          ? await kadr.assets.create({ url: source })
          : await uploaded(session.kadr, io, source, print.note.bind(print));
        print.document(asset, asset.id, () => [`${asset.id}  ${asset.status}`]);
      }),
    );
  assets
    .command('list')
    .option('--limit <count>', 'at most', integer(1, 200))
    .option('--all', 'to the end')
    .action(
      act<{ limit?: number; all?: boolean }>(io, async ({ session, options: { limit, all } }) => {
        session.print.list<Asset>(
          await firstOf(session.kadr.assets.list(limit === undefined ? {} : { limit }), all),
          [
            { head: 'ID', of: ({ id }) => id },
            { head: 'STATUS', of: ({ status }) => status },
            { head: 'KIND', of: ({ kind }) => kind ?? '' },
            { head: 'SIZE', of: ({ bytes: size }) => (size === null ? '' : bytes(size)), isNumber: true },
            { head: 'NAME', of: ({ name }) => name ?? '', gives: true },
          ],
          ({ id }) => id,
        );
      }),
    );
  assets
    .command('delete')
    .argument('<id>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        await session.kadr.assets.delete(id);
        session.print.done({ id, deleted: true }, id, `Deleted: ${id}`);
      }),
    );
}

type Kadr = Parameters<Parameters<typeof act>[1]>[0]['session']['kadr'];

async function uploaded(kadr: Kadr, io: Io, source: string, note: (text: string) => void): Promise<Asset> {
  let said = -1;
  const onProgress = ({ bytes: sent, totalBytes }: { bytes: number; totalBytes: number | null }): void => {
    const tenth = totalBytes ? Math.floor((sent * 10) / totalBytes) : -1;
    if (tenth > said) note(`${(said = tenth) * 10}% of ${bytes(totalBytes ?? 0)}`);
  };
  try {
    return await kadr.assets.upload(path.resolve(io.cwd, source), { onProgress, signal: io.signal });
  } catch (error) {
    const { code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
      throw new CliError(EXIT.usage, `Cannot read ${source} (${code})`, 'not_readable');
    throw error;
  }
}

function addBilling(program: Command, io: Io): void {
  program
    .command('usage')
    .description('what was used, and what it cost')
    .option('--from <date>', 'default: the present period')
    .option('--to <date>')
    .addOption(new Option('--group-by <what>').choices(['day', 'provider', 'video']))
    .option('--csv', 'as CSV')
    .action(
      act<{ from?: string; to?: string; groupBy?: 'day' | 'provider' | 'video'; csv?: boolean }>(io, async ({ session, options }) => {
        const { from, to, groupBy, csv } = options;
        const query = { ...(from !== undefined && { from }), ...(to !== undefined && { to }), ...(groupBy && { groupBy }) };
        if (csv) return void io.stdout.write(await session.kadr.billing.usageCsv(query));
        const usage = await session.kadr.billing.usage(query);
        session.print.list<UsageSum>(
          usage,
          [
            { head: usage.groupBy.toUpperCase(), of: ({ group }) => group, gives: true },
            { head: 'RESOURCE', of: ({ resource }) => resource },
            { head: 'QUANTITY', of: ({ quantity }) => String(quantity), isNumber: true },
            { head: 'COST', of: ({ amountMicros }) => money(amountMicros, usage.currency), isNumber: true },
          ],
          ({ group, resource }) => `${group} ${resource}`,
        );
      }),
    );
  program
    .command('quota')
    .description('what is left')
    .action(
      act(io, async ({ session }) => {
        const quota = await session.kadr.billing.quota();
        const said = (value: number | null): string => (value === null ? 'no limit' : String(value));
        session.print.list<QuotaOfResource>(
          { ...quota, data: quota.resources } as { data: QuotaOfResource[] },
          [
            { head: 'RESOURCE', of: ({ resource }) => resource },
            { head: 'USED', of: ({ used }) => String(used), isNumber: true },
            { head: 'RESERVED', of: ({ reserved }) => String(reserved), isNumber: true },
            { head: 'LEFT', of: ({ remaining }) => said(remaining), isNumber: true },
            { head: 'LIMIT', of: ({ limit }) => said(limit), isNumber: true },
            { head: 'NEW FROM', of: ({ resetsAt }) => resetsAt ?? '', gives: true },
          ],
          ({ resource, remaining }) => `${resource} ${said(remaining)}`,
        );
      }),
    );
}
