/** `login`, `logout`, `profiles` and `doctor`: where Kadr is, and whether it can be used. */
import fs from 'node:fs';
import { ApiError, type Caller } from '@kadr/sdk';
import { type Command } from 'commander';
import { askSecret } from '../ask.js';
import { exitCodeOf, EXIT, CliError } from '../faults.js';
import { type Io } from '../io.js';
import { bytes, clean } from '../output/text.js';
import { type Session, withoutSecrets } from '../session.js';
import { act } from './act.js';

export function addAccount(program: Command, io: Io): void {
  program
    .command('login')
    .description('keep an address and a key; the key is typed unseen, or comes on stdin')
    .argument('[address]', 'where Kadr is')
    .action(
      act(io, async ({ session, args: [address] }) => {
        const url = address ?? session.url;
        const name = session.options.profile ?? (session.profiles.names.length === 0 ? 'default' : session.profiles.current);
        const apiKey = await askSecret(io, `API key for ${clean(url)}: `);
        const caller = await session.clientWith(apiKey, url).me.get();
        session.profiles.keep(name, { url, apiKey });
        session.print.done({ profile: name, url, organisation: caller.organisation }, name, `Profile ${name}: ${whoIs(caller)} at ${url}`);
      }),
    );
  program
    .command('logout')
    .description('forget the current profile and its key')
    .action(
      act(io, ({ session }) => {
        const name = session.options.profile ?? session.profiles.current;
        session.profiles.remove(name);
        session.print.done({ profile: name, removed: true }, name, `Forgotten: ${name}`);
      }),
    );

  const profiles = program.command('profiles').description('addresses and keys that are kept here');
  profiles.command('list').action(
    act(io, ({ session: { profiles: kept, print } }) => {
      const data = kept.names.map((name) => ({ name, url: kept.find(name)?.url ?? '', isCurrent: name === kept.current }));
      print.list(
        { data },
        [
          { head: '', of: ({ isCurrent }) => (isCurrent ? '*' : '') },
          { head: 'PROFILE', of: ({ name }) => name },
          { head: 'URL', of: ({ url }) => url, gives: true },
        ],
        ({ name }) => name,
      );
    }),
  );
  for (const verb of ['use', 'remove'] as const) {
    profiles
      .command(verb)
      .argument('<name>')
      .action(
        act(io, ({ session, args: [name = ''] }) => {
          session.profiles[verb](name);
          session.print.done({ profile: name }, name, verb === 'use' ? `Now: ${name}` : `Forgotten: ${name}`);
        }),
      );
  }

  program
    .command('doctor')
    .description('whether everything is as it should be')
    .action(act(io, ({ session }) => doctor(session)));
}

const whoIs = (caller: Caller): string =>
  `${clean(caller.organisation.name)} (${'key' in caller ? caller.key.scopes.join(', ') : 'member'})`;

interface Finding {
  readonly what: string;
  readonly state: 'good' | 'warning' | 'bad';
  readonly said: string;
}

/** Not more than this between the clocks: signatures of webhooks are refused from 5 min on. */
const CLOCK_MS = 60_000;
const LEAST_FREE_BYTES = 1_000_000_000;
const NEARLY_USED_PERCENT = 80;

async function doctor(session: Session): Promise<void> {
  const { print, io } = session;
  const findings: Finding[] = [];
  let exitCode = 0;
  const reached = await address(session);
  findings.push(...reached.findings);
  if (reached.isThere) {
    for (const [what, check] of Object.entries({ key, quota, providers, webhooks })) {
      try {
        findings.push(...(await check(session)));
      } catch (error) {
        findings.push({ what, state: isMissingScope(error) ? 'warning' : 'bad', said: messageOf(error) });
        if (!isMissingScope(error)) exitCode ||= exitCodeOf(error);
        if (what === 'key') break;
      }
    }
  } else exitCode = EXIT.noConnection;
  findings.push(disk(io));
  print.list(
    { data: findings },
    [
      { head: '', of: ({ state }) => ({ good: 'ok', warning: '!', bad: 'x' })[state] },
      { head: 'WHAT', of: ({ what }) => what },
      { head: 'FOUND', of: ({ said }) => said, gives: true },
    ],
    ({ what, state }) => `${state} ${what}`,
  );
  const bad = findings.filter(({ state }) => state === 'bad');
  if (bad.length > 0)
    throw new CliError(exitCode || EXIT.unexpected, `Not as it should be: ${bad.map(({ what }) => what).join(', ')}`, 'not_well');
}

