import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, type CanActivate, Controller, type ExecutionContext, Post, Req } from '@nestjs/common';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { type Request } from 'express';
import { ProblemFilter } from '../problems/problem.filter.js';
import { Refusal } from '../problems/refusal.js';
import { fileBodyOf, MAX_BODY_BYTES, useBodies } from './body.js';
import { BodyBudget } from './body-budget.js';
import { setPrincipal } from './principal.js';

const MB = 1024 * 1024;
const seen: unknown[] = [];

@Controller()
class SpecController {
  @Post(['small', 'large'])
  take(@Body() body: unknown): object {
    seen.push(body);
    return { taken: true };
  }

  @Post('lines')
  takeLines(@Req() request: Request): object {
    const file = fileBodyOf(request);
    seen.push(file && [file.mediaType, file.bytes.length]);
    return { taken: true };
  }
}

/** Whoever names an organisation is let in. */
class SpecGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const orgId = request.get('authorization');
    if (orgId === undefined) throw new Refusal('unauthorized', 'unauthorized', 'Who are you?');
    setPrincipal(request, { orgId, keyId: orgId, scopes: [] });
    return true;
  }
}

let app: NestExpressApplication;
let port: number;
beforeAll(async () => {
  const module = await Test.createTestingModule({ controllers: [SpecController] }).compile();
  app = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  useBodies(app, {
    multipartPaths: [],
    largeBodies: { paths: ['/large'], maxBytes: 32 * MB },
    fileBodies: { paths: ['/lines'], mediaTypes: ['text/csv'], maxBytes: MB, maxJsonValues: 1_000 },
    pace: { windowMs: 300, minBytesPerWindow: 1000, timeoutMs: 30_000 },
    budget: new BodyBudget(48 * MB, 40 * MB),
  });
  app.useGlobalGuards(new SpecGuard());
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(0, '127.0.0.1');
  port = (app.getHttpServer().address() as AddressInfo).port;
});
afterAll(() => app.close());

interface Answer {
  readonly status: number;
  readonly head: string;
  readonly code: string | null;
}

interface Sent {
  readonly path?: string;
  readonly org?: string | null;
  readonly headers?: Record<string, string>;
  /** Pieces of the body, as they go over the wire. */
  readonly body?: Iterable<Buffer | string>;
  readonly pauseMs?: number;
}

/** A client that writes all it has before it reads, as many do. @throws Error when the connection is reset */
async function send({ path = '/small', org = 'one', headers = {}, body = [], pauseMs = 0 }: Sent): Promise<Answer> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  const isOver = new Promise<void>((resolve, reject) => socket.once('error', reject).once('close', () => resolve()));
  isOver.catch(() => undefined);
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (/\r\n\r\n.*\}$/s.test(text) && !/connection: close/i.test(text)) socket.end();
  });
  const lines = { host: 'spec', 'content-type': 'application/json', ...(org !== null && { authorization: org }), ...headers };
  socket.write(
    `POST ${path} HTTP/1.1\r\n${Object.entries(lines)
      .map((line) => line.join(': '))
      .join('\r\n')}\r\n\r\n`,
  );
  for (const piece of body) {
    if (socket.destroyed) break;
    socket.write(piece);
    await (pauseMs > 0 ? sleep(pauseMs) : new Promise(setImmediate));
  }
  await isOver;
  return { status: Number(text.slice(9, 12)), head: text.split('\r\n\r\n')[0] ?? '', code: /"code":"(\w+)"/.exec(text)?.[1] ?? null };
}

const sized = (body: string | Buffer): Pick<Sent, 'headers' | 'body'> => ({
  headers: { 'content-length': String(Buffer.byteLength(body)) },
  body: [body],
});
const chunked = (body: string | Buffer, size = 65_536): Pick<Sent, 'headers' | 'body'> => ({
  headers: { 'transfer-encoding': 'chunked' },
  body: (function* () {
    const bytes = Buffer.from(body);
    for (let at = 0; at < bytes.length; at += size) {
      const piece = bytes.subarray(at, at + size);
      yield Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);
    }
    yield '0\r\n\r\n';
  })(),
});
/** The head of a body that never comes. */
const announced = (bytes: number): Pick<Sent, 'headers'> => ({ headers: { 'content-length': String(bytes) } });

