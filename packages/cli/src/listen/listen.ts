/** `listen` and `trigger`: webhooks without a tunnel. */
import { randomUUID } from 'node:crypto';
import { AbortError, type AnnouncedEvent } from '@kadr/sdk';
import { type Command, InvalidArgumentError } from 'commander';
import { act, listed } from '../commands/act.js';
import { set } from '../commands/order.js';
import { CliError, EXIT } from '../faults.js';
import { type Io, isAskable } from '../io.js';
import { clean } from '../output/text.js';
import { type Session } from '../session.js';
import { addressOf, type Announced, forward, type Sent } from './forward.js';

interface ListenOptions {
  readonly forwardTo?: URL;
  readonly types?: string[];
  readonly since?: string;
}

function address(text: string): URL {
  const url = addressOf(text);
  if (!url) throw new InvalidArgumentError('It is an address such as localhost:4000/hook.');
  return url;
}

function position(text: string): string {
  if (text !== 'last' && !/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It is the `sequence` of an event, or `last`.');
  return text;
}

export function addListening(program: Command, io: Io): void {
  program
    .command('listen')
    .description('hear what happens, and pass it on to an address on this machine')
    .option('--forward-to <address>', 'such as localhost:4000/hook', address)
    .option('--types <types>', 'types, job.* or *', listed)
    .option('--since <sequence>', 'goes on after this event; `last`: after the last one that was heard here', position)
    .action(act<ListenOptions>(io, ({ session, options }) => listen(session, options)));

  program
    .command('trigger')
    .description("send the catalogue's example of an event to an address on this machine")
    .argument('<type>')
    .requiredOption('--forward-to <address>', 'such as localhost:4000/hook', address)
    .option('--set <path=value>', 'changes it; may be repeated', (text: string, before: string[] = []) => [...before, text])
    .action(act<{ forwardTo: URL; set?: string[] }>(io, ({ session, args: [type = ''], options }) => trigger(session, type, options)));
}

async function listen(session: Session, { forwardTo, types, since }: ListenOptions): Promise<void> {
  const { io, kadr, print, profiles } = session;
  const query = types ? { types: types.join(',') } : {};
  const stream = `${session.url} ${types?.join(',') ?? '*'}`;
  const after = since === 'last' ? profiles.heard(stream) : (since ?? null);
  const secret = forwardTo ? profiles.listenSecret() : '';
  if (forwardTo) print.note(`Signed with ${secret}, the same in every run`);
  const again = new Again(session, forwardTo, secret);
  print.note(`Listening${forwardTo ? `, passing on to ${forwardTo.href}` : ''}. Ctrl-C ends it.`);
  try {
    const events = kadr.events.stream(query, { signal: io.signal, maxRetries: Infinity, ...(after !== null && { after }) });
    for await (const { id, data } of events) {
      await passOn(session, data, forwardTo, secret);
      again.last = data;
      // Only what was passed on counts as heard.
      profiles.hear(stream, id);
    }
  } catch (error) {
    if (!io.signal.aborted) throw error;
    throw new AbortError(`Go on where it ended: kadr listen --since last${types ? ` --types ${types.join(',')}` : ''}`);
  } finally {
    again.end();
  }
}

async function passOn({ io, print }: Session, event: Announced, to: URL | undefined, secret: string): Promise<void> {
  const sent = to ? await forward(event, to, secret, io.signal) : null;
  const outcome = sent ? { ...event, forwarded: sent } : event;
  print.event(outcome, event.id, [event.type, event.id, ...(sent ? [saidOf(sent)] : [])].map(clean).join('  '));
}

const saidOf = ({ status, ms, fault }: Sent): string => `${status ?? fault ?? ''} in ${ms} ms`;

/** `r` sends the last one again. */
class Again {
  last: AnnouncedEvent | null = null;
  private readonly onKey = (chunk: Buffer | string): void => {
    const key = chunk.toString();
    if (key === '\u0003') process.kill(process.pid, 'SIGINT'); // in raw mode the terminal makes no signal of Ctrl-C
    else if (key === 'r' && this.last) void passOn(this.session, this.last, this.to, this.secret).catch(() => undefined);
  };

  constructor(
    private readonly session: Session,
    private readonly to: URL | undefined,
    private readonly secret: string,
  ) {
    const { io, print } = session;
    if (!to || !isAskable(io) || !io.stdin.setRawMode) return;
    io.stdin.setRawMode(true);
    io.stdin.resume();
    io.stdin.on('data', this.onKey);
    print.note('r sends the last event again.');
  }

  end(): void {
    const { stdin } = this.session.io;
    stdin.off('data', this.onKey);
    if (this.to && isAskable(this.session.io)) {
      stdin.setRawMode?.(false);
      stdin.pause();
    }
  }
}

async function trigger(
  session: Session,
  type: string,
  { forwardTo, set: changes = [] }: { forwardTo: URL; set?: string[] },
): Promise<void> {
  const kinds = (await session.kadr.eventTypes.list().page()).data;
  const kind = kinds.find((one) => one.type === type);
  if (!kind)
    throw new CliError(
      EXIT.notFound,
      `There is no event ${JSON.stringify(type)}; there are ${kinds.map((one) => one.type).join(', ')}`,
      'unknown_type',
    );
  const data: Record<string, unknown> = structuredClone(kind.example);
  for (const change of changes) set(data, change);
  const event = { id: randomUUID(), type, timestamp: new Date().toISOString(), sequence: 0, test: true, data };
  const sent = await forward(event, forwardTo, session.profiles.listenSecret(), session.io.signal);
  session.print.event({ ...event, forwarded: sent }, event.id, `${type}  ${event.id}  ${saidOf(sent)}`);
  if (sent.status === null) throw new CliError(EXIT.noConnection, `${forwardTo.href} did not answer: ${sent.fault}`, 'not_delivered');
  if (sent.status < 200 || sent.status > 299)
    throw new CliError(EXIT.unexpected, `${forwardTo.href} answered with ${sent.status}`, 'not_delivered');
}
