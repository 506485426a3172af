import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { ProviderHttp } from './provider-http.js';

let server: Server;
let base: string;
let answer: RequestListener;
const http = new ProviderHttp('someone');
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await http.close();
  server.closeAllConnections();
  server.close();
});

const { signal } = new AbortController();
const paid = (path: string) => ({ method: 'POST' as const, url: `${base}${path}`, json: { prompt: 'a cat' }, isPaid: true, signal });

describe('a request to a provider', () => {
  let seen = 0;
  afterEach(() => {
    seen = 0;
  });

  it('carries JSON there and back', async () => {
    answer = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response
          .writeHead(201, { 'x-kind': 'echo' })
          .end(`{"got":${Buffer.concat(chunks).toString()},"type":"${request.headers['content-type']}"}`);
      });
    };
    const { status, headers, json } = await http.sendForJson(paid('/tasks'));
    expect([status, headers['x-kind'], json]).toEqual([201, 'echo', { got: { prompt: 'a cat' }, type: 'application/json' }]);
  });

  it('that is paid and reset after it was received leaves the matter in doubt, and is sent once', async () => {
    answer = (request) => {
      seen += 1;
      request.on('data', () => request.socket.destroy());
    };
    await expect(http.send(paid('/tasks'))).rejects.toMatchObject({ name: 'SubmissionInDoubt' });
    expect(seen).toBe(1);
  });

  it('that is paid and answered too late leaves the matter in doubt', async () => {
    answer = () => undefined;
    await expect(http.send({ ...paid('/slow'), timeoutMs: 50 })).rejects.toMatchObject({ name: 'SubmissionInDoubt' });
  });

  it('that costs nothing is just tried again', async () => {
    answer = (request) => request.socket.destroy();
    const poll = http.send({ method: 'GET', url: `${base}/tasks/1`, isPaid: false, signal });
    await expect(poll).rejects.toMatchObject({ code: 'provider_unreachable', retryable: true });
  });

  it('that nobody could receive is never in doubt', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await expect(http.send({ ...paid('/tasks'), url: `http://127.0.0.1:${port}/tasks` })).rejects.toMatchObject({
      code: 'provider_unreachable',
      retryable: true,
    });
  });

  it.each([
    ['is paid leaves the matter in doubt', true, { name: 'SubmissionInDoubt' }],
    ['costs nothing is just tried again', false, { code: 'provider_answer_unreadable', retryable: true }],
  ])('that is answered with a web page and %s, and the page is not repeated in the message', async (_, isPaid, expected) => {
    answer = (_request, response) => response.writeHead(502).end('<html>secret</html>');
    const error = await http.sendForJson({ ...paid('/tasks'), isPaid }).catch((reason: unknown) => reason);
    expect(error).toMatchObject(expected);
    expect(String(error)).not.toContain('secret');
  });

  it('follows no redirect', async () => {
    answer = (_request, response) => {
      seen += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    };
    expect((await http.send(paid('/tasks'))).status).toBe(302);
    expect(seen).toBe(1);
  });
});
