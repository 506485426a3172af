import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Directives } from './directives.js';
import { type ShelfFile } from './media-shelf.js';
import { type Exchange } from '../http/exchange.js';

interface Link {
  readonly file: ShelfFile;
  readonly directives: Directives;
  expiresAt: number;
  isRefused: boolean;
}

const HTML = '<!doctype html><title>Just a moment...</title><p>Checking your browser before accessing the file.</p>';
const PLAYLIST = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.0,\nsegment0.ts\n#EXT-X-ENDLIST\n';
const DRIP_PAUSE_MS = 3_000;
const TRICKLE_PAUSE_MS = 250;
const HUGE_CHUNK = Buffer.alloc(64 * 1024, 0x4b);

/** Addresses of results: unguessable, for a time, and as broken as the prompt asked. */
export class Links {
  private readonly links = new Map<string, Link>();

  constructor(private readonly baseUrl: () => string) {}

  issue(file: ShelfFile, ttlMs: number, directives = new Directives(''), isRefused = false): string {
    const token = randomBytes(18).toString('base64url');
    this.links.set(token, { file, directives, expiresAt: Date.now() + ttlMs, isRefused });
    return `${this.baseUrl()}/files/${token}/result.${file.extension}`;
  }

  /** True as long as it would be served, or has not yet been tried. */
  isCurrent(url: string): boolean {
    const link = this.at(url);
    return link !== undefined && link.expiresAt > Date.now();
  }

  fileOf(url: string): ShelfFile | null {
    return this.at(url)?.file ?? null;
  }

  async serve(exchange: Exchange): Promise<void> {
    const link = this.links.get(tokenIn(exchange.url.pathname));
    if (!link) return exchange.sendBytes(404, 'Not Found', { 'content-type': 'text/plain' });
    if (link.isRefused) link.expiresAt = 0;
    if (link.expiresAt <= Date.now()) return exchange.sendBytes(403, EXPIRED, { 'content-type': 'application/xml' });
    const { directives, file } = link;
    if (directives.has('html')) return exchange.sendBytes(200, HTML, { 'content-type': 'text/html; charset=utf-8' });
    if (directives.has('empty')) return exchange.sendBytes(200, '', { 'content-type': file.contentType });
    if (directives.has('hls')) return exchange.sendBytes(200, PLAYLIST, { 'content-type': file.contentType });
    if (directives.has('huge')) return endless(exchange, file);
    if (directives.has('trickle')) return trickled(exchange, file);
    if (directives.has('drip')) return dripped(exchange, file);
    return sendFile(exchange, file, directives.has('truncated'));
  }

  private at(url: string): Link | undefined {
    return URL.canParse(url) ? this.links.get(tokenIn(new URL(url).pathname)) : undefined;
  }
}

const EXPIRED = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';

const tokenIn = (path: string): string => path.split('/')[2] ?? '';

/** In two halves, with a pause in which the reader may die. */
async function dripped({ response }: Exchange, file: ShelfFile): Promise<void> {
  const content = await readFile(file.path);
  const half = Math.floor(content.length / 2);
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': String(content.length) });
  response.write(content.subarray(0, half));
  await new Promise((resolve) => setTimeout(resolve, DRIP_PAUSE_MS));
  response.end(content.subarray(half));
}

async function endless(exchange: Exchange, file: ShelfFile): Promise<void> {
  const { response } = exchange;
  response.writeHead(200, { 'content-type': file.contentType });
  if (exchange.method === 'HEAD') return void response.end();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  while (!gone.signal.aborted) {
    // The reader sets the pace; when it goes away the wait ends too.
    if (!response.write(HUGE_CHUNK)) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  }
}

/** The beginning of the file, then a byte now and then, for ever. */
async function trickled({ response }: Exchange, file: ShelfFile): Promise<void> {
  const content = await readFile(file.path);
  response.writeHead(200, { 'content-type': file.contentType });
  response.write(content.subarray(0, Math.floor(content.length / 2)));
  while (!response.destroyed) {
    response.write(HUGE_CHUNK.subarray(0, 1));
    await new Promise((resolve) => setTimeout(resolve, TRICKLE_PAUSE_MS));
  }
}

/** The file, or the part that `Range` asks for; cut in the middle of its announced length when `isTruncated`. */
export async function sendFile(exchange: Exchange, file: ShelfFile, isTruncated = false): Promise<void> {
  const sizeBytes = statSync(file.path).size;
  const range = rangeOf(exchange.header('range'), sizeBytes);
  const { response } = exchange;
  if (range === 'unsatisfiable') return exchange.sendBytes(416, '', { 'content-range': `bytes */${sizeBytes}` });
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 };
  response.writeHead(range ? 206 : 200, {
    'content-type': file.contentType,
    'content-length': String(end - start + 1),
    'accept-ranges': 'bytes',
    ...(range && { 'content-range': `bytes ${start}-${end}/${sizeBytes}` }),
  });
  if (exchange.method === 'HEAD') return void response.end();
  const cutAt = start + Math.floor((end - start) / 2);
  const stream = createReadStream(file.path, { start, end: isTruncated ? cutAt : end });
  if (!isTruncated) return pipeline(stream, response).catch(() => undefined);
  for await (const chunk of stream) response.write(chunk);
  await new Promise<void>((resolve) => response.write('', () => resolve()));
  exchange.reset();
}

export function rangeOf(header: string, sizeBytes: number): { start: number; end: number } | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(sizeBytes - Number(to), 0) : Number(from);
  const end = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  return start > end || start >= sizeBytes ? 'unsatisfiable' : { start, end };
}
