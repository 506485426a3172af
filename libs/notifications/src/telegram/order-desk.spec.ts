import { describe, expect, it } from '@jest/globals';
import { type Videos } from '#jobs';
import { type Contact } from '../contacts/contacts.js';
import { type Button, type ButtonTable } from './button-table.js';
import { contextOf } from './chat-context.js';
import { newDraft } from './order-draft.js';
import { OrderDesk } from './order-desk.js';
import { type TelegramBot } from './telegram-bot.js';

const CONTACT = { id: '0198b8e8-7c1e-7a55-9d5f-5d0f5b1f6a02', orgId: 'org', address: '7', language: 'en', role: 'producer' } as Contact;
const ID = '0198b8e8-7c1e-7a55-9d5f-5d0f5b1f6a01';

/** A card in a chat: what is pressed one after another, what was said, what stands there then, and what was ordered. */
async function pressed(...verbs: readonly string[]) {
  let button: Button = { id: ID, orgId: 'org', contactId: CONTACT.id, purpose: { kind: 'order', draft: newDraft('Bees') }, messageId: 1 };
  const ordered = new Set<string>();
  let shown = '';
  const api = { editMessageText: async (_chat: string, _id: number, text: string) => void (shown = text) };
  const bot = { send: async (_chat: string, work: (one: typeof api) => Promise<unknown>) => work(api) } as unknown as TelegramBot;
  const videos = {
    order: async (_by: unknown, _order: unknown, { videoId }: { videoId: string }) => void ordered.add(videoId),
    estimate: async () => ({ segments: 12, cost: { amountMicros: 0 }, allowed: true }),
  } as unknown as Videos;
  const buttons = { change: async (_id: string, change: Partial<Button>) => void (button = { ...button, ...change }) };
  const desk = new OrderDesk(bot, videos, buttons as unknown as ButtonTable);
  const said: string[] = [];
  for (const [at, verb] of verbs.entries()) {
    if (button.purpose.kind !== 'order') throw new Error('it is a card');
    said.push(await desk.press(contextOf(CONTACT, CONTACT, at), button, button.purpose, verb));
  }
  return { said, shown, orders: ordered.size };
}

describe('the card of an order', () => {
  it.each([
    [['go', 'go'], ['Ordered.', 'Ordered.'], 1],
    [['go', 'drop', 'go'], ['Ordered.', 'Ordered.', 'Ordered.'], 1],
    [['drop', 'go'], ['Dropped.', 'Dropped.'], 0],
    [['go', 'len'], ['Ordered.', 'Ordered.'], 1],
    [['len', 'drop', 'len'], ['', 'Dropped.', 'Dropped.'], 0],
  ])('tells the truth after %j', async (verbs, words, orders) => {
    const { said, shown, orders: made } = await pressed(...verbs);
    expect([said, made]).toEqual([words, orders]);
    expect(shown).toBe(`Bees\n\n${words.at(-1) ?? ''}`);
  });
});
