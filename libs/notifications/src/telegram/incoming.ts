import { Injectable } from '@nestjs/common';
import { type CallbackQuery, type Message, type Update } from 'grammy/types';
import { beginningOf, Clock, RateLimiter } from '#platform';
import { type Contact, Contacts } from '../contacts/contacts.js';
import { localeOf } from '../locales.js';
import { ButtonTable, longId } from './button-table.js';
import { type ChatContext, contextOf } from './chat-context.js';
import { Commands } from './commands.js';
import { OrderDesk } from './order-desk.js';
import { ScriptFiles } from './script-files.js';
import { TelegramBot, TelegramProblem } from './telegram-bot.js';
import { telegramTexts } from './telegram-texts.js';
import { VideoDesk } from './video-desk.js';

/** Answers a minute to a chat that nobody knows. */
const STRANGER_ANSWERS = 5;
const MAX_NAME = 100;

/** Does what somebody says or presses. Twice is safe: what it leads to is bound to the update, to a button or to a gate. */
@Injectable()
export class Incoming {
  private readonly strangers: RateLimiter;

  constructor(
    private readonly bot: TelegramBot,
    private readonly contacts: Contacts,
    private readonly buttons: ButtonTable,
    private readonly commands: Commands,
    private readonly orders: OrderDesk,
    private readonly videos: VideoDesk,
    private readonly scripts: ScriptFiles,
    clock: Clock,
  ) {
    this.strangers = new RateLimiter(clock);
  }

  /** @throws TelegramProblem */
  async handle({ update_id: updateId, message, callback_query: query }: Update): Promise<void> {
    if (message) await this.heard(message, updateId);
    if (query) await this.pressed(query, updateId);
  }

  private async heard(message: Message, updateId: number): Promise<void> {
    const { chat, from, text = '' } = message;
    if (from?.is_bot || message.forward_origin || message.sender_chat || (await this.isForAnotherBot(text))) return;
    const address = String(chat.id);
    const isPrivate = chat.type === 'private';
    const [, token] = /^\/(?:start|link)(?:@\w+)?\s+(\S+)\s*$/.exec(text) ?? [];
    if (token !== undefined) return this.link(message, token);
    const contact = await this.contacts.at(address);
    if (!contact) return isPrivate ? this.answerStranger(address, from?.language_code) : undefined;
    const person = isPrivate ? contact : await this.personOf(from?.id, contact);
    const context = contextOf(contact, person, updateId);
    if (message.reply_to_message && (await this.replied(context, message.reply_to_message.message_id, message))) return;
    if (text.startsWith('/')) return this.commands.run(context, text);
    // In a group people talk to each other as well.
    if (!isPrivate) return;
    if (text === '') return this.say(contact, context.texts.textOnly);
    await this.orders.begin(context, text);
  }

  /** Several bots in a group hear all commands; one that names a bot is for that bot alone. */
  private async isForAnotherBot(text: string): Promise<boolean> {
    const [, named] = /^\/\w+@(\w+)/.exec(text) ?? [];
    if (named === undefined) return false;
    const own = await this.bot.username();
    return own !== null && named.toLowerCase() !== own.toLowerCase();
  }

  /** @returns false when that message asked for nothing */
  private async replied(context: ChatContext, messageId: number, { text = '', document }: Message): Promise<boolean> {
    const asked = await this.buttons.ofMessage(context.chat.id, messageId);
    if (!asked || !['comment', 'scene'].includes(asked.purpose.kind)) return false;
    const { purpose } = asked;
    if (document && purpose.kind === 'comment' && purpose.type === 'script')
      await this.say(context.chat, await this.scripts.replace(context, purpose, document));
    else if (text === '') await this.say(context.chat, context.texts.textOnly);
    else if (purpose.kind === 'comment') await this.say(context.chat, await this.videos.comment(context, purpose, text));
    else if (purpose.kind === 'scene') await this.say(context.chat, await this.videos.scene(context, purpose.videoId, text));
    return true;
  }

