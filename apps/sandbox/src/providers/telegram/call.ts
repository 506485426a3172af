import { type Exchange, fieldsOf, type Fields, listOf, textOf } from '../../http/exchange.js';
import { type ShownMessage } from './chats.js';

const MB = 1024 * 1024;
/** As documented. */
export const LIMITS = { text: 4096, caption: 1024, data: 64, photo: 10 * MB, file: 50 * MB, download: 20 * MB, album: 10, perSecond: 30 };

/** An answer of the Bot API that is no success. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    description: string,
    readonly parameters?: Fields,
  ) {
    super(description);
  }
}

interface Upload {
  readonly bytes: Buffer;
}
/** What a method is called with. */
export interface Call {
  readonly fields: Fields;
  readonly files: ReadonlyMap<string, Upload>;
}
export async function callOf(exchange: Exchange): Promise<Call> {
  const type = exchange.header('content-type');
  if (!type.startsWith('multipart/'))
    return { fields: { ...Object.fromEntries(exchange.url.searchParams), ...exchange.fields() }, files: new Map() };
  const form = await exchange.form();
  const files = new Map<string, Upload>();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form.entries()) {
    if (typeof value === 'string') fields[name] = value;
    else files.set(name, { bytes: Buffer.from(await value.arrayBuffer()) });
  }
  for (const name of files.keys()) fields[name] ??= `attach://${name}`;
  return { fields, files };
}

const TAG = /<\/?(?:b|i|u|s|code|pre|a|blockquote|tg-spoiler)(?: href="[^"]*")?>/g;

/** What is seen of a text: as it was sent, unless it says that it is HTML. */
export function shownText(fields: Fields, name: 'text' | 'caption', limit: number, mayBeEmpty = false): { readonly text: string } {
  const given = textOf(fields[name] ?? '');
  const text = fields['parse_mode'] === 'HTML' ? readHtml(given) : given;
  if (text.length > limit) throw new Refused(400, 'Bad Request: message is too long');
  if (text.trim() === '' && !mayBeEmpty) throw new Refused(400, 'Bad Request: message text is empty');
  return { text };
}

function readHtml(html: string): string {
  const bare = html.replace(TAG, '');
  if (/[<>]/.test(bare)) throw new Refused(400, "Bad Request: can't parse entities");
  return bare.replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"' })[name] ?? '&');
}

export function buttonsOf(fields: Fields): ShownMessage['buttons'] {
  const given: unknown = fields['reply_markup'];
  const markup = fieldsOf(typeof given === 'string' ? JSON.parse(given) : given);
  return listOf(markup?.['inline_keyboard']).map((row) =>
    listOf(row).map((button) => {
      const { text, callback_data: data, url } = fieldsOf(button) ?? {};
      if ((data === undefined) === (url === undefined))
        throw new Refused(400, 'Bad Request: text buttons are unallowed in the inline keyboard');
      if (data !== undefined && (textOf(data) === '' || Buffer.byteLength(textOf(data)) > LIMITS.data))
        throw new Refused(400, 'Bad Request: BUTTON_DATA_INVALID');
      if (url !== undefined && !/^https?:\/\/[^/]+\.[^/]+/.test(textOf(url))) throw new Refused(400, 'Bad Request: BUTTON_URL_INVALID');
      return { text: textOf(text), data: data === undefined ? null : textOf(data), url: url === undefined ? null : textOf(url) };
    }),
  );
}
