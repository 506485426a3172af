import { createHash } from 'node:crypto';
import { Directives, wordsIn } from '../../core/directives.js';
import { answerTaken, isRefusedForNow } from '../../core/interference.js';
import { type SandboxProvider, TELEGRAM_TOKEN, type World } from '../../core/world.js';
import { type Exchange, fieldsOf, type Fields, listOf, textOf } from '../../http/exchange.js';
import { buttonsOf, type Call, callOf, LIMITS, Refused, shownText } from './call.js';
import { type Chat, Chats, chatView, personOf, type ShownMessage } from './chats.js';
import { Updates } from './updates.js';

const TAKEN_AND_LOST = ['reset', 'gateway', 'html-answer', 'half-answer', 'cut-answer'] as const;
const REASONS: Readonly<Record<number, string | undefined>> = {
  400: 'Bad Request: chat not found',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
};
const BOT = { id: 110_201_543, is_bot: true, first_name: 'Kadr', username: 'kadr_sandbox_bot' };

type Method = (call: Call) => unknown;

/** The Bot API as the public server speaks it, with one bot; and the chats as the people in them see them. */
export class Telegram implements SandboxProvider {
  readonly name = 'telegram';
  private readonly chats = new Chats();
  private readonly updates = new Updates();
  private readonly files = new Map<string, Buffer>();
  private readonly sentAt = new Map<number, number[]>();
  private readonly queries = new Map<string, number>();
  private readonly administrators = new Set<number>();
  private lastQuery = 0;
  private lastSecond: number[] = [];

  constructor(private readonly world: World) {}

  stop(): void {
    this.updates.stop();
  }

  async answer(exchange: Exchange): Promise<void> {
    if (exchange.path.startsWith('/file/')) return this.download(exchange);
    const [, token, name = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(exchange.path) ?? [];
    const { revokedKey, rate } = this.world.faults.of('telegram');
    try {
      if (token === undefined) throw new Refused(404, 'Not Found');
      if (decodeURIComponent(token) !== TELEGRAM_TOKEN || revokedKey) throw new Refused(401, 'Unauthorized');
      const method = this.methods[name];
      if (!method) throw new Refused(404, 'Not Found: method not found');
      const call = await callOf(exchange);
      const isMessage = /^(send|edit)/.test(name) && name !== 'sendChatAction';
      const wishes = new Directives(isMessage ? wordsIn(call.fields) : '', 'telegram');
      if (isMessage) this.refuse(wishes);
      if (isMessage) this.pace(Number(call.fields['chat_id']), rate?.count ?? null);
      const answer = { ok: true, result: await method(call) };
      // Taken, and its sender does not learn of it: the first time these very words are sent.
      const isLost = TAKEN_AND_LOST.some((wish) => wishes.has(wish)) && this.world.tasks.timesAsked('telegram', 'taken', wishes.text) === 0;
      if (isLost) answerTaken(exchange, wishes, 200, answer, { ok: true });
      else exchange.send(200, answer);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status, message: description, parameters } = error;
      exchange.send(status, { ok: false, error_code: status, description, ...(parameters && { parameters }) });
    }
  }

  /** `say`, `press`, `chats/<id>`, `block`, `repeat` below `/__sandbox/telegram/`. */
  control(exchange: Exchange): void {
    const [, , what = '', id = ''] = exchange.path.split('/');
    const fields = exchange.fields() ?? {};
    const chatId = Number(fields['chat'] ?? id);
    if (!Number.isSafeInteger(chatId)) return exchange.send(400, { error: 'chat must be a number' });
    const chat = this.chats.of(chatId);
    switch (`${exchange.method} ${what}`) {
      case 'GET chats':
        return exchange.send(200, { id: chatId, messages: chat.messages.filter(({ isDeleted }) => !isDeleted), popups: chat.popups });
      case 'POST say':
        return exchange.send(200, this.say(chat, fields));
      case 'POST press':
        return this.press(exchange, chat, fields);
      case 'POST block':
        chat.isBlocked = fields['blocked'] !== false;
        return exchange.send(200, {});
      case 'GET files':
        return this.sendFile(exchange, id);
      default:
        return exchange.send(404, { error: 'POST say, press, block; GET chats/<id>, files/<file id>' });
    }
  }

