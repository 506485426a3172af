import { Injectable } from '@nestjs/common';
import { type Video, Videos } from '#jobs';
import { Contacts } from '../contacts/contacts.js';
import { localeOf } from '../locales.js';
import { type ChatContext, refusalText, requesterOf } from './chat-context.js';
import { OrderDesk } from './order-desk.js';
import { TelegramBot } from './telegram-bot.js';
import { telegramTexts, type TelegramTexts } from './telegram-texts.js';

const LISTED = 5;
const LOOKED_THROUGH = 50;
const OVER = ['completed', 'failed', 'cancelled'];

/** What begins with a stroke. */
@Injectable()
export class Commands {
  constructor(
    private readonly bot: TelegramBot,
    private readonly contacts: Contacts,
    private readonly videos: Videos,
    private readonly orders: OrderDesk,
  ) {}

  /** @throws TelegramProblem */
  async run(context: ChatContext, text: string): Promise<void> {
    const [, written = '', rest = ''] = /^\/(\w+)(?:@\w+)?\s*([\s\S]*)$/.exec(text) ?? [];
    // Keyboards of phones begin words with a capital.
    const name = written.toLowerCase();
    if (name === 'new' && rest.trim() !== '') return this.orders.begin(context, rest.trim());
    const { address } = context.chat;
    const answer = await this.answer(context, name, rest.trim());
    await this.bot.send(address, (api) => api.sendMessage(address, answer));
  }

  private async answer(context: ChatContext, name: string, rest: string): Promise<string> {
    const { chat, person, texts } = context;
    switch (name) {
      case 'videos':
        return this.listed(await this.latest(chat.orgId, LISTED), texts);
      case 'status':
        return this.listed((await this.latest(chat.orgId, LOOKED_THROUGH)).filter(isGoing).slice(0, LISTED), texts);
      case 'cancel': {
        const going = (await this.latest(chat.orgId, LOOKED_THROUGH)).find(isGoing);
        if (person?.role !== 'producer') return texts.askFirst;
        if (!going) return texts.noVideos;
        return this.videos.cancel(requesterOf(person), going.id).then(
          () => texts.done,
          (error: unknown) => refusalText(texts, error),
        );
      }
      case 'language': {
        const language = rest.toLowerCase();
        if (!/^(ru|en)$/.test(language) || !person) return texts.help;
        await this.contacts.change(requesterOf(chat), chat.id, { language });
        return telegramTexts(localeOf(language)).language;
      }
      case 'unlink': {
        if (!person) return texts.linkYourself;
        await this.contacts.unlink(requesterOf(chat), chat.id, 'asked');
        return texts.unlinked;
      }
      default:
        return texts.help;
    }
  }

  private async latest(orgId: string, limit: number): Promise<readonly Video[]> {
    return (await this.videos.list(orgId, { limit })).data;
  }

  private listed(videos: readonly Video[], texts: TelegramTexts): string {
    if (videos.length === 0) return texts.noVideos;
    return videos.map(({ title, progress }) => `${title ?? texts.untitled}\n${progress.message} · ${progress.percent} %`).join('\n\n');
  }
}

const isGoing = ({ status }: Video): boolean => !OVER.includes(status);
