import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestEventing, type TestEventing } from '#eventing/testing';
import { Clock, Ids, platformMigrations } from '#platform';
import { notificationsMigrations } from '../migrations/index.js';
import { notificationsConfig } from '../notifications.config.js';
import { type ConfirmationAnswer, type ConfirmationOrder, Confirmations } from './confirmations.js';

const TEN_MINUTES_MS = 600_000;

/** A clock that a spec moves. */
class MovedClock extends Clock {
  byMs = 0;
  override nowMs(): number {
    return Date.parse('2026-11-10T10:00:00Z') + this.byMs;
  }
}

describe('what a program may do on behalf of a person', () => {
  const clock = new MovedClock();
  const key = randomBytes(32);
  let eventing: TestEventing;
  beforeAll(async () => {
    eventing = await createTestEventing({ register: () => undefined, migrations: [...platformMigrations, ...notificationsMigrations] });
  }, 60_000);
  afterAll(() => eventing?.close());

  /** An installation with these settings, all of them with one key. */
  const withSettings = (settings: Record<string, string> = {}): Confirmations => {
    const made = new Confirmations(eventing.database, notificationsConfig(settings), clock, new Ids());
    Reflect.set(made, 'key', Promise.resolve(key));
    return made;
  };
  const call = (change: Partial<ConfirmationOrder> = {}): ConfirmationOrder => ({
    ...{ orgId: randomUUID(), askedBy: 'key:a', kind: 'spend', digest: randomBytes(32).toString('hex'), costMicros: 7_000 },
    ...{ title: 'A dear whale', token: null, ...change },
  });
  const ask = (by: Confirmations, order: ConfirmationOrder): Promise<ConfirmationAnswer> => by.ask(order, async () => undefined);
  const statusOf = async (by: Confirmations, order: ConfirmationOrder): Promise<string> => (await ask(by, order)).status;
  /** What a person reads and answers at the address that the program was given. */
  const answered = async (by: Confirmations, order: ConfirmationOrder, isAllowed: boolean): Promise<void> => {
    const answer = await ask(by, order);
    const page = answer.status === 'allowed' ? null : await by.open(answer.url.split('/').at(-1) ?? '');
    expect(page).toMatchObject({ title: order.title, costMicros: order.costMicros });
    if (page) await by.decide(page, isAllowed);
  };
  const tokenOf = async (by: Confirmations, order: ConfirmationOrder): Promise<string> => {
    const answer = await ask(by, order);
    return answer.status === 'allowed' ? '' : answer.token;
  };

  it('is this call of this caller, at no higher price, for ten minutes once it was allowed', async () => {
    const [people, order] = [withSettings(), call()];
    await answered(people, order, true);
    expect(await statusOf(people, order)).toBe('allowed');
    expect(await statusOf(people, { ...order, costMicros: 6_999 })).toBe('allowed');
    for (const other of [
      { costMicros: 7_001 },
      { askedBy: 'key:b' },
      { digest: randomBytes(32).toString('hex') },
      { orgId: randomUUID() },
    ] as const) {
      expect([other, await statusOf(people, { ...order, ...other })]).toEqual([other, 'pending']);
    }
    clock.byMs += TEN_MINUTES_MS - 1;
    expect(await statusOf(people, order)).toBe('allowed');
    clock.byMs += 1;
    expect(await statusOf(people, order)).toBe('pending');
  });

  it('is nothing that was refused, or that nobody has answered in time', async () => {
    const [people, order] = [withSettings(), call()];
    const { url } = (await ask(people, order)) as { url: string };
    await answered(people, order, false);
    expect(await statusOf(people, order)).toBe('refused');
    clock.byMs += TEN_MINUTES_MS;
    // The question is asked anew; the page of the old one is gone.
    expect([await statusOf(people, order), await people.open(url.split('/').at(-1) ?? '')]).toEqual(['pending', null]);
  });

  it('is nothing that only a program has agreed to, unless the installation says so', async () => {
    const [people, agents, order] = [withSettings(), withSettings({ KADR_MCP_CONFIRM: 'agent' }), call()];
    const token = await tokenOf(people, order);
    expect(await statusOf(people, { ...order, token })).toBe('pending');
    expect(await statusOf(agents, { ...order, token })).toBe('allowed');
    // It agrees to a price; decisions are for people.
    expect(await statusOf(agents, { ...order, token, kind: 'decide' })).toBe('pending');
  });

  it('is not what an altered token says, nor one of another call, of a lower price, or of before', async () => {
    const [agents, order] = [withSettings({ KADR_MCP_CONFIRM: 'agent' }), call()];
    const token = await tokenOf(agents, order);
    const middle = token.length >> 1;
    const altered = `${token.slice(0, middle)}${token[middle] === 'A' ? 'B' : 'A'}${token.slice(middle + 1)}`;
    const { url } = (await ask(agents, order)) as { url: string };
    const wrong: readonly ConfirmationOrder[] = [
      { ...order, token: altered },
      { ...order, token: url.split('/').at(-1) ?? '' },
      { ...order, token: 'x'.repeat(10_000) },
      { ...order, token, digest: randomBytes(32).toString('hex') },
      { ...order, token, askedBy: 'key:b' },
      { ...order, token, orgId: randomUUID() },
      { ...order, token, costMicros: 7_001 },
    ];
    expect(await Promise.all(wrong.map((one) => statusOf(agents, one)))).toEqual(wrong.map(() => 'pending'));
    expect(await statusOf(agents, { ...order, token })).toBe('allowed');
    clock.byMs += TEN_MINUTES_MS;
    expect(await statusOf(agents, { ...order, token })).toBe('pending');
  });

  it('is what costs no more than the installation lets go unasked, and decisions where it says so', async () => {
    const cheap = withSettings({ KADR_MCP_CONFIRM_ABOVE_MICROS: '7000' });
    expect([await statusOf(cheap, call()), await statusOf(cheap, call({ costMicros: 7_001 }))]).toEqual(['allowed', 'pending']);
    expect(await statusOf(cheap, call({ kind: 'decide', costMicros: 0 }))).toBe('pending');
    const deciding = withSettings({ KADR_MCP_AGENT_DECIDES: '1' });
    expect(await statusOf(deciding, call({ kind: 'decide', costMicros: 0 }))).toBe('allowed');
    expect(await statusOf(deciding, call())).toBe('pending');
  });

  it('is asked once, however many ask for the same at once', async () => {
    const [people, order] = [withSettings(), call()];
    await Promise.all(Array.from({ length: 10 }, () => ask(people, order)));
    const kept = await eventing.database.query('SELECT 1 FROM notifications.confirmations WHERE org_id = $1', [order.orgId]);
    expect(kept).toHaveLength(1);
  });
});
