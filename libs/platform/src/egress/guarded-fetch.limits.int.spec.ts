import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { EgressError } from './egress.errors.js';
import { GuardedFetch } from './guarded-fetch.js';
import { fetchSpec, FILM } from './testing/fetch-spec.js';

const { internet, into, failed } = fetchSpec();

describe('limits', () => {
  it('end a body that is too large, at the byte', async () => {
    internet.answer = (_request, response) => response.end(Buffer.alloc(1000));
    expect(await internet.guard().fetchToFile(FILM, into({ maxBytes: 1000 }))).toMatchObject({ bytes: 1000 });
    expect(await failed(FILM, { maxBytes: 999 })).toMatchObject({ code: 'payload_too_large', retryable: false });
  });

  it('end a body that never ends', async () => {
    internet.answer = (_request, response) => {
      const more = (): void => void (response.destroyed || response.write(Buffer.alloc(65_536), () => setImmediate(more)));
      more();
    };
    expect(await failed(FILM, { maxBytes: 500_000 })).toMatchObject({ code: 'payload_too_large' });
  });

  it('are not talked away by headers', async () => {
    const honest = internet.answer;
    internet.answer = (_request, response) => response.writeHead(200, { 'content-length': '5000000' }).end(Buffer.alloc(5_000_000));
    expect(await failed(FILM)).toMatchObject({ code: 'payload_too_large' });
    internet.answer = honest;
    // More bytes come than were announced, and fewer.
    for (const [announced, sent] of [
      [4, 4_000_000],
      [4000, 4],
    ] as const) {
      const raw = await rawServer(`HTTP/1.1 200 OK\r\ncontent-length: ${announced}\r\nconnection: close\r\n\r\n`, Buffer.alloc(sent));
      const guard = new GuardedFetch({ allow: new Set([`127.0.0.1:${raw.port}`]) });
      const target = into();
      const outcome = await guard.fetchToFile(`http://127.0.0.1:${raw.port}/`, target).catch((error: unknown) => error);
      if (announced > sent) expect(outcome).toMatchObject({ code: 'fetch_failed', retryable: true });
      else
        expect([announced, 'fetch_failed']).toContain(outcome instanceof EgressError ? outcome.code : (outcome as { bytes: number }).bytes);
      await raw.close();
    }
  });

  it('hold for what comes out of a packed body', async () => {
    for (const [encoding, bomb] of [
      ['gzip', gzipSync(Buffer.alloc(50_000_000))],
      ['br', brotliCompressSync(Buffer.alloc(50_000_000))],
    ] as const) {
      expect(bomb.length).toBeLessThan(100_000);
      internet.answer = (_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bomb);
      expect(await failed(FILM)).toMatchObject({ code: 'payload_too_large' });
    }
    internet.answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzipSync('film')));
    expect(await failed(FILM)).toMatchObject({ code: 'fetch_failed' });
    internet.answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip at all');
    expect(await failed(FILM)).toMatchObject({ code: 'fetch_failed' });
  });

  it('end a drip: it may never pause for long, and has no longer than the whole time', async () => {
    internet.answer = (_request, response) => {
      const drip = setInterval(() => response.write('.'), 50);
      response.on('close', () => clearInterval(drip));
    };
    expect(await failed(FILM, { timeoutMs: 700 })).toMatchObject({ code: 'timeout', retryable: true });
    internet.answer = (_request, response) => void response.write('and then nothing');
    expect(await failed(FILM, { idleTimeoutMs: 200, timeoutMs: 20_000 })).toMatchObject({ code: 'timeout', retryable: true });
    internet.answer = () => undefined;
    expect(await failed(FILM, { idleTimeoutMs: 200, timeoutMs: 20_000 })).toMatchObject({ code: 'timeout' });
  });

  it('hold for a name that is never resolved', async () => {
    const guard = new GuardedFetch({ allow: new Set(), resolve: () => new Promise(() => undefined) });
    expect(await failed(FILM, { timeoutMs: 300 }, guard)).toMatchObject({ code: 'timeout' });
  });
});

describe('a small exchange', () => {
  it('sends and gets, whatever the status', async () => {
    let body = '';
    internet.answer = (request, response) => {
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.writeHead(410, { 'x-a': 'b' }).end('gone'));
    };
    const answer = await internet
      .guard()
      .request(FILM, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' });
    expect([body, answer.status, answer.body.toString(), answer.isWhole, answer.headers['x-a']]).toEqual([
      '{"a":1}',
      410,
      'gone',
      true,
      'b',
    ]);
    expect(internet.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
  });

  it('reads no more than it was asked to', async () => {
    internet.answer = (_request, response) => {
      const more = (): void => void (response.destroyed || response.write(Buffer.alloc(65_536), () => setImmediate(more)));
      more();
    };
    const { body, isWhole } = await internet.guard().request(FILM, { maxBytes: 1000 });
    expect([body.length, isWhole]).toEqual([1000, false]);
  });

  it('has its time', async () => {
    internet.answer = () => undefined;
    await expect(internet.guard().request(FILM, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout', retryable: true });
  });
});

async function rawServer(head: string, body: Buffer): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('data', () => socket.end(Buffer.concat([Buffer.from(head), body])));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
