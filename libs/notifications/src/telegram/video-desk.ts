import { Injectable } from '@nestjs/common';
import { type GateDecision, Videos } from '#jobs';
import { deriveId } from '#platform';
import { type Contact } from '../contacts/contacts.js';
import { GateDesk } from '../links/gate-desk.js';
import { type Button, ButtonTable, type Purpose } from './button-table.js';
import { type ChatContext, refusalText, requesterOf } from './chat-context.js';
import { gateKeyboard } from './keyboards.js';
import { TelegramBot } from './telegram-bot.js';

type GatePurpose = Extract<Purpose, { kind: 'gate' }>;
export type CommentPurpose = Extract<Purpose, { kind: 'comment' }>;

/** Buttons and replies about a video: answers at gates, scenes again, new versions. Each press is answered with what it led to. */
@Injectable()
export class VideoDesk {
  constructor(
    private readonly bot: TelegramBot,
    private readonly videos: Videos,
    private readonly buttons: ButtonTable,
    private readonly desk: GateDesk,
  ) {}

  /** @throws TelegramProblem */
  async pressGate(context: ChatContext, button: Button, gate: GatePurpose, verb: string): Promise<string> {
    const { person, texts } = context;
    if (!person || person.role === 'viewer') return person ? texts.mayNot : texts.linkYourself;
    const toggled = /^t(\d{1,4})$/.exec(verb)?.[1];
    if (toggled !== undefined) return this.toggle(context, button, gate, Number(toggled));
    switch (verb) {
      case 'yes':
        return this.decide(context, person, gate, { decision: 'approved' });
      case 'all':
        return this.decide(context, person, gate, { decision: 'rejected' });
      case 'some':
        return gate.chosen.length === 0 ? texts.over : this.decide(context, person, gate, { decision: 'rejected', segments: gate.chosen });
      case 'say':
        return this.ask(context, { kind: 'comment', videoId: gate.videoId, type: gate.type, gate: gate.gate }, texts.gate.askComment);
      case 'stop':
        return this.doing(context, () => this.videos.cancel(requesterOf(person), gate.videoId));
      default:
        return texts.over;
    }
  }

  /** The narration of a file takes the place of the script that was asked about. */
  async script(context: ChatContext, { videoId, type, gate }: CommentPurpose, script: string): Promise<string> {
    const { person, texts } = context;
    if (!person || person.role === 'viewer') return person ? texts.mayNot : texts.linkYourself;
    return this.decide(context, person, { videoId, type, gate }, { decision: 'rejected', script });
  }

  /** What somebody has replied to the question what should be different. */
  async comment(context: ChatContext, { videoId, type, gate }: CommentPurpose, comment: string): Promise<string> {
    const { person, texts } = context;
    if (!person || person.role === 'viewer') return person ? texts.mayNot : texts.linkYourself;
    const shown = await this.buttons.find(deriveId('notifications.gate', context.chat.id, videoId, type, String(gate)), context.chat.id);
    const chosen = shown?.purpose.kind === 'gate' ? shown.purpose.chosen : [];
    return this.decide(
      context,
      person,
      { videoId, type, gate },
      { decision: 'rejected', comment, ...(chosen.length > 0 && { segments: chosen }) },
    );
  }

  async pressFilm(context: ChatContext, videoId: string, verb: string): Promise<string> {
    const { person, chat, texts } = context;
    if (person?.role !== 'producer') return texts.askFirst;
    switch (verb) {
      case 'scene':
        return this.ask(context, { kind: 'scene', videoId }, texts.film.askScene);
      case 'again':
        return this.doing(context, () => this.orderAgain(person, chat, videoId, context.updateId));
      case 'retry':
        return this.doing(context, () => this.videos.retry(requesterOf(person), videoId));
      case 'stop':
        return this.doing(context, () => this.videos.cancel(requesterOf(person), videoId));
      default:
        return texts.over;
    }
  }

  /** `3`, or `3 what it should show`. */
  async scene(context: ChatContext, videoId: string, text: string): Promise<string> {
    const { person, texts } = context;
    if (person?.role !== 'producer') return texts.askFirst;
    const [, number = '', prompt = ''] = /^\s*(\d{1,3})[\s.,:;-]*([\s\S]*)$/.exec(text) ?? [];
    if (number === '') return texts.film.askScene;
    const wished = prompt.trim() === '' ? {} : { prompt: prompt.trim() };
    return this.doing(context, () => this.videos.regenerate(requesterOf(person), videoId, Number(number) - 1, wished));
  }

  /** The same order with another seed. */
  private async orderAgain(person: Contact, chat: Contact, videoId: string, updateId: number): Promise<void> {
    const { request } = await this.videos.read(chat.orgId, videoId);
    const { prompt, script, language, aspectRatio, resolution, fps, durationSeconds, segmentation, visuals, approvals } = request;
    const order = {
      ...(prompt !== null ? { prompt } : { script: script ?? '' }),
      ...{ language, aspectRatio, resolution, fps, segmentation: { mode: segmentation.mode, segmentSeconds: segmentation.segmentSeconds } },
      ...(durationSeconds !== null && { durationSeconds }),
      ...{ visuals: { mode: visuals.mode }, approvals },
    };
    const again = deriveId('notifications.again', videoId, String(updateId));
    await this.videos.order(requesterOf(person), order, { videoId: again, origin: { contactId: chat.id } });
  }

  private async toggle(context: ChatContext, button: Button, gate: GatePurpose, segment: number): Promise<string> {
    if (!gate.segments.includes(segment) || button.messageId === null) return context.texts.over;
    const { chat } = context;
    const { messageId } = button;
    const turned = gate.chosen.includes(segment)
      ? gate.chosen.filter((one) => one !== segment)
      : [...gate.chosen, segment].sort((a, b) => a - b);
    const { updateId } = context;
    const purpose = { ...gate, chosen: gate.changedBy === updateId ? gate.chosen : turned, changedBy: updateId };
    await this.buttons.change(button.id, { purpose });
    const options = { reply_markup: gateKeyboard(button.id, purpose, context.locale) };
    await this.bot.send(chat.address, (api) => api.editMessageReplyMarkup(chat.address, messageId, options));
    return '';
  }

  /** Of two answers one counts; whoever comes second learns who was first. */
  private async decide(
    { texts }: ChatContext,
    person: Contact,
    { videoId, type, gate }: Pick<GatePurpose, 'videoId' | 'type' | 'gate'>,
    decision: GateDecision,
  ): Promise<string> {
    try {
      await this.videos.decide(requesterOf(person), videoId, type, { ...decision, gate });
      return texts.done;
    } catch (error) {
      const words = refusalText(texts, error);
      if ((error as { code?: unknown }).code !== 'already_decided') return words;
      return texts.gate.already(await this.desk.nameOfDecider({ orgId: person.orgId, videoId, gateType: type, gate }));
    }
  }

  private async doing({ texts }: ChatContext, work: () => Promise<unknown>): Promise<string> {
    try {
      await work();
      return texts.done;
    } catch (error) {
      return refusalText(texts, error);
    }
  }

  /** A question whose reply is taken as the answer. */
  private async ask({ chat, updateId }: ChatContext, purpose: Purpose, question: string): Promise<string> {
    const id = deriveId('notifications.question', chat.id, String(updateId));
    await this.buttons.put({ id, orgId: chat.orgId, contactId: chat.id, purpose });
    const options = { reply_markup: { force_reply: true, selective: true } } as const;
    const sent = await this.bot.send(chat.address, (api) => api.sendMessage(chat.address, question, options));
    if (sent) await this.buttons.change(id, { messageId: sent.message_id });
    return '';
  }
}
