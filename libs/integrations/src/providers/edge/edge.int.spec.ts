import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { adapterContext, directCalls } from '../../testing/direct-calls.js';
import { partsOf, speechUrl } from './edge.protocol.js';
import { edgeProvider } from './edge.provider.js';
import { narratorOf } from './edge.voices.js';

type Play = (client: WebSocket, request: string, number: number) => void;

/** The service at the wire, which does with a text what the spec says. */
let server: Server;
let folder: string;
let play: Play = () => undefined;
let refuse: (request: IncomingMessage) => number | null = () => null;
const heard: string[] = [];
const asked: IncomingMessage[] = [];
/** What the clock of the service says. */
let clock: Date | null = null;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kadr-edge-'));
  server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    asked.push(request);
    const status = refuse(request);
    if (status !== null)
      return void socket.end(`HTTP/1.1 ${status} No\r\ndate: ${(clock ?? new Date()).toUTCString()}\r\ncontent-length: 0\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data: Buffer) => {
        heard.push(data.toString());
        if (data.toString().includes('Path:ssml')) play(client, data.toString(), heard.filter((one) => one.includes('Path:ssml')).length);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  heard.length = asked.length = 0;
  refuse = () => null;
  clock = null;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const context = () => adapterContext(directCalls(url(), { apiKey: 'none' }), folder);
const voice = edgeProvider().makers('edge:neural').voice;
const outPath = () => path.join(folder, 'spoken.wav');
const said = { text: 'Cats land on their feet. They have 9 lives & <luck>.', language: 'en', voice: null, speed: 1.1 };
const speak = (over: Partial<typeof said> | { voice: string } = {}) => voice?.speak({ ...said, ...over }, { path: outPath() }, context());

const TICKS = 10_000_000;
const words = (list: readonly (readonly [string, number, number])[]): string =>
  `X-RequestId:1\r\nPath:audio.metadata\r\n\r\n${JSON.stringify({
    Metadata: list.map(([Text, from, to]) => ({
      Type: 'WordBoundary',
      Data: { Offset: from * TICKS, Duration: (to - from) * TICKS, text: { Text } },
    })),
  })}`;
const sound = (bytes: Buffer): Buffer => {
  const head = Buffer.from('X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(head.length);
  return Buffer.concat([length, head, bytes]);
};
const end = 'X-RequestId:1\r\nPath:turn.end\r\n\r\n{}';
/** A second of silence in the format that was asked for: MPEG-2 layer III, 24 kHz, mono, 48 kbit/s. */
const SECOND = Buffer.concat(Array.from({ length: 42 }, () => Buffer.concat([Buffer.from('fff364c4', 'hex'), Buffer.alloc(140)])));

describe('voices of "Read aloud"', () => {
  it('say a text as it stands, and tell when each word is said', async () => {
    play = (client) => {
      client.send('X-RequestId:1\r\nPath:turn.start\r\n\r\n{}');
      client.send(
        words([
          ['Cats', 0.1, 0.3],
          ['land', 0.3, 0.5],
          ['on', 0.5, 0.6],
          ['their', 0.6, 0.7],
          ['feet', 0.7, 0.9],
        ]),
      );
      client.send(sound(SECOND));
      client.send(
        words([
          ['They', 1.1, 1.2],
          ['have', 1.2, 1.3],
          ['9', 1.3, 1.5],
          ['lives', 1.5, 1.7],
          ['luck', 1.8, 1.9],
        ]),
      );
      client.send(sound(SECOND));
      client.send(end);
    };
    const spoken = await speak();
    expect(spoken?.durationSeconds).toBeCloseTo(2.016, 1);
    expect(spoken?.cost).toBeNull();
    expect(spoken?.words.map(({ text }) => text)).toEqual(said.text.split(' '));
    expect(spoken?.words[4]).toEqual({ text: 'feet.', startSeconds: 0.7, endSeconds: 0.9 });
    expect(spoken?.words[9]).toMatchObject({ text: '&', startSeconds: 1.7, endSeconds: 1.8 });
    expect(statSync(outPath()).size).toBeGreaterThan(2 * 96_000);
    const [config = '', ssml = ''] = heard;
    expect(config).toMatch(/^X-Timestamp:.+\r\nContent-Type:application\/json; charset=utf-8\r\nPath:speech\.config\r\n\r\n\{/);
    expect(ssml).toContain("<voice name='en-US-AndrewNeural'><prosody pitch='+0Hz' rate='+10%' volume='+0%'>");
    expect(ssml).toContain('They have 9 lives &amp; &lt;luck&gt;.');
    const { pathname, searchParams } = new URL(asked[0]?.url ?? '', url());
    expect(pathname).toBe('/consumer/speech/synthesize/readaloud/edge/v1');
    expect(searchParams.get('Sec-MS-GEC')).toMatch(/^[0-9A-F]{64}$/);
    expect(asked[0]?.headers['user-agent']).toContain('Edg/');
  });

  it('take a long text in parts, whose words follow each other', async () => {
    play = (client, ssml, number) => {
      const word = /(\w+)\.<\/prosody>/.exec(ssml)?.[1] ?? '';
      client.send(words([[word, 0.9, 1]]));
      client.send(sound(number === 1 ? Buffer.concat([SECOND, SECOND]) : SECOND));
      client.send(end);
    };
    const filler = 'and so on it goes without an end in sight '.repeat(66);
    const spoken = await speak({ text: `${filler}first. ${filler}second.` });
    expect(heard.filter((one) => one.includes('Path:ssml'))).toHaveLength(2);
    expect(spoken?.words.find(({ text }) => text === 'first.')?.startSeconds).toBe(0.9);
    expect(spoken?.words.find(({ text }) => text === 'second.')?.startSeconds).toBeCloseTo(2.016 + 0.9, 2);
    expect(partsOf('字'.repeat(7_000)).map(({ length }) => length)).toEqual([3_000, 3_000, 1_000]);
    expect(partsOf('。'.repeat(3_500)).join('')).toBe('。'.repeat(3_500));
    expect(partsOf('   ')).toEqual([]);
  });

  it('are asked again by the clock of the service, once, where ours is wrong', async () => {
    clock = new Date(Date.now() + 3_600_000);
    const accepted = () => new URL(speechUrl(url(), clock ?? new Date(), 'a')).searchParams.get('Sec-MS-GEC');
    refuse = ({ url: at = '' }) => (new URL(at, url()).searchParams.get('Sec-MS-GEC') === accepted() ? null : 403);
    play = (client) => {
      client.send(sound(SECOND));
      client.send(end);
    };
    await expect(speak()).resolves.toMatchObject({ cost: null });
    expect(asked).toHaveLength(2);
    refuse = () => 403;
    await expect(speak()).rejects.toMatchObject({ code: 'provider_refused', retryable: false });
    expect(asked).toHaveLength(4);
  });

  const broken: readonly (readonly [string, Play, string, boolean])[] = [
    ['breaks off', (client) => client.terminate(), 'provider_failed', true],
    ['ends with a reason of its own', (client) => client.close(1011), 'provider_failed', true],
    ['does not take the voice', (client) => client.close(1007), 'invalid_parameter', false],
    ['sends no sound', (client) => client.send(end), 'result_invalid', false],
    ['sends a head that is longer than all', (client) => client.send(Buffer.from([255, 255, 1])), 'provider_answer_unreadable', true],
    ['sends times that are no JSON', (client) => client.send('Path:audio.metadata\r\n\r\n{"Meta'), 'provider_answer_unreadable', true],
    ['pours out sound', (client) => Array.from({ length: 40 }, () => client.send(sound(Buffer.alloc(500_000)))), 'result_invalid', false],
  ];
  it.each(broken)('say what is wrong when the service %s', async (_, then, code, retryable) => {
    play = then;
    await expect(speak()).rejects.toMatchObject({ code, retryable });
  });

  it.each([
    [429, 'provider_busy', true],
    [503, 'provider_busy', true],
    [404, 'provider_refused', false],
  ] as const)('say what a refusal with %d means', async (status, code, retryable) => {
    refuse = () => status;
    await expect(speak()).rejects.toMatchObject({ code, retryable });
  });

  it('are let go when the work is cancelled', async () => {
    const cancel = new AbortController();
    let closed: Promise<unknown> | undefined;
    const begun = new Promise<void>((resolve) => {
      play = (client) => {
        closed = new Promise((gone) => client.once('close', gone));
        resolve();
      };
    });
    const calls = directCalls(url(), { apiKey: 'none' });
    const within = {
      ...calls,
      once: ((call) =>
        call.request({ apiKey: 'none', baseUrl: url(), signal: cancel.signal, attemptId: 'a', callbackUrl: null })) as typeof calls.once,
    };
    const speaking = voice?.speak(said, { path: outPath() }, { ...context(), calls: within, signal: cancel.signal });
    await begun;
    cancel.abort(new Error('cancelled'));
    await expect(speaking).rejects.toThrow('cancelled');
    await closed;
  });

  it('are known for every language that is listed, and refused by a name that none of them has', async () => {
    expect([narratorOf('en-GB'), narratorOf('ru'), narratorOf('no'), narratorOf('xx')]).toEqual([
      'en-GB-SoniaNeural',
      'ru-RU-DmitryNeural',
      'nb-NO-PernilleNeural',
      null,
    ]);
    await expect(speak({ voice: "en-US-X'/><break/>" })).rejects.toMatchObject({ code: 'invalid_parameter' });
    await expect(speak({ language: 'xx' })).rejects.toMatchObject({ code: 'invalid_parameter' });
    expect(asked).toEqual([]);
  });
});
