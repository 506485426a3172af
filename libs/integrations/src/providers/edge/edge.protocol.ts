import { table } from '#platform/json';
import { createHash } from 'node:crypto';
import { listOf, numberOf, objectOf, textOf } from '#platform';
import { type HeardWord } from '../words/words-as-written.js';

/** What "Read aloud" of Microsoft Edge says to its service and hears from it, as its clients have it; nobody has promised it. Pure. */

/** The same in every copy of the browser: it names the client, and is no secret. */
const CLIENT_TOKEN = '6A5AA1D4EAFF4E9FB37E23D68491D6F4';
const BROWSER = '130.0.2849.68';
const PATH = '/consumer/speech/synthesize/readaloud/edge/v1';
/** The service refuses others. */
export const BROWSER_HEADERS: Readonly<Record<string, string>> = table({
  pragma: 'no-cache',
  'cache-control': 'no-cache',
  origin: 'chrome-extension://jdiccldimpdaibmpdkjnbmckianbfold',
  'user-agent': `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`,
});
/** What is asked for below: MP3 with a constant rate, so that bytes tell seconds. */
export const MP3_BYTES_PER_SECOND = 6_000;
const FORMAT = 'audio-24khz-48kbitrate-mono-mp3';
const TICKS_PER_SECOND = 10_000_000;
const SECONDS_FROM_1601 = 11_644_473_600;
const TOKEN_SECONDS = 300;
/** One message takes 64 kB; what surrounds a text, and the escapes in it, stay far below the rest. */
const MAX_PART_CHARACTERS = 3_000;

/** @param baseUrl http or https @param now of the service: its clock may differ from ours @param id 32 hex digits, new for each connection */
export function speechUrl(baseUrl: string, now: Date, id: string): string {
  const seconds = Math.floor(now.getTime() / 1000) + SECONDS_FROM_1601;
  const ticks = BigInt(seconds - (seconds % TOKEN_SECONDS)) * BigInt(TICKS_PER_SECOND);
  const token = createHash('sha256').update(`${ticks}${CLIENT_TOKEN}`).digest('hex').toUpperCase();
  const query = { TrustedClientToken: CLIENT_TOKEN, 'Sec-MS-GEC': token, 'Sec-MS-GEC-Version': `1-${BROWSER}`, ConnectionId: id };
  return `${baseUrl.replace(/^http/, 'ws')}${PATH}?${new URLSearchParams(query).toString()}`;
}

/** What is said first on a connection. */
export function configMessage(now: Date): string {
  const audio = { metadataoptions: { sentenceBoundaryEnabled: 'false', wordBoundaryEnabled: 'true' }, outputFormat: FORMAT };
  return message({ 'X-Timestamp': now.toUTCString(), 'Content-Type': 'application/json; charset=utf-8', Path: 'speech.config' }, [
    JSON.stringify({ context: { synthesis: { audio } } }),
  ]);
}

/** @param voice `en-US-AriaNeural` @param speed 1 = the voice's own pace */
export function speakMessage({ text, voice, speed }: { text: string; voice: string; speed: number }, now: Date, id: string): string {
  const percent = Math.round((speed - 1) * 100);
  const locale = voice.split('-').slice(0, -1).join('-');
  const ssml =
    `<speak version='1.0' xmlns='http://www.w3.org/2001/10/synthesis' xml:lang='${locale}'><voice name='${voice}'>` +
    `<prosody pitch='+0Hz' rate='${percent < 0 ? '' : '+'}${percent}%' volume='+0%'>${escaped(text)}</prosody></voice></speak>`;
  const headers = { 'X-RequestId': id, 'Content-Type': 'application/ssml+xml', 'X-Timestamp': `${now.toUTCString()}Z`, Path: 'ssml' };
  return message(headers, [ssml]);
}

export type Heard =
  | { readonly kind: 'sound'; readonly mp3: Buffer }
  | { readonly kind: 'words'; readonly words: readonly HeardWord[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'other' };

/** @throws SyntaxError when it is none of theirs */
export function heardIn(data: Buffer, isBinary: boolean): Heard {
  if (isBinary) {
    const length = data.length < 2 ? Infinity : data.readUInt16BE(0);
    if (data.length < length + 2) throw new SyntaxError('a message of sound is shorter than its head');
    const path = pathIn(data.subarray(2, length + 2).toString('latin1'));
    return path === 'audio' ? { kind: 'sound', mp3: data.subarray(length + 2) } : { kind: 'other' };
  }
  const text = data.toString('utf8');
  const [head = '', body = ''] = split(text);
  const path = pathIn(head);
  if (path === 'turn.end') return { kind: 'end' };
  return path === 'audio.metadata' ? { kind: 'words', words: wordsIn(JSON.parse(body)) } : { kind: 'other' };
}

/** A long text in parts that one message takes, cut where a sentence ends, else between two words. */
export function partsOf(text: string): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > MAX_PART_CHARACTERS) {
    const head = rest.slice(0, MAX_PART_CHARACTERS);
    const sentence = Math.max(
      ...[...head.matchAll(/[.!?…。！？]["'”»)\]]{0,4}(?:\s|(?<=[。！？]))/gu)].map((end) => end.index + end[0].length),
      0,
    );
    const cut = sentence || head.lastIndexOf(' ') || MAX_PART_CHARACTERS;
    const at = cut < 0 ? MAX_PART_CHARACTERS : cut;
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...parts, rest].filter((part) => part !== '');
}

const message = (headers: Readonly<Record<string, string>>, [body = '']: readonly string[]): string =>
  `${Object.entries(headers)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('')}\r\n${body}`;

function split(text: string): [string, string] {
  const at = text.indexOf('\r\n\r\n');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 4)];
}

const pathIn = (head: string): string => /^Path:\s*(\S+)\s*$/im.exec(head)?.[1] ?? '';

/** Times are counted in 100 ns from the start of the sound. */
const wordsIn = (metadata: unknown): HeardWord[] =>
  listOf(objectOf(metadata)['Metadata'])
    .map(objectOf)
    .filter(({ Type }) => Type === 'WordBoundary')
    .flatMap(({ Data }) => {
      const { Offset, Duration, text } = objectOf(Data);
      const [offset, duration, word] = [numberOf(Offset), numberOf(Duration), textOf(objectOf(text)['Text'])];
      if (offset === null || duration === null || word === null) return [];
      return [{ word, startSeconds: offset / TICKS_PER_SECOND, endSeconds: (offset + duration) / TICKS_PER_SECOND }];
    });

/** What XML cannot hold is left out, what it would take for its own is escaped. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