  private download(exchange: Exchange): void {
    const [, token = '', fileId = ''] = /^\/file\/bot([^/]+)\/documents\/([\w-]+)$/.exec(exchange.path) ?? [];
    const bytes = decodeURIComponent(token) === TELEGRAM_TOKEN ? this.files.get(fileId) : undefined;
    if (bytes) exchange.sendBytes(200, bytes, { 'content-type': 'application/octet-stream' });
    else exchange.send(404, { ok: false, error_code: 404, description: 'Not Found' });
  }

  private sendFile(exchange: Exchange, id: string): void {
    const bytes = this.files.get(exchange.query('id') || id);
    return bytes ? exchange.sendBytes(200, bytes, { 'content-type': 'application/octet-stream' }) : exchange.send(404, {});
  }

  private say(chat: Chat, fields: Fields): Fields {
    const person = personOf(fields['user'], chat.id);
    if (fieldsOf(fields['user'])?.['isAdmin'] === true) this.administrators.add(person.id);
    const text = textOf(fields['text']);
    const { messageId } = this.chats.add(chat, { from: person.first_name, text });
    const replyTo = this.chats.find(chat.id, Number(fields['replyTo'] ?? 0));
    const message = {
      ...{ message_id: messageId, date: Math.floor(Date.now() / 1000), chat: chatView(chat.id, person), from: person },
      ...(text !== '' && { text }),
      ...this.documentOf(fields),
      ...(fieldsOf(fields['message']) ?? {}),
      ...(replyTo && { reply_to_message: { message_id: replyTo.messageId, date: 0, chat: chatView(chat.id), text: replyTo.text } }),
    };
    return { messageId, updateId: this.updates.add({ message }) };
  }

  /** `document`: `{ name, text }`, or `{ name, base64 }`. */
  private documentOf(fields: Fields): Fields {
    const given = fieldsOf(fields['document']);
    if (!given) return {};
    const bytes = given['base64'] === undefined ? Buffer.from(textOf(given['text'])) : Buffer.from(textOf(given['base64']), 'base64');
    const file_id = createHash('sha256').update(bytes).digest('base64url').slice(0, 32);
    this.files.set(file_id, bytes);
    return { document: { file_id, file_unique_id: file_id, file_name: textOf(given['name']), file_size: bytes.length } };
  }

  private press(exchange: Exchange, chat: Chat, fields: Fields): void {
    const message = this.chats.find(chat.id, Number(fields['messageId']));
    const wanted = textOf(fields['button']);
    const button = message?.buttons.flat().find(({ text, data }) => text === wanted || data === wanted);
    const data = button?.data ?? (fields['forged'] === true ? wanted : null);
    if (!message || data === null) {
      const there = message?.buttons.flat().map(({ text }) => text) ?? [];
      return exchange.send(404, { error: `no such button; there are: ${there.join(', ')}` });
    }
    const id = String(++this.lastQuery);
    this.queries.set(id, chat.id);
    const from = personOf(fields['user'], chat.id);
    const callback_query = {
      ...{ id, from, data, chat_instance: String(chat.id) },
      message: { message_id: message.messageId, date: 1, chat: chatView(chat.id, from), text: message.text },
    };
    const update_id = this.updates.add({ callback_query });
    if (fields['twice'] === true) this.updates.repeat({ update_id, callback_query });
    exchange.send(200, { updateId: update_id });
  }

