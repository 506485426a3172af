import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyWebhook } from '@kadr/sdk';
import { HostileServer, json } from '../../../sdk/src/testing/hostile-server.js';
import { shortWaits } from '../../../sdk/src/testing/short-waits.js';
import { type Seen, Terminal } from '../testing/terminal.js';
import { addressOf } from './forward.js';

interface Heard {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const event = (sequence: number) => ({
  id: `0197a1f0-0000-7000-8000-${String(sequence).padStart(12, '0')}`,
  type: 'job.completed',
  timestamp: '2026-11-01T10:00:00Z',
  sequence,
  data: { title: 'Кит\u009b' },
});
const frame = (sequence: number): string => `id: ${sequence}\nevent: job.completed\ndata: ${JSON.stringify(event(sequence))}\n\n`;

describe('listening', () => {
  let server: HostileServer;
  let receiver: Server;
  let terminal: Terminal;
  let heard: Heard[] = [];
  let status = 204;
  let onHeard: () => void = () => undefined;
  shortWaits();

  beforeAll(async () => {
    server = await HostileServer.start();
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
        response.writeHead(status, { location: server.url }).end();
        onHeard();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
  });
  afterAll(async () => {
    receiver.closeAllConnections();
    receiver.close();
    await server.stop();
  });
  beforeEach(() => {
    terminal = new Terminal(server.url);
    heard = [];
    status = 204;
    onHeard = () => undefined;
  });
  afterEach(() => terminal.dispose());
  const address = (): string => `127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

  /** Until so many were passed on, then Ctrl-C. */
  function listened(count: number, words: readonly string[] = []): Promise<Seen> {
    const interrupted = new AbortController();
    let lines = 0;
    // Written as it is printed; it counts as heard before the next turn.
    const onOut = () => void ((lines += 1) === count && setImmediate(() => interrupted.abort()));
    return terminal.kadr(['listen', '--forward-to', address(), '--json', ...words], { signal: interrupted.signal, onOut });
  }
  const sequences = (): number[] => heard.map(({ body }) => (JSON.parse(body) as { sequence: number }).sequence);
  const afters = (): unknown[] => server.asked.map(({ headers }) => headers['last-event-id']);

  it('loses and repeats nothing where the server goes away, also before the first event', async () => {
    const open = { 'content-type': 'text/event-stream' };
    server.replies(
      (request, response) => void response.writeHead(200, open).write('id: 6\n\n', () => setTimeout(() => request.socket.destroy(), 5)),
      (request) => void request.socket.destroy(),
      (request, response) =>
        void response.writeHead(200, open).write(frame(7) + frame(8).slice(0, 30), () => (onHeard = () => request.socket.destroy())),
      (_request, response) => void response.writeHead(200, open).write(frame(8) + frame(9)),
    );
    const seen = await listened(3);
    expect(sequences()).toEqual([7, 8, 9]);
    expect(afters()).toEqual([undefined, '6', '6', '7']);
    expect(seen).toMatchObject({ code: 130, stderr: expect.stringContaining('--since last') });
    const lines = seen.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual(
      [7, 8, 9].map((sequence) => ({ ...event(sequence), forwarded: { status: 204, ms: expect.any(Number), fault: null } })),
    );
  });

  it('goes on in a later run after what was passed on', async () => {
    server.replies(
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(frame(7) + frame(8)),
    );
    await listened(2);
    server.replies((_request, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(frame(9)));
    heard = [];
    await listened(1, ['--since', 'last']);
    expect([sequences(), afters()]).toEqual([[9], ['8']]);
  });

  it('signs what it sends with a secret that stays the same', async () => {
    server.replies((_request, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(frame(7)));
    const secret = /whsec_\S+(?=,)/.exec((await listened(1)).stderr)?.[0] ?? '';
    server.replies(
      json({
        data: [{ type: 'job.completed', description: '', schema: {}, example: { jobId: '1', video: { url: 'x' } } }],
        nextCursor: null,
      }),
    );
    expect(await terminal.kadr(['trigger', 'job.completed', '--forward-to', address(), '--set', 'jobId="7"'])).toMatchObject({ code: 0 });
    const [passedOn, triggered] = await Promise.all(heard.map(({ headers, body }) => verifyWebhook(body, headers, secret)));
    expect(passedOn).toEqual(event(7));
    expect(triggered).toMatchObject({ type: 'job.completed', test: true, data: { jobId: '7', video: { url: 'x' } } });
  });

  it('says what the receiver answers, follows it nowhere, and goes on', async () => {
    status = 302;
    server.replies(
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(frame(7) + frame(8)),
    );
    const { stdout } = await listened(2);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { forwarded: { status: number } }).forwarded.status),
    ).toEqual([302, 302]);
    expect(server.asked).toHaveLength(1);
  });

  it('triggers only what there is, and says when nobody hears it', async () => {
    const kinds = json({ data: [{ type: 'job.completed', description: '', schema: {}, example: {} }], nextCursor: null });
    server.replies(kinds);
    expect(await terminal.kadr(['trigger', 'job.complete', '--forward-to', address()])).toMatchObject({ code: 4, stdout: '' });
    expect(await terminal.kadr(['trigger', 'job.completed', '--forward-to', '127.0.0.1:1'])).toMatchObject({ code: 10 });
    status = 500;
    expect(await terminal.kadr(['trigger', 'job.completed', '--forward-to', address()])).toMatchObject({ code: 1 });
    expect(heard).toHaveLength(1);
  });

  it.each([
    ['localhost:4000/hook', 'http://localhost:4000/hook'],
    ['https://x.example', 'https://x.example/'],
    ['[::1]:4000', 'http://[::1]:4000/'],
    ['ftp://x', null],
    ['http://', null],
  ])('takes %s for %s', (text, url) => expect(addressOf(text)?.href ?? null).toBe(url));
});