describe('faults A5: a body', () => {
  it.each([
    ['of somebody who does not say who he is', { ...announced(30 * MB), path: '/large', org: null }, 401, 'unauthorized'],
    ['that is announced to be too large', announced(MAX_BODY_BYTES + 1), 413, 'payload_too_large'],
    ['that is announced to be too large for any route', { ...announced(33 * MB), path: '/large' }, 413, 'payload_too_large'],
    ['of a large kind below a route that is none', { ...announced(2 * MB), path: '/large/x' }, 404, 'not_found'],
    ['of another type', { headers: { 'content-length': '9', 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
    ['without a type', { headers: { 'transfer-encoding': 'chunked', 'content-type': '' } }, 415, 'unsupported_media_type'],
    [
      'in another charset',
      { headers: { 'content-length': '9', 'content-type': 'application/json; charset=utf-16' } },
      415,
      'unsupported_media_type',
    ],
    ['packed in an unknown way', { headers: { 'content-length': '9', 'content-encoding': 'zstd, gzip' } }, 415, 'unsupported_media_type'],
  ] as const)('%s is refused before a byte of it has come', async (_what, sent, status, code) => {
    const answer = await send(sent as Sent);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(answer.head).toMatch(/^connection: close$/im);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('packed by %s is as large as what it holds', async (encoding, pack) => {
    const packed = (text: string): Sent => {
      const { headers, body } = sized(pack(text));
      return { headers: { ...headers, 'content-encoding': encoding }, body: body ?? [] };
    };
    seen.length = 0;
    expect((await send(packed('{"a":[1]}'))).status).toBe(201);
    expect(seen).toEqual([{ a: [1] }]);
    expect(await send(packed(`{"a":"${'x'.repeat(20 * MB)}"}`))).toMatchObject({ status: 413, code: 'payload_too_large' });
    expect(await send({ ...sized('no such thing'), headers: { 'content-length': '13', 'content-encoding': encoding } })).toMatchObject({
      status: 400,
      code: 'incomplete_body',
    });
  });

  it('that says nothing of its length is read as far as it may go', async () => {
    expect((await send(chunked('{"a":1}', 2))).status).toBe(201);
    expect(await send(chunked(`{"a":"${'x'.repeat(3 * MB)}"}`))).toMatchObject({ status: 413, code: 'payload_too_large' });
    expect((await send({ path: '/large', ...chunked(`{"a":"${'x'.repeat(3 * MB)}"}`) })).status).toBe(201);
  });

  it.each([
    ['deep lists', '['.repeat(20_000) + ']'.repeat(20_000), 400, 'malformed_json'],
    ['deep objects', '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000), 400, 'malformed_json'],
    ['lists without number', `{"frames":[${'[],'.repeat(300_000)}[]]}`, 413, 'payload_too_large'],
    ['a text alone', '"text"', 400, 'malformed_json'],
    ['half a document', '{"a":[1,2', 400, 'malformed_json'],
  ])('of %s is refused before it is parsed', async (_what, text, status, code) => {
    seen.length = 0;
    for (const way of [sized, chunked]) expect(await send(way(text))).toMatchObject({ status, code });
    expect(seen).toEqual([]);
  });

  it('of 32 MB of empty lists is refused as soon as there are too many', async () => {
    const lists = Buffer.from(`[${'[],'.repeat(10 * MB)}[]]`);
    expect(await send({ path: '/large', ...sized(lists) })).toMatchObject({ status: 413, code: 'payload_too_large' });
  });

  it('that drips, or stops in the middle, is not waited for', async () => {
    const drips = Array.from({ length: 200 }, () => ' ');
    expect(await send({ ...announced(100_000), body: drips, pauseMs: 20 })).toMatchObject({ status: 408, code: 'request_timeout' });
    expect(await send({ ...announced(100_000), body: ['{"a":'] })).toMatchObject({ status: 408, code: 'request_timeout' });
  });

  it('does not find the process full, and the process is empty again afterwards', async () => {
    const large = sized(`{"a":"${'x'.repeat(30 * MB)}"}`);
    const waiting = connect(port, '127.0.0.1');
    const half = large.body ? Buffer.from([...large.body][0] ?? '').subarray(0, 29 * MB) : Buffer.alloc(0);
    waiting.write(
      `POST /large HTTP/1.1\r\nhost: spec\r\nauthorization: one\r\ncontent-type: application/json\r\ncontent-length: ${30 * MB}\r\n\r\n`,
    );
    const isWritten = new Promise((resolve) => waiting.write(half, resolve));
    const feed = setInterval(() => waiting.write(' '.repeat(2000)), 50);
    await isWritten;
    const full = async (org: string): Promise<Answer> => {
      let answer = await send({ path: '/large', org, ...large });
      for (let more = 0; more < 50 && answer.status === 201; more += 1) answer = await send({ path: '/large', org, ...large });
      return answer;
    };
    const [mine, theirs] = [await full('one'), await full('other')];
    expect([mine.status, mine.code, theirs.status, theirs.code]).toEqual([429, 'rate_limited', 503, 'unavailable']);
    for (const { head } of [mine, theirs]) expect(head).toMatch(/^retry-after: \d+$/im);
    clearInterval(feed);
    waiting.destroy();
    await once(waiting, 'close');
    for (let tries = 0; (await send({ path: '/large', ...large })).status !== 201; tries += 1) expect(tries).toBeLessThan(100);
  });
});

describe('a file of lines', () => {
  it.each([
    ['with lines', 'text/csv; charset=utf-8', sized('a,b\n1,2\n'), ['text/csv', 8]],
    ['without any', 'text/csv', sized(''), ['text/csv', 0]],
    ['of which nothing is said, not even a length', 'text/csv', {}, ['text/csv', 0]],
    ['that is JSON', 'application/json', sized('{}'), null],
  ])('%s is left to its route', async (_, type, { headers = {}, ...sent }: Sent, file) => {
    seen.length = 0;
    expect(await send({ path: '/lines', ...sent, headers: { ...headers, 'content-type': type } })).toMatchObject({ status: 201 });
    expect(seen).toEqual([file]);
  });
});

describe('faults B26: the answer to a refused upload', () => {
  it('arrives, however much of the upload is still on its way', async () => {
    const piece = Buffer.alloc(40_000);
    for (const sent of [{ org: null }, { headers: { 'content-type': 'text/plain' } }, { path: '/nowhere' }] as Sent[]) {
      const pieces = Array.from({ length: 20 }, () => piece);
      const answer = await send({
        ...sent,
        headers: { 'content-length': String(20 * piece.length), ...sent.headers },
        body: pieces,
        pauseMs: 5,
      });
      expect([401, 404, 415]).toContain(answer.status);
      expect(answer.head).toMatch(/^connection: close$/im);
    }
  });
});
