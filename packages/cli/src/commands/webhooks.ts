import { type CreateWebhookEndpointRequest, type WebhookDelivery, type WebhookEndpoint } from '@kadr/sdk';
import { type Command, Option } from 'commander';
import { type Io } from '../io.js';
import { act, firstOf, integer, listed, pair } from './act.js';

export function addWebhooks(program: Command, io: Io): void {
  const webhooks = program.command('webhooks').description('addresses that hear what happens');
  webhooks.command('list').action(
    act(io, async ({ session }) => {
      session.print.list<WebhookEndpoint>(
        await firstOf(session.kadr.webhooks.list(), true),
        [
          { head: 'ID', of: ({ id }) => id },
          { head: 'STATUS', of: ({ status, disabledReason }) => (disabledReason ? `${status}: ${disabledReason}` : status) },
          { head: 'PENDING', of: ({ pending }) => String(pending), isNumber: true },
          { head: 'EVENTS', of: ({ events }) => events.join(' '), gives: true },
          { head: 'URL', of: ({ url }) => url, gives: true },
        ],
        ({ id }) => id,
      );
    }),
  );
  webhooks
    .command('create')
    .argument('<address>')
    .option('--events <types>', 'types, job.* or *', listed, ['*'])
    .option('--description <text>')
    .option('--metadata <name=value>', 'only what carries it; may be repeated', pair)
    .addOption(new Option('--payload <how>').choices(['full', 'thin']))
    .action(
      act<{ events: string[] } & Pick<CreateWebhookEndpointRequest, 'description' | 'metadata' | 'payload'>>(
        io,
        async ({ session, args: [url = ''], options }) => {
          const { description, metadata, payload } = options;
          // The default is the first entry of what is collected.
          const events = options.events.length > 1 ? options.events.filter((type, at) => at > 0 || type !== '*') : options.events;
          const body = {
            url,
            events,
            ...(description !== undefined && { description }),
            ...(metadata && { metadata }),
            ...(payload && { payload }),
          };
          const made = await session.kadr.webhooks.create(body);
          session.print.document(made, made.id, () => [`${made.id}  ${made.secret}`]);
          session.print.note('The secret is not shown again.');
        },
      ),
    );
  webhooks
    .command('test')
    .description("send the catalogue's example")
    .argument('<id>')
    .option('--type <type>')
    .action(
      act<{ type?: string }>(io, async ({ session, args: [id = ''], options: { type } }) => {
        const { deliveryId } = await session.kadr.webhooks.test(id, type === undefined ? {} : { type });
        session.print.document({ deliveryId }, deliveryId, () => [deliveryId]);
      }),
    );
  webhooks
    .command('replay')
    .description('send again what happened')
    .argument('<id>')
    .requiredOption('--since <time>', 'RFC 3339')
    .option('--until <time>')
    .option('--types <types>', '', listed)
    .addOption(new Option('--only <which>').choices(['missing', 'failed', 'all']))
    .action(
      act<{ since: string; until?: string; types?: string[]; only?: 'missing' | 'failed' | 'all' }>(
        io,
        async ({ session, args: [id = ''], options }) => {
          const { since, until, types, only } = options;
          const body = { since, ...(until !== undefined && { until }), ...(types && { types }), ...(only && { only }) };
          const replayed = await session.kadr.webhooks.replay(id, body);
          session.print.document(replayed, String(replayed.deliveries), () => [`${replayed.deliveries} deliveries are due`]);
        },
      ),
    );
  webhooks
    .command('deliveries')
    .description('the newest tries')
    .argument('<id>')
    .option('--limit <count>', '', integer(1, 200))
    .action(
      act<{ limit?: number }>(io, async ({ session, args: [id = ''], options: { limit } }) => {
        session.print.list<WebhookDelivery>(
          await firstOf(session.kadr.webhooks.deliveries(id, limit === undefined ? {} : { limit }), false),
          [
            { head: 'ID', of: ({ id: delivery }) => delivery },
            { head: 'STATUS', of: ({ status }) => status },
            { head: 'TRIES', of: ({ tries }) => String(tries), isNumber: true },
            { head: 'AT', of: ({ createdAt }) => createdAt },
            { head: 'TYPE', of: ({ type }) => type, gives: true },
          ],
          ({ id: delivery }) => delivery,
        );
      }),
    );
  webhooks
    .command('redeliver')
    .argument('<delivery>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        const delivery = await session.kadr.webhookDeliveries.redeliver(id);
        session.print.done(delivery, id, `On its way again: ${id}`);
      }),
    );
  webhooks
    .command('enable')
    .argument('<id>')
    .addOption(new Option('--backlog <what>', 'what was held meanwhile').choices(['send', 'drop']))
    .action(
      act<{ backlog?: 'send' | 'drop' }>(io, async ({ session, args: [id = ''], options: { backlog } }) => {
        const endpoint = await session.kadr.webhooks.enable(id, backlog ? { backlog } : {});
        session.print.done(endpoint, id, `Enabled: ${id}`);
      }),
    );
  webhooks
    .command('disable')
    .argument('<id>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        const endpoint = await session.kadr.webhooks.update(id, { isEnabled: false });
        session.print.done(endpoint, id, `Disabled: ${id}`);
      }),
    );
  webhooks
    .command('delete')
    .argument('<id>')
    .action(
      act(io, async ({ session, args: [id = ''] }) => {
        await session.kadr.webhooks.delete(id);
        session.print.done({ id, deleted: true }, id, `Deleted: ${id}`);
      }),
    );
}
