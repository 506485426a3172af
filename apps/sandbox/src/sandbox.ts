import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { locateFfmpeg } from '#media';
import { Callbacks } from './core/callbacks.js';
import { FaultBoard, PROVIDERS, type ProviderFaults } from './core/fault-board.js';
import { Journal, pathForJournal, type JournalEntry, type ProviderStats } from './core/journal.js';
import { Links } from './core/links.js';
import { MediaShelf } from './core/media-shelf.js';
import { Rates } from './core/rates.js';
import { Tasks } from './core/tasks.js';
import { KEYS, KIE_WEBHOOK_KEY, S3_ACCESS_KEY_ID, SMTP_PASSWORD, SMTP_USER, type SandboxProvider, type World } from './core/world.js';
import { Exchange } from './http/exchange.js';
import { Edge } from './providers/edge.js';
import { FantaProjekt } from './providers/fantaprojekt.js';
import { Gemini } from './providers/gemini.js';
import { Kie } from './providers/kie/kie.js';
import { Mailbox, type ShownMail } from './providers/mail/mailbox.js';
import { OpenAi } from './providers/openai.js';
import { Pexels } from './providers/pexels.js';
import { Runware } from './providers/runware.js';
import { Runway } from './providers/runway.js';
import { S3 } from './providers/s3.js';
import { Wikimedia } from './providers/wikimedia.js';
import { Telegram } from './providers/telegram/telegram.js';
import { Openverse } from './providers/openverse.js';
import { Supabase } from './providers/supabase.js';

export interface SandboxOptions {
  /** 0: any. */
  readonly port: number;
  /** Of its mail server; default 0: any. */
  readonly smtpPort?: number;
  /** Default: this machine only. */
  readonly host?: string;
  readonly dataDir: string;
  /** 1: a film takes 4 s; 10: ten times as fast. */
  readonly speed?: number;
  /** How long links to results live; default a day. */
  readonly linkTtlMs?: number;
  /** Default: the one that Kadr itself would take, of FFMPEG_PATH or the PATH. */
  readonly ffmpegPath?: string;
  /** Where espeak-ng is, when it is not on the PATH. */
  readonly espeakPath?: string;
}

export interface Sandbox {
  readonly url: string;
  /** What Kadr needs in its environment to use it as all its providers. */
  readonly env: Readonly<Record<string, string>>;
  /** The same for its storage: `s3` or `supabase`. */
  readonly storageEnv: Readonly<Record<'s3' | 'supabase', Readonly<Record<string, string>>>>;
  /** What its mail server has taken, the oldest first. */
  mails(): readonly ShownMail[];
  journal(): readonly JournalEntry[];
  clearJournal(): void;
  /** Requests that a provider has received and not answered yet. */
  underWay(provider: string): number;
  /** What was charged, one by one, the oldest first. */
  charges(): readonly JournalEntry[];
  stats(): Readonly<Record<string, ProviderStats>>;
  faults(): Readonly<Record<string, ProviderFaults>>;
  /** @throws Error with all that is wrong with `change` */
  setFaults(change: unknown): void;
  /** Calls nobody back until `releaseCallbacks`. */
  holdCallbacks(): void;
  releaseCallbacks(): void;
  stop(): Promise<void>;
}

interface Controls {
  readonly telegram: Telegram;
  readonly mail: Mailbox;
}

const BODY_LIMIT_BYTES = 512 * 1024 * 1024;
const DAY_MS = 24 * 3_600_000;

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { host = '127.0.0.1', smtpPort = 0, dataDir, speed = 1, linkTtlMs = DAY_MS, ffmpegPath, espeakPath } = options;
  mkdirSync(dataDir, { recursive: true });
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const links = new Links(() => url);
  const world: World = {
    ...{
      url,
      speed,
      dataDir,
      links,
      faults: new FaultBoard(),
      journal: new Journal(),
      rates: new Rates(),
      callbacks: new Callbacks(speed),
    },
    tasks: new Tasks(speed, links, linkTtlMs),
    shelf: new MediaShelf(path.join(dataDir, 'media'), () => ffmpegPath ?? locateFfmpeg().ffmpegPath, espeakPath),
  };
  const mailbox = new Mailbox();
  const mailPort = await mailbox.start(smtpPort, host);
  const telegram = new Telegram(world);
  const edge = new Edge(world);
  const all: SandboxProvider[] = [
    ...[new Kie(world), new Runware(world), new Runway(world), new OpenAi(world), new Gemini(world), new Pexels(world)],
    ...[new Wikimedia(world), new Openverse(world), new FantaProjekt(world), new Supabase(world), new S3(world), telegram, edge],
  ];
  const providers = new Map(all.map((provider) => [provider.name as string, provider]));
  const controls = { telegram, mail: mailbox };
  server.on('request', (request, response) => void receive(world, providers, controls, request, response));
  server.on('upgrade', (request, socket, head) => edge.upgrade(request, socket, head));
  return {
    ...{ url, env: envOf(url, port, mailPort), storageEnv: storageEnvOf(url) },
    mails: () => mailbox.list(),
    journal: () => world.journal.list(),
    clearJournal: () => world.journal.clear(),
    holdCallbacks: () => world.callbacks.hold(),
    releaseCallbacks: () => world.callbacks.release(),
    underWay: (provider) => world.journal.underWay(provider),
    charges: () => world.journal.charges(),
    stats: () => world.journal.stats(),
    faults: () => world.faults.all(),
    setFaults(change) {
      const problems = world.faults.change(change);
      if (problems.length > 0) throw new Error(problems.join('; '));
    },
    async stop() {
      world.tasks.stop();
      world.callbacks.stop();
      world.shelf.stop();
      telegram.stop();
      edge.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, mailbox.stop()]);
    },
  };
}

