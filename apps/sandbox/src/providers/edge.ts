import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { type Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { Directives } from '../core/directives.js';
import { pathForJournal } from '../core/journal.js';
import { type SandboxProvider, type World } from '../core/world.js';
import { type Exchange } from '../http/exchange.js';

const RATE = { count: 200, seconds: 60 };
const PATH = '/edge/consumer/speech/synthesize/readaloud/edge/v1';
const CLIENT = '6A5AA1D4EAFF4E9FB37E23D68491D6F4';
const SECONDS_FROM_1601 = 11_644_473_600;
const PERIOD_SECONDS = 300;
const TICKS_PER_SECOND = 10_000_000;
/** Sound comes in pieces of this many bytes. */
const PIECE_BYTES = 4_096;
const INVALID_PAYLOAD = 1007;
const VOICE = /<voice name='([a-z]{2,3}-[A-Z]{2}-\w+Neural)'>/;

/** "Read aloud" of Microsoft Edge: a WebSocket on which a text is said, and sound and times of words come back. */
export class Edge implements SandboxProvider {
  readonly name = 'edge';
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: 65_536 });

  constructor(private readonly world: World) {}

  answer(exchange: Exchange): void {
    exchange.send(426, { error: 'This service is spoken to over a WebSocket' });
  }

  stop(): void {
    for (const client of this.sockets.clients) client.terminate();
    this.sockets.close();
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', this.world.url);
    const { down, rate } = this.world.faults.of('edge');
    const status = this.refusal(request, url, down, this.world.rates.take('edge', rate ?? RATE));
    const what = { provider: this.name, method: 'GET', path: pathForJournal(url), status: status ?? 101 } as const;
    this.world.journal.add({ at: new Date().toISOString(), ...what, taskId: null, clientId: null, isPaid: false });
    if (status !== null) {
      const headers = `date: ${new Date().toUTCString()}\r\nconnection: close\r\ncontent-length: 0`;
      return void socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers}\r\n\r\n`);
    }
    this.sockets.handleUpgrade(request, socket, head, (client) => this.serve(client));
  }

  private refusal(request: IncomingMessage, url: URL, isDown: boolean, isInRate: boolean): number | null {
    if (url.pathname !== PATH) return 404;
    if (isDown) return 503;
    if (!isInRate) return 429;
    const isBrowser = /Edg\//.test(request.headers['user-agent'] ?? '') && String(request.headers.origin).startsWith('chrome-extension://');
    const isKnown = url.searchParams.get('TrustedClientToken') === CLIENT && url.searchParams.get('Sec-MS-GEC') === tokenAt(new Date());
    return isBrowser && isKnown ? null : 403;
  }

  private serve(client: WebSocket): void {
    let isConfigured = false;
    client.on('error', () => client.terminate());
    client.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (/^Path:\s*speech\.config\s*$/m.test(text)) isConfigured = text.includes('audio-24khz-48kbitrate-mono-mp3');
      else if (!isConfigured || !/^Path:\s*ssml\s*$/m.test(text)) client.close(INVALID_PAYLOAD, 'Unsupported message');
      else void this.speak(client, text).catch(() => client.terminate());
    });
  }

  private async speak(client: WebSocket, message: string): Promise<void> {
    const id = /^X-RequestId:\s*(\w+)/m.exec(message)?.[1] ?? '';
    const voice = VOICE.exec(message)?.[1];
    const percent = Number(/rate='([+-]\d+)%'/.exec(message)?.[1] ?? 0);
    const said = plain(/<prosody[^>]*>([^]*)<\/prosody>/.exec(message)?.[1] ?? '');
    const directives = new Directives(said, 'edge');
    const words = said.replaceAll(/\[\[[^\]]*\]\]/g, ' ').trim();
    if (voice === undefined || words === '') return client.close(INVALID_PAYLOAD, 'Unsupported voice');
    const head = (path: string, type = 'application/json; charset=utf-8'): string =>
      `X-RequestId:${id}\r\nContent-Type:${type}\r\nPath:${path}\r\n`;
    client.send(`${head('turn.start')}\r\n{}`);
    if (directives.has('never')) return;
    if (directives.has('reset')) return client.terminate();
    if (directives.has('fail')) return client.close(1011, 'Internal error');
    if (directives.has('html')) return client.send(Buffer.from([255, 255, 1]));
    const { path: file } = await this.world.shelf.readAloud(words, voice, 1 + percent / 100);
    const made = JSON.parse(await readFile(file, 'utf8')) as {
      mp3: string;
      words: { text: string; startSeconds: number; endSeconds: number }[];
    };
    const mp3 = directives.has('empty') ? Buffer.alloc(0) : Buffer.from(made.mp3, 'base64');
    for (const { text, startSeconds, endSeconds } of made.words) {
      const Data = {
        Offset: ticks(startSeconds),
        Duration: ticks(endSeconds - startSeconds),
        text: { Text: text, Length: text.length, BoundaryType: 'WordBoundary' },
      };
      client.send(`${head('audio.metadata')}\r\n${JSON.stringify({ Metadata: [{ Type: 'WordBoundary', Data }] })}`);
    }
    const soundHead = Buffer.from(head('audio', 'audio/mpeg'));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(soundHead.length);
    for (let at = 0; at < mp3.length; at += PIECE_BYTES) {
      client.send(Buffer.concat([length, soundHead, mp3.subarray(at, at + PIECE_BYTES)]));
      if (directives.has('truncated')) return client.terminate();
    }
    client.send(`${head('turn.end')}\r\n{}`);
  }
}

/** What the browser proves itself with, new every five minutes. */
function tokenAt(now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000) + SECONDS_FROM_1601;
  const counted = BigInt(seconds - (seconds % PERIOD_SECONDS)) * BigInt(TICKS_PER_SECOND);
  return createHash('sha256').update(`${counted}${CLIENT}`).digest('hex').toUpperCase();
}

const ticks = (seconds: number): number => Math.round(seconds * TICKS_PER_SECOND);

const plain = (xml: string): string =>
  xml
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
