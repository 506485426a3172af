import { Injectable } from '@nestjs/common';
import { Videos } from '#jobs';
import { beginningOf, deriveId } from '#platform';
import { escapeHtml } from '../links/page/html.js';
import { type Button, ButtonTable, type Purpose } from './button-table.js';
import { type ChatContext, refusalText, requesterOf } from './chat-context.js';
import { orderKeyboard } from './keyboards.js';
import { newDraft, type OrderDraft, orderOf, turned } from './order-draft.js';
import { TelegramBot } from './telegram-bot.js';

type OrderPurpose = Extract<Purpose, { kind: 'order' }>;

const SHOWN_PROMPT = 700;

/** Puts an order together in a chat: a card with its price, and buttons that change it. */
@Injectable()
export class OrderDesk {
  constructor(
    private readonly bot: TelegramBot,
    private readonly videos: Videos,
    private readonly buttons: ButtonTable,
  ) {}

  /** The same update again is the same card. @throws TelegramProblem */
  async begin(context: ChatContext, prompt: string): Promise<void> {
    const { chat, texts } = context;
    if (context.person?.role !== 'producer') return this.say(context, texts.askFirst);
    const draft = newDraft(prompt);
    const text = await this.cardText(context, draft);
    if (text === null) return;
    const id = deriveId('notifications.draft', chat.id, String(context.updateId));
    await this.buttons.put({ id, orgId: chat.orgId, contactId: chat.id, purpose: { kind: 'order', draft } });
    const options = { parse_mode: 'HTML', reply_markup: orderKeyboard(id, draft, context.locale) } as const;
    const sent = await this.bot.send(chat.address, (api) => api.sendMessage(chat.address, text, options));
    if (sent) await this.buttons.change(id, { messageId: sent.message_id });
  }

  /** @returns what whoever has pressed is told @throws TelegramProblem */
  async press(context: ChatContext, button: Button, { draft, changedBy, closed }: OrderPurpose, verb: string): Promise<string> {
    const { chat, texts, person, updateId } = context;
    if (person?.role !== 'producer') return texts.askFirst;
    // Buttons may stand there longer than they mean something, and two presses may be on their way.
    if (closed) return this.close(context, button, closed);
    if (verb === 'drop') return this.close(context, button, 'dropped');
    if (verb === 'go') return this.order(context, button, draft);
    const next = changedBy === updateId ? draft : turned(draft, verb);
    if (!next || button.messageId === null) return texts.over;
    const { messageId } = button;
    await this.buttons.change(button.id, { purpose: { kind: 'order', draft: next, changedBy: updateId } });
    const text = await this.cardText(context, next);
    if (text === null) return texts.problem;
    const options = { parse_mode: 'HTML', reply_markup: orderKeyboard(button.id, next, context.locale) } as const;
    await this.bot.send(chat.address, (api) => api.editMessageText(chat.address, messageId, text, options));
    return '';
  }

  /** Pressed twice, it is ordered once: the video's id comes from the card. */
  private async order(context: ChatContext, button: Button, draft: OrderDraft): Promise<string> {
    const { chat, person, texts } = context;
    const by = requesterOf(person ?? chat);
    try {
      await this.videos.order(by, orderOf(draft), {
        videoId: deriveId('notifications.order', button.id),
        origin: { contactId: chat.id },
      });
    } catch (error) {
      return refusalText(texts, error);
    }
    return this.close(context, button, 'ordered');
  }

  private async close({ chat, texts }: ChatContext, { id, messageId, purpose }: Button, closed: 'ordered' | 'dropped'): Promise<string> {
    const words = texts.order[closed];
    if (purpose.kind !== 'order') return words;
    if (purpose.closed !== closed) await this.buttons.change(id, { purpose: { ...purpose, closed } });
    if (messageId === null) return words;
    const text = `${quoted(purpose.draft.prompt)}\n\n${escapeHtml(words)}`;
    await this.bot.send(chat.address, (api) => api.editMessageText(chat.address, messageId, text, { parse_mode: 'HTML' }));
    return words;
  }

  /** @returns null when it cannot be ordered at all; that was said then */
  private async cardText(context: ChatContext, draft: OrderDraft): Promise<string | null> {
    const { chat, texts } = context;
    try {
      const { segments, cost, allowed } = await this.videos.estimate(requesterOf(chat), orderOf(draft));
      const usd = (cost.amountMicros / 1_000_000).toFixed(2);
      const price = cost.amountMicros > 0 ? texts.order.price(segments, usd) : texts.order.free(segments);
      const room = allowed ? '' : `\n⚠️ ${texts.order.noRoom}`;
      return `<b>${texts.order.title}</b>\n${quoted(draft.prompt)}\n\n${escapeHtml(price)}${room}`;
    } catch (error) {
      await this.say(context, refusalText(texts, error));
      return null;
    }
  }

  private async say({ chat }: ChatContext, text: string): Promise<void> {
    await this.bot.send(chat.address, (api) => api.sendMessage(chat.address, text));
  }
}

const quoted = (prompt: string): string => escapeHtml(prompt.length > SHOWN_PROMPT ? `${beginningOf(prompt, SHOWN_PROMPT)} …` : prompt);
