import { type Contact } from '../contacts/contacts.js';
import { type Locale, localeOf } from '../locales.js';
import { telegramTexts, type TelegramTexts } from './telegram-texts.js';

/** Somebody says or presses something in a chat that is linked. */
export interface ChatContext {
  /** The chat. */
  readonly chat: Contact;
  /** Whoever acts: the chat itself in private, a person with a private chat of their own in a group. Null: somebody nobody knows. */
  readonly person: Contact | null;
  readonly updateId: number;
  readonly locale: Locale;
  readonly texts: TelegramTexts;
}

export function contextOf(chat: Contact, person: Contact | null, updateId: number): ChatContext {
  const locale = localeOf(chat.language);
  return { chat, person, updateId, locale, texts: telegramTexts(locale) };
}

export const requesterOf = ({ id, orgId }: Contact): { readonly orgId: string; readonly actor: string } => ({
  orgId,
  actor: `contact:${id}`,
});

/** What a refusal says to people. @throws the error itself where it is none */
export function refusalText(texts: TelegramTexts, error: unknown): string {
  const { code, kind, retryable } = error as { code?: unknown; kind?: unknown; retryable?: unknown };
  if (typeof code !== 'string' || typeof kind !== 'string' || kind === 'unavailable' || retryable === true) throw error;
  return texts.problems[code] ?? texts.problem;
}
