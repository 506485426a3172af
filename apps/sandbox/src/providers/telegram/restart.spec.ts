import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Chats } from './chats.js';
import { Updates } from './updates.js';

afterEach(() => void jest.useRealTimers());

describe('a bot whose sandbox was started again', () => {
  it('has news that nobody has confirmed before, and messages of their own', async () => {
    jest.useFakeTimers({ now: new Date('2026-11-30T07:00:00Z') });
    const before = new Updates();
    const confirmed = [before.add({}), before.add({}), before.add({})].at(-1) ?? 0;
    jest.setSystemTime(new Date('2026-11-30T07:00:05Z'));
    const after = new Updates();
    after.add({ message: { text: '/status' } });
    expect(await after.poll(confirmed + 1, 10, 0)).toMatchObject([{ message: { text: '/status' } }]);
  });

  it('numbers its messages on', () => {
    const posted = (): number => {
      const chats = new Chats();
      return chats.add(chats.of(42), { from: 'Kadr', text: 'Hello' }).messageId;
    };
    jest.useFakeTimers({ now: new Date('2026-11-30T07:00:00Z') });
    const before = posted();
    jest.setSystemTime(new Date('2026-11-30T07:00:05Z'));
    expect(posted()).toBeGreaterThan(before);
  });
});
