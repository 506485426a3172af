import { once } from 'node:events';
import { type Directives } from './directives.js';
import { type ProviderName } from './fault-board.js';
import { type World } from './world.js';
import { type Exchange } from '../http/exchange.js';

/** Asked for once (`[[sandbox: 429]]`) or several times (`[[sandbox: 429 3]]`): true while this submission is still to be refused. */
export function isRefusedForNow(world: World, provider: ProviderName, directives: Directives): boolean {
  const times = directives.argument('429', '1');
  return times !== null && world.tasks.timesAsked(provider, '429', directives.text) < Number(times);
}

const GATEWAY = (status: number): string =>
  `<html><head><title>${status} Gateway</title></head><body><center><h1>${status} Gateway</h1></center></body></html>`;

/**
 * The answer to a submission that was taken and charged, as the prompt asks.
 * @param good what the service would say. @param unnamed the same without the name of the task
 */
export function answerTaken(exchange: Exchange, directives: Directives, status: number, good: unknown, unnamed: unknown): void {
  const json = { 'content-type': 'application/json; charset=utf-8' };
  const body = Buffer.from(JSON.stringify(good));
  const half = body.subarray(0, Math.floor(body.length / 2));
  const gateway = directives.argument('gateway', '502');
  if (directives.has('reset')) return exchange.reset();
  if (gateway !== null) return exchange.sendBytes(Number(gateway) || 502, GATEWAY(Number(gateway) || 502), { 'content-type': 'text/html' });
  if (directives.has('html-answer')) return exchange.sendBytes(status, HTML, { 'content-type': 'text/html' });
  if (directives.has('half-answer')) return exchange.sendBytes(status, half, json);
  if (directives.has('unnamed')) return exchange.send(status, unnamed);
  if (!directives.has('cut-answer')) return exchange.send(status, good);
  exchange.response.writeHead(status, { ...json, 'content-length': String(body.length) });
  exchange.response.write(half, () => exchange.reset());
}

/** How the answers of services that answer at once can go wrong. */
export interface AtOnce {
  readonly provider: ProviderName;
  /** Sends the service's own error. */
  readonly refuse: (status: number) => void;
  /** The good answer. */
  readonly answer: () => Promise<{ readonly body: Buffer; readonly headers: Record<string, string> }>;
}

const HTML = '<!doctype html><title>502 Bad Gateway</title><h1>Bad Gateway</h1>';

/** Answers as the prompt asks, otherwise well. */
export async function answerAtOnce(world: World, exchange: Exchange, directives: Directives, call: AtOnce): Promise<void> {
  const { provider } = call;
  if (isRefusedForNow(world, provider, directives)) return call.refuse(429);
  const status = directives.argument('code', '500') ?? directives.argument('fail', '500');
  if (status !== null) return call.refuse(Number(status) || 500);
  const times = directives.argument('fail-first', '1');
  if (times !== null && world.tasks.timesAsked(provider, 'fail', directives.text) < Number(times)) return call.refuse(500);
  exchange.notes.isPaid = true;
  const gateway = directives.argument('gateway', '502');
  if (gateway !== null) return answerTaken(exchange, directives, 200, {}, {});
  if (directives.has('reset')) return exchange.reset();
  if (directives.has('never')) return; // the client gives up, or the server stops
  if (directives.has('slow')) await new Promise((resolve) => setTimeout(resolve, 10_000 / world.speed));
  const { body, headers } = await call.answer();
  if (directives.has('unnamed')) return exchange.send(200, {});
  if (directives.has('half-answer')) return exchange.sendBytes(200, body.subarray(0, Math.floor(body.length / 2)), headers);
  if (directives.has('html') || directives.has('html-answer')) return exchange.sendBytes(200, HTML, { 'content-type': 'text/html' });
  if (directives.has('empty')) return exchange.sendBytes(200, '', headers);
  if (directives.has('huge')) return pourOut(exchange, headers);
  if (!directives.has('truncated') && !directives.has('cut-answer')) return exchange.sendBytes(200, body, headers);
  exchange.response.writeHead(200, { ...headers, 'content-length': String(body.length) });
  exchange.response.write(body.subarray(0, Math.floor(body.length / 2)), () => exchange.reset());
}

async function pourOut({ response }: Exchange, headers: Record<string, string>): Promise<void> {
  response.writeHead(200, headers);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  while (!gone.signal.aborted) {
    if (!response.write(' '.repeat(65_536))) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  }
}
