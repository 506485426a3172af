import { Injectable } from '@nestjs/common';
import { type Document } from 'grammy/types';
import { type ChatContext } from './chat-context.js';
import { TelegramBot, TelegramProblem } from './telegram-bot.js';
import { type CommentPurpose, VideoDesk } from './video-desk.js';

const MAX_BYTES = 1024 * 1024;

/** Scripts that somebody sends as a file. */
@Injectable()
export class ScriptFiles {
  constructor(
    private readonly bot: TelegramBot,
    private readonly videos: VideoDesk,
  ) {}

  /** @returns what whoever has sent it is told @throws TelegramProblem that may pass */
  async replace(context: ChatContext, purpose: CommentPurpose, { file_id: id, file_size: size = 0 }: Document): Promise<string> {
    const { noText } = context.texts;
    if (size > MAX_BYTES) return noText;
    try {
      const script = textIn(await this.bot.download(id, MAX_BYTES));
      return script === null ? noText : await this.videos.script(context, purpose, script);
    } catch (error) {
      if (error instanceof TelegramProblem && error.reason === 'refused') return noText;
      throw error;
    }
  }
}

/** UTF-8, or UTF-16 that says so, as editors of Windows write it. @returns null for what is no text */
export function textIn(bytes: Buffer): string | null {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes).replaceAll('\r\n', '\n').trim();
    return text === '' || text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
