import { Injectable } from '@nestjs/common';
import { Api, GrammyError } from 'grammy';
import { logger } from '#platform';
import { NotificationsConfig } from '../notifications.config.js';

/** Bot API, "Limits": one message a second in a chat, 20 a minute in a group, about 30 a second in all. */
const CHAT_MS = 1000;
const GROUP_MS = 3000;
const ALL_MS = 40;
/** So many at once are no harm, if silence follows. */
const BURST = 3;
const SERVER_ERROR_MS = 2000;
const log = logger('telegram');

/** Why Telegram did not do it. */
export class TelegramProblem extends Error {
  constructor(
    /** `retry`: the same again after `waitMs`. `blocked`: never write there again. `moved`: the chat is now `movedTo`. `refused`: never this. */
    readonly reason: 'retry' | 'blocked' | 'moved' | 'refused',
    description: string,
    readonly waitMs: number = 0,
    readonly movedTo: string | null = null,
  ) {
    super(description);
    this.name = 'TelegramProblem';
  }
}

/** Errors that say that it is as it should be already. */
const DONE_ALREADY = /message is not modified|query is too old|message to (?:edit|delete) not found/i;

/**
 * The bot, or that there is none. Only the process with the lock `notifications.telegram` sends, so the rates of the bot, which are Telegram's for
 * the whole of it, are kept here in memory.
 */
@Injectable()
export class TelegramBot {
  private readonly api: Api | null;
  private readonly freeAt = new Map<string, number>();
  private freeForAllAt = 0;
  private pausedUntilMs = 0;
  private name: string | null = null;

  constructor({ telegramToken, telegramApiRoot }: NotificationsConfig) {
    const apiRoot = telegramApiRoot.replace(/\/+$/, '');
    this.api = telegramToken === null ? null : new Api(telegramToken, { apiRoot, timeoutSeconds: 60, sensitiveLogs: false });
  }

  get isThere(): boolean {
    return this.api !== null;
  }

  /** Null: there is no bot here. @throws TelegramProblem */
  async username(): Promise<string | null> {
    if (!this.api) return null;
    this.name ??= (await this.ask((api) => api.getMe())).username;
    return this.name;
  }

  /** What is no message: answers at once, at no pace. @throws TelegramProblem */
  async ask<T>(work: (api: Api) => Promise<T>): Promise<T> {
    if (!this.api) throw new TelegramProblem('refused', 'there is no bot');
    try {
      return await work(this.api);
    } catch (error) {
      throw this.problemOf(error);
    }
  }

  /**
   * Sends or edits a message when its turn has come. @returns null where nothing was left to do
   * @throws TelegramProblem
   */
  async send<T>(chatId: string, work: (api: Api) => Promise<T>): Promise<T | null> {
    await this.turnOf(chatId);
    try {
      return await this.ask(work);
    } catch (error) {
      if (error instanceof TelegramProblem && DONE_ALREADY.test(error.message)) return null;
      throw error;
    }
  }

  private async turnOf(chatId: string): Promise<void> {
    const now = Date.now();
    const gapMs = chatId.startsWith('-') ? GROUP_MS : CHAT_MS;
    const due = this.freeAt.get(chatId) ?? 0;
    const at = Math.max(now, this.pausedUntilMs, due, this.freeForAllAt);
    this.freeAt.set(chatId, Math.max(due, at - (BURST - 1) * gapMs) + gapMs);
    this.freeForAllAt = at + ALL_MS;
    if (this.freeAt.size > 10_000) for (const [chat, free] of this.freeAt) if (free < now) this.freeAt.delete(chat);
    if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
  }

  /** Of what is thrown nothing but code and description is kept: the rest holds addresses with the token in them. */
  private problemOf(error: unknown): TelegramProblem {
    if (!(error instanceof GrammyError)) return new TelegramProblem('retry', 'Telegram cannot be reached', SERVER_ERROR_MS);
    const { error_code: code, description, parameters } = error;
    if (code === 429) {
      const waitMs = (parameters.retry_after ?? 1) * 1000;
      this.pausedUntilMs = Math.max(this.pausedUntilMs, Date.now() + waitMs);
      log.warn({ waitMs }, 'Telegram asks the whole bot to wait');
      return new TelegramProblem('retry', description, waitMs);
    }
    if (parameters.migrate_to_chat_id !== undefined)
      return new TelegramProblem('moved', description, 0, String(parameters.migrate_to_chat_id));
    if (code === 403) return new TelegramProblem('blocked', description);
    if (code >= 500 || code === 409 || code === 401) return new TelegramProblem('retry', description, SERVER_ERROR_MS);
    return new TelegramProblem('refused', description);
  }
}
