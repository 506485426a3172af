import { type InlineKeyboardMarkup } from 'grammy/types';
import { type Locale } from '../locales.js';
import { type Purpose, shortId } from './button-table.js';
import { type OrderDraft } from './order-draft.js';
import { telegramTexts } from './telegram-texts.js';

type Key = readonly [text: string, verb: string];

const keyboard = (id: string, rows: readonly (readonly Key[])[]): InlineKeyboardMarkup => ({
  inline_keyboard: rows
    .filter((row) => row.length > 0)
    .map((row) => row.map(([text, verb]) => ({ text, callback_data: `${verb}:${shortId(id)}` }))),
});

export function orderKeyboard(id: string, draft: OrderDraft, locale: Locale): InlineKeyboardMarkup {
  const { order: t } = telegramTexts(locale);
  return keyboard(id, [
    [
      [t.create, 'go'],
      [t.drop, 'drop'],
    ],
    [
      [t.length(draft.length), 'len'],
      [draft.aspectRatio, 'asp'],
      [draft.resolution, 'res'],
    ],
    [[t.gates(draft.hasGates), 'gates']],
  ]);
}

/** Chosen scenes are marked, and can be asked for by one press. */
export function gateKeyboard(id: string, gate: Extract<Purpose, { kind: 'gate' }>, locale: Locale): InlineKeyboardMarkup {
  const { gate: t } = telegramTexts(locale);
  if (gate.type === 'script')
    return keyboard(id, [
      [[t.approve, 'yes']],
      [
        [t.change, 'say'],
        [t.cancel, 'stop'],
      ],
    ]);
  const numbers = gate.segments.map((segment): Key => [`${gate.chosen.includes(segment) ? '✗ ' : ''}${segment + 1}`, `t${segment}`]);
  const chosen = gate.chosen.map((segment) => segment + 1).join(', ');
  const redo: readonly Key[] = gate.chosen.length > 0 ? [[t.redo(chosen), 'some']] : [];
  return keyboard(id, [
    [
      [t.good, 'yes'],
      [t.redoAll, 'all'],
    ],
    numbers,
    redo,
    [
      [t.change, 'say'],
      [t.cancel, 'stop'],
    ],
  ]);
}

/** @param url of the film; left out where Telegram would refuse it: a host without a dot is not known to the world */
export function filmKeyboard(id: string, url: string | null, locale: Locale): InlineKeyboardMarkup {
  const { film: t } = telegramTexts(locale);
  const own = keyboard(id, [
    [
      [t.scene, 'scene'],
      [t.again, 'again'],
    ],
  ]);
  const hasPublicHost = url !== null && new URL(url).hostname.includes('.') && !/^[\d.]+$/.test(new URL(url).hostname);
  return hasPublicHost ? { inline_keyboard: [...own.inline_keyboard, [{ text: t.link, url }]] } : own;
}

export const retryKeyboard = (id: string, locale: Locale): InlineKeyboardMarkup => keyboard(id, [[[telegramTexts(locale).retry, 'retry']]]);