async function receive(
  world: World,
  providers: ReadonlyMap<string, SandboxProvider>,
  controls: Controls,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', world.url);
  const [, prefix = ''] = url.pathname.split('/');
  const provider = providers.get(prefix);
  let exchange: Exchange | null = null;
  if (prefix !== '__sandbox' && (provider ?? prefix === 'files')) world.journal.begin(provider?.name ?? 'files');
  try {
    exchange = new Exchange(request, response, url, url.pathname.slice(prefix.length + 1), await bodyOf(request));
    if (prefix === '__sandbox') return controlled(world, controls, exchange);
    if (prefix === 'files') return await world.links.serve(exchange);
    if (!provider) return exchange.send(404, { error: `Nothing here. Providers: ${PROVIDERS.map((name) => `/${name}`).join(', ')}` });
    const { down, latencyMs } = world.faults.of(provider.name);
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    if (down)
      return exchange.sendBytes(503, '<html><body><h1>503 Service Unavailable</h1></body></html>', {
        'content-type': 'text/html',
        'retry-after': '1',
      });
    await provider.answer(exchange);
  } catch (error) {
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
    response.end(`The sandbox itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    if (prefix !== '__sandbox' && (provider ?? prefix === 'files')) {
      const { taskId = '', clientId = '', isPaid = false } = exchange?.notes ?? {};
      const status = request.socket.destroyed && !response.headersSent ? 'reset' : response.statusCode;
      const what = { provider: provider?.name ?? 'files', method: request.method ?? '', path: pathForJournal(url), status } as const;
      world.journal.add({ at: new Date().toISOString(), ...what, taskId: taskId || null, clientId: clientId || null, isPaid });
    }
  }
}

function controlled(world: World, { telegram, mail }: Controls, exchange: Exchange): void {
  if (exchange.path.startsWith('/telegram/')) return telegram.control(exchange);
  if (/^\/mail(?:\/|$)/.test(exchange.path)) return mail.control(exchange);
  control(world, exchange);
}

function control(world: World, exchange: Exchange): void {
  switch (`${exchange.method} ${exchange.path}`) {
    case 'GET /health':
      return exchange.send(200, { status: 'ok' });
    case 'GET /faults':
      return exchange.send(200, world.faults.all());
    case 'PUT /faults': {
      const problems = world.faults.change(exchange.json());
      return problems.length > 0 ? exchange.send(400, { problems }) : exchange.send(200, world.faults.all());
    }
    case 'DELETE /faults':
      world.faults.clear();
      return exchange.sendBytes(204, '');
    case 'GET /journal':
      return exchange.send(200, world.journal.list());
    case 'DELETE /journal':
      world.journal.clear();
      return exchange.sendBytes(204, '');
    case 'GET /charges':
      return exchange.send(200, world.journal.charges());
    case 'GET /stats':
      return exchange.send(200, world.journal.stats());
    default:
      return exchange.send(404, {
        error:
          'GET, PUT, DELETE /__sandbox/faults; GET, DELETE /__sandbox/journal; GET /__sandbox/stats, /__sandbox/charges; GET, DELETE /__sandbox/mail; /__sandbox/telegram/…',
      });
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > BODY_LIMIT_BYTES) throw new Error('the body is larger than 512 MB');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Of those that ask for no key. */
const OPEN_BASES = { wikimedia: '/wikimedia', openverse: '/openverse', edge: '/edge' } as const;

/** Bases as the clients want them: some with their version, some without. */
const BASES = {
  kie: '/kie',
  runware: '/runware/v1',
  runway: '/runway',
  openai: '/openai/v1',
  gemini: '/gemini',
  pexels: '/pexels',
  fantaprojekt: '/fantaprojekt/api',
} as const;

export function envOf(url: string, port: number, smtpPort: number): Record<string, string> {
  const pairs = Object.entries(BASES).flatMap(([name, base]) => {
    const prefix = `KADR_PROVIDERS_${name.toUpperCase()}`;
    return [
      [`${prefix}_API_KEY`, KEYS[name as keyof typeof BASES]],
      [`${prefix}_BASE_URL`, `${url}${base}`],
    ];
  });
  return {
    ...(Object.fromEntries(pairs) as Record<string, string>),
    ...Object.fromEntries(
      Object.entries(OPEN_BASES).map(([name, base]) => [`KADR_PROVIDERS_${name.toUpperCase()}_BASE_URL`, `${url}${base}`]),
    ),
    KADR_TELEGRAM_BOT_TOKEN: KEYS.telegram,
    KADR_TELEGRAM_API_ROOT: `${url}/telegram`,
    KADR_SMTP_URL: `smtp://${SMTP_USER}:${SMTP_PASSWORD}@127.0.0.1:${smtpPort}`,
    KADR_MAIL_FROM: 'Kadr <films@kadr.example>',
    KADR_PROVIDERS_KIE_WEBHOOK_KEY: KIE_WEBHOOK_KEY,
    KADR_EGRESS_ALLOW: `127.0.0.1:${port}`,
  };
}

const storageEnvOf = (url: string): Sandbox['storageEnv'] => ({
  s3: {
    KADR_STORAGE_URL: `s3://kadr?endpoint=${url}/s3&region=us-east-1&pathStyle=true`,
    AWS_ACCESS_KEY_ID: S3_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY: KEYS.s3,
  },
  supabase: { KADR_STORAGE_URL: `supabase://127.0.0.1/kadr?endpoint=${url}/supabase/storage/v1`, KADR_STORAGE_KEY: KEYS.supabase },
});