const isMissingScope = (error: unknown): boolean => error instanceof ApiError && error.status === 403;
const messageOf = (error: unknown): string =>
  error instanceof ApiError ? (error.problem?.detail ?? error.message) : (error as Error).message;

async function address({ url, io }: Session): Promise<{ isThere: boolean; findings: Finding[] }> {
  const base = withoutSecrets(url).replace(/\/+$/, '').replace(/\/v1$/, '');
  try {
    const response = await fetch(`${base}/openapi.json`, { signal: AbortSignal.any([io.signal, AbortSignal.timeout(10_000)]) });
    const { info } = (await response.json()) as { info?: { title?: string; version?: string } };
    if (!response.ok || !info)
      return { isThere: false, findings: [{ what: 'address', state: 'bad', said: `${base} is no Kadr: HTTP ${response.status}` }] };
    const offMs = Date.parse(response.headers.get('date') ?? '') - Date.now();
    return {
      isThere: true,
      findings: [
        { what: 'address', state: 'good', said: base },
        { what: 'version', state: 'good', said: String(info.version) },
        {
          what: 'clock',
          state: Math.abs(offMs) > CLOCK_MS ? 'bad' : 'good',
          said: Number.isNaN(offMs) ? 'not told' : `${Math.round(Math.abs(offMs) / 1000)} s apart`,
        },
      ],
    };
  } catch (error) {
    if (io.signal.aborted) throw error;
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    return {
      isThere: false,
      findings: [{ what: 'address', state: 'bad', said: `${base} does not answer (${code ?? (error as Error).name})` }],
    };
  }
}

async function key({ kadr }: Session): Promise<Finding[]> {
  return [{ what: 'key', state: 'good', said: whoIs(await kadr.me.get()) }];
}

async function quota({ kadr }: Session): Promise<Finding[]> {
  const { resources } = await kadr.billing.quota();
  const tight = resources.filter(({ percentage }) => (percentage ?? 0) >= NEARLY_USED_PERCENT);
  if (tight.length === 0) return [{ what: 'quota', state: 'good', said: 'there is room' }];
  return tight.map(({ resource, percentage }) => ({
    what: 'quota',
    state: (percentage ?? 0) >= 100 ? ('bad' as const) : ('warning' as const),
    said: `${resource}: ${percentage}% used`,
  }));
}

async function providers({ kadr }: Session): Promise<Finding[]> {
  const names = new Map<string, { open: number; all: number }>();
  for await (const { provider, available } of kadr.models.list()) {
    const { open, all } = names.get(provider) ?? { open: 0, all: 0 };
    names.set(provider, { open: open + (available ? 1 : 0), all: all + 1 });
  }
  return [...names].map(([name, { open, all }]) => ({
    what: 'provider',
    state: open > 0 ? ('good' as const) : ('warning' as const),
    said: `${name}: ${open} of ${all} models`,
  }));
}

async function webhooks({ kadr }: Session): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const { url, status, disabledReason, failingSince } of kadr.webhooks.list()) {
    if (status === 'disabled') findings.push({ what: 'webhook', state: 'warning', said: `${url} is disabled (${disabledReason})` });
    else if (failingSince !== null) findings.push({ what: 'webhook', state: 'warning', said: `${url} fails since ${failingSince}` });
  }
  return findings.length > 0 ? findings : [{ what: 'webhooks', state: 'good', said: 'none fails' }];
}

function disk({ cwd }: Io): Finding {
  const { bavail, bsize } = fs.statfsSync(cwd);
  const free = bavail * bsize;
  return { what: 'disk', state: free < LEAST_FREE_BYTES ? 'warning' : 'good', said: `${bytes(free)} free here` };
}