  private readonly methods: Readonly<Record<string, Method | undefined>> = {
    getMe: () => BOT,
    getUpdates: async ({ fields }) => {
      if (this.updates.webhook) throw new Refused(409, "Conflict: can't use getUpdates method while webhook is active");
      const found = await this.updates.poll(Number(fields['offset'] ?? 0), Number(fields['limit'] ?? 100), Number(fields['timeout'] ?? 0));
      if (!found) throw new Refused(409, 'Conflict: terminated by other getUpdates request');
      return found;
    },
    setWebhook: ({ fields }) => {
      const [url, secret] = [textOf(fields['url']), textOf(fields['secret_token'])];
      if (secret !== '' && !/^[\w-]{1,256}$/.test(secret))
        throw new Refused(400, 'Bad Request: secret token contains unallowed characters');
      this.updates.webhook = url === '' ? null : { url, secret };
      return true;
    },
    deleteWebhook: () => {
      this.updates.webhook = null;
      return true;
    },
    getWebhookInfo: () => ({ url: this.updates.webhook?.url ?? '', pending_update_count: this.updates.pending }),
    setMyCommands: () => true,
    getChatMember: ({ fields }) => ({ status: this.administrators.has(Number(fields['user_id'])) ? 'administrator' : 'member' }),
    sendChatAction: () => true,
    getFile: ({ fields }) => {
      const file_id = textOf(fields['file_id']);
      const size = this.files.get(file_id)?.length;
      if (size === undefined) throw new Refused(400, 'Bad Request: invalid file_id');
      if (size > LIMITS.download) throw new Refused(400, 'Bad Request: file is too big');
      return { file_id, file_unique_id: file_id, file_size: size, file_path: `documents/${file_id}` };
    },
    deleteMessage: ({ fields }) => {
      this.mustFind(fields).isDeleted = true;
      return true;
    },
    sendMessage: ({ fields }) => this.sent(this.chatOf(fields), { ...shownText(fields, 'text', LIMITS.text), buttons: buttonsOf(fields) }),
    sendPhoto: (call) => this.sendMedia(call, 'photo'),
    sendVideo: (call) => this.sendMedia(call, 'video'),
    sendDocument: (call) => this.sendMedia(call, 'document'),
    sendMediaGroup: (call) => this.sendAlbum(call),
    editMessageText: ({ fields }) => this.edited(fields, shownText(fields, 'text', LIMITS.text).text),
    editMessageReplyMarkup: ({ fields }) => this.edited(fields, null),
    answerCallbackQuery: ({ fields }) => {
      const chatId = this.queries.get(textOf(fields['callback_query_id']));
      if (chatId === undefined) throw new Refused(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid');
      if (textOf(fields['text']).length > 200) throw new Refused(400, 'Bad Request: MESSAGE_TOO_LONG');
      if (textOf(fields['text']) !== '') this.chats.of(chatId).popups.push(textOf(fields['text']));
      return true;
    },
  };

  private chatOf(fields: Fields): Chat {
    const chat = this.chats.of(Number(fields['chat_id']));
    if (chat.isBlocked) throw new Refused(403, 'Forbidden: bot was blocked by the user');
    return chat;
  }

  private mustFind(fields: Fields): ShownMessage {
    const message = this.chats.find(this.chatOf(fields).id, Number(fields['message_id']));
    if (!message) throw new Refused(400, 'Bad Request: message to edit not found');
    return message;
  }

  private sent(chat: Chat, message: Partial<ShownMessage>): Fields {
    const { messageId, text, kind, fileId } = this.chats.add(chat, { from: BOT.first_name, ...message });
    const file = { file_id: fileId ?? '', file_unique_id: fileId ?? '' };
    const media = kind === 'photo' ? { photo: [file] } : kind === 'text' ? { text } : { [kind]: file };
    return { message_id: messageId, date: Math.floor(Date.now() / 1000), chat: chatView(chat.id), from: BOT, ...media };
  }

  private edited(fields: Fields, text: string | null): Fields {
    const message = this.mustFind(fields);
    const buttons = buttonsOf(fields);
    const isSame = (text === null || text === message.text) && JSON.stringify(buttons) === JSON.stringify(message.buttons);
    if (isSame) throw new Refused(400, 'Bad Request: message is not modified');
    message.text = text ?? message.text;
    message.buttons = buttons;
    message.edits += 1;
    return { message_id: message.messageId, date: 1, chat: chatView(Number(fields['chat_id'])), text: message.text };
  }

  private sendMedia({ fields, files }: Call, kind: 'photo' | 'video' | 'document'): Fields {
    const chat = this.chatOf(fields);
    return this.sent(chat, { ...this.mediaOf(kind, fields, fields[kind], files), buttons: buttonsOf(fields) });
  }

  private sendAlbum({ fields, files }: Call): readonly Fields[] {
    const chat = this.chatOf(fields);
    const media = listOf(typeof fields['media'] === 'string' ? JSON.parse(fields['media']) : fields['media']).map(
      (one) => fieldsOf(one) ?? {},
    );
    if (media.length < 2 || media.length > LIMITS.album) throw new Refused(400, 'Bad Request: the album must have 2 to 10 items');
    if (fields['reply_markup'] !== undefined) throw new Refused(400, 'Bad Request: albums carry no reply markup');
    const album = String(++this.lastQuery);
    return media
      .map((one) => this.mediaOf(one['type'] === 'photo' ? 'photo' : 'video', one, one['media'], files))
      .map((one) => this.sent(chat, { ...one, album }));
  }

  private mediaOf(kind: 'photo' | 'video' | 'document', fields: Fields, value: unknown, files: Call['files']): Partial<ShownMessage> {
    const { text } = shownText(fields, 'caption', LIMITS.caption, true);
    const given = textOf(value);
    const bytes = files.get(given.replace(/^attach:\/\//, ''))?.bytes ?? this.files.get(given);
    if (!bytes) throw new Refused(400, 'Bad Request: wrong file identifier/HTTP URL specified');
    if (bytes.length > (kind === 'photo' ? LIMITS.photo : LIMITS.file)) throw new Refused(413, 'Request Entity Too Large');
    const fileId = createHash('sha256').update(bytes).digest('base64url').slice(0, 32);
    this.files.set(fileId, bytes);
    const number = (name: string): number | null => (fields[name] === undefined ? null : Number(fields[name]));
    const size = { width: number('width'), height: number('height'), durationSeconds: number('duration') };
    return { kind, text, fileId, bytes: bytes.length, ...size };
  }

  /** What the text itself asks for. */
  private refuse(wishes: Directives): void {
    if (isRefusedForNow(this.world, 'telegram', wishes)) throw new Refused(429, 'Too Many Requests: retry after 1', { retry_after: 1 });
    const status = Number(wishes.argument('code', '500') ?? wishes.argument('fail', '500'));
    const times = Number(wishes.argument('fail-first', '1') ?? 0);
    const isFailing = times > 0 && this.world.tasks.timesAsked('telegram', 'fail', wishes.text) < times;
    if (status > 0 || isFailing) throw new Refused(status || 500, REASONS[status] ?? 'Internal Server Error');
  }

  /** One message a second in a chat on average, 20 a minute in a group, unless a fault says otherwise. */
  private pace(chatId: number, perMinute: number | null): void {
    const now = Date.now();
    this.lastSecond = this.lastSecond.filter((at) => at > now - 1000);
    if (this.lastSecond.length >= LIMITS.perSecond) throw new Refused(429, 'Too Many Requests: retry after 1', { retry_after: 1 });
    this.lastSecond.push(now);
    const limit = perMinute ?? (chatId < 0 ? 20 : 90);
    const recent = (this.sentAt.get(chatId) ?? []).filter((at) => at > now - 60_000);
    if (recent.length >= limit) {
      const retry_after = Math.max(1, Math.ceil(((recent[0] ?? now) + 60_000 - now) / 1000));
      throw new Refused(429, `Too Many Requests: retry after ${retry_after}`, { retry_after });
    }
    this.sentAt.set(chatId, [...recent, now]);
  }
}
