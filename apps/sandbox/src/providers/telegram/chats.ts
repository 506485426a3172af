import { fieldsOf, type Fields } from '../../http/exchange.js';

export interface Person {
  readonly id: number;
  readonly first_name: string;
  readonly is_bot: false;
}

/** A message as somebody in the chat sees it. */
export interface ShownMessage {
  readonly messageId: number;
  readonly from: string;
  text: string;
  readonly kind: 'text' | 'photo' | 'video' | 'document';
  readonly fileId: string | null;
  readonly bytes: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly durationSeconds: number | null;
  readonly album: string | null;
  /** Rows of buttons. */
  buttons: readonly (readonly { readonly text: string; readonly data: string | null; readonly url: string | null }[])[];
  edits: number;
  isDeleted: boolean;
  readonly at: string;
}

export interface Chat {
  readonly id: number;
  readonly messages: ShownMessage[];
  /** Answers to presses, as pop-ups. */
  readonly popups: string[];
  isBlocked: boolean;
  migratedTo: number | null;
}

/** Chats of the bot. Negative ids are groups. */
export class Chats {
  private readonly chats = new Map<number, Chat>();
  /** Goes on from the clock as well: a message of an earlier run that somebody edits is not one of this run. */
  private lastMessageId = Math.floor(Date.now() / 1000);

  of(id: number): Chat {
    const known = this.chats.get(id);
    if (known) return known;
    const chat: Chat = { id, messages: [], popups: [], isBlocked: false, migratedTo: null };
    this.chats.set(id, chat);
    return chat;
  }

  find(chatId: number, messageId: number): ShownMessage | null {
    return this.chats.get(chatId)?.messages.find((message) => message.messageId === messageId && !message.isDeleted) ?? null;
  }

  add(chat: Chat, message: Partial<ShownMessage> & { readonly from: string }): ShownMessage {
    const shown: ShownMessage = {
      ...{ text: '', kind: 'text', fileId: null, bytes: null, width: null, height: null, durationSeconds: null, album: null, buttons: [] },
      ...message,
      ...{ messageId: ++this.lastMessageId, edits: 0, isDeleted: false, at: new Date().toISOString() },
    };
    chat.messages.push(shown);
    return shown;
  }
}

/** `{ id, name }` of a person, or their id alone. */
export function personOf(value: unknown, chatId: number): Person {
  const fields = fieldsOf(value);
  const id = Number(fields?.['id'] ?? value ?? Math.abs(chatId));
  const name = fields?.['name'];
  return { id, first_name: typeof name === 'string' ? name : `User ${id}`, is_bot: false };
}

export const chatView = (id: number, person?: Person): Fields =>
  id < 0 ? { id, type: 'supergroup', title: `Group ${-id}` } : { id, type: 'private', first_name: person?.first_name ?? `User ${id}` };