  private async pressed(query: CallbackQuery, updateId: number): Promise<void> {
    const words = await this.press(query, updateId);
    const answer = { text: beginningOf(words, 200), show_alert: words.length > 60 };
    await this.bot.ask((api) => api.answerCallbackQuery(query.id, words === '' ? {} : answer)).catch(refusedIsFine);
  }

  /** @returns what whoever has pressed is told; what the button means is known here alone, whatever its data says */
  private async press({ from, data = '', message }: CallbackQuery, updateId: number): Promise<string> {
    const contact = message ? await this.contacts.at(String(message.chat.id)) : null;
    const [, verb = '', short = ''] = /^([a-z]{1,8}\d{0,4}):([\w-]{22})$/.exec(data) ?? [];
    const id = longId(short);
    const button = contact && id !== null ? await this.buttons.find(id, contact.id) : null;
    if (!contact || !button || !message) return telegramTexts(localeOf(contact?.language ?? from.language_code)).over;
    const person = message.chat.type === 'private' ? contact : await this.personOf(from.id, contact);
    const context = contextOf(contact, from.is_bot ? null : person, updateId);
    // A message whose answer was lost was sent a second time: the one that is pressed is the one that changes.
    const pressed = { ...button, messageId: message.message_id };
    if (button.messageId !== pressed.messageId) await this.buttons.change(button.id, { messageId: pressed.messageId });
    const { purpose } = button;
    if (purpose.kind === 'order') return this.orders.press(context, pressed, purpose, verb);
    if (purpose.kind === 'gate') return this.videos.pressGate(context, pressed, purpose, verb);
    if (purpose.kind === 'film' || purpose.kind === 'video') return this.videos.pressFilm(context, purpose.videoId, verb);
    return context.texts.over;
  }

  /** In a group somebody counts who has linked themselves to the same organisation in private. */
  private async personOf(userId: number | undefined, { orgId }: Contact): Promise<Contact | null> {
    const person = userId === undefined ? null : await this.contacts.at(String(userId));
    return person?.orgId === orgId ? person : null;
  }

  private async link({ chat, from, message_id: messageId }: Message, token: string): Promise<void> {
    const address = String(chat.id);
    const name = chat.type === 'private' ? [from?.first_name, from?.last_name].filter(Boolean).join(' ') : chat.title;
    const isAllowed = chat.type === 'private' || (await this.isAdministrator(address, from?.id));
    const contact = isAllowed ? await this.contacts.link(token, address, beginningOf(name ?? '', MAX_NAME) || null) : null;
    if (chat.type !== 'private') await this.bot.send(address, (api) => api.deleteMessage(address, messageId)).catch(() => undefined);
    if (!contact) return this.answerStranger(address, from?.language_code, 'badLink');
    const texts = telegramTexts(localeOf(contact.language));
    await this.say(contact, texts.linked(texts.roles[contact.role]));
  }

  private async isAdministrator(chatId: string, userId: number | undefined): Promise<boolean> {
    if (userId === undefined) return false;
    const member = await this.bot.ask((api) => api.getChatMember(chatId, userId));
    return member.status === 'creator' || member.status === 'administrator';
  }

  private async answerStranger(address: string, language: string | undefined, what: 'stranger' | 'badLink' = 'stranger'): Promise<void> {
    if (!this.strangers.take(address, STRANGER_ANSWERS).isAllowed) return;
    await this.bot.send(address, (api) => api.sendMessage(address, telegramTexts(localeOf(language))[what]));
  }

  private async say({ address }: Contact, text: string): Promise<void> {
    if (text !== '') await this.bot.send(address, (api) => api.sendMessage(address, text));
  }
}

/** Whoever has pressed has given up waiting: what was pressed is done all the same. */
function refusedIsFine(error: unknown): void {
  if (!(error instanceof TelegramProblem) || error.reason !== 'refused') throw error;
}
