import { Injectable } from '@nestjs/common';
import { type Api, type GrammyError } from 'grammy';
import { logger } from '#platform';
import { NotificationsConfig } from '../notifications.config.js';
import { SendTurns } from './send-turns.js';

const SERVER_ERROR_MS = 2000;
const DOWNLOAD_MS = 60_000;
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

/** The bot, or that there is none. */
@Injectable()
export class TelegramBot {
  /** Null: there is no bot here. Its client is loaded by the first who asks it. */
  private readonly connect: (() => Promise<Api>) | null;
  private api: Promise<Api> | null = null;
  private readonly files: string;
  private name: string | null = null;

  constructor(
    { telegramToken, telegramApiRoot }: NotificationsConfig,
    private readonly turns: SendTurns,
  ) {
    const apiRoot = telegramApiRoot.replace(/\/+$/, '');
    this.files = `${apiRoot}/file/bot${telegramToken ?? ''}`;
    this.connect = telegramToken === null ? null : () => clientOf(telegramToken, apiRoot);
  }

  get isThere(): boolean {
    return this.connect !== null;
  }

  /** Null: there is no bot here. @throws TelegramProblem */
  async username(): Promise<string | null> {
    if (!this.connect) return null;
    this.name ??= (await this.ask((api) => api.getMe())).username;
    return this.name;
  }

  /** What is no message: answers at once, at no pace. @throws TelegramProblem */
  async ask<T>(work: (api: Api) => Promise<T>): Promise<T> {
    if (!this.connect) throw new TelegramProblem('refused', 'there is no bot');
    try {
      return await work(await (this.api ??= this.connect()));
    } catch (error) {
      const problem = this.problemOf(error);
      if (isTooMany(error)) await this.turns.pauseAll(problem.waitMs);
      throw problem;
    }
  }

  /**
   * Sends or edits a message when its turn has come. @returns null where nothing was left to do
   * @throws TelegramProblem `retry` as well where all have to wait for long
   */
  async send<T>(chatId: string, work: (api: Api) => Promise<T>): Promise<T | null> {
    const waitMs = await this.turns.turnOf(chatId);
    if (waitMs > 0) throw new TelegramProblem('retry', 'the whole bot waits', waitMs);
    try {
      return await this.ask(work);
    } catch (error) {
      if (error instanceof TelegramProblem && DONE_ALREADY.test(error.message)) return null;
      throw error;
    }
  }

  /** @param maxBytes larger files are not fetched. @throws TelegramProblem `refused` for one that is too large, or not there any more */
  async download(fileId: string, maxBytes: number): Promise<Buffer> {
    const { file_path: path, file_size: size = 0 } = await this.ask((api) => api.getFile(fileId));
    if (path === undefined || size > maxBytes) throw new TelegramProblem('refused', 'file is too big');
    try {
      const response = await fetch(`${this.files}/${path}`, { signal: AbortSignal.timeout(DOWNLOAD_MS) });
      if (response.ok) return await collected(response, maxBytes);
      throw new TelegramProblem(response.status >= 500 ? 'retry' : 'refused', 'the file cannot be fetched', SERVER_ERROR_MS);
    } catch (error) {
      throw error instanceof TelegramProblem ? error : this.problemOf(error);
    }
  }

  /** Of what is thrown nothing but code and description is kept: the rest holds addresses with the token in them. */
  private problemOf(error: unknown): TelegramProblem {
    if (!isAnswer(error)) return new TelegramProblem('retry', 'Telegram cannot be reached', SERVER_ERROR_MS);
    const { error_code: code, description, parameters } = error;
    if (code === 429) {
      const waitMs = (parameters.retry_after ?? 1) * 1000;
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

async function clientOf(token: string, apiRoot: string): Promise<Api> {
  const { Api: Client } = await import('grammy');
  return new Client(token, { apiRoot, timeoutSeconds: 60, sensitiveLogs: false });
}

/** What Telegram has answered, by name: its class is not loaded where there is no bot. */
const isAnswer = (error: unknown): error is GrammyError => error instanceof Error && error.name === 'GrammyError';

const isTooMany = (error: unknown): boolean => isAnswer(error) && error.error_code === 429;

/** However long it says that it is. @throws TelegramProblem */
async function collected(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new TelegramProblem('refused', 'file is too big');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
