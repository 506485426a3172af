import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventTransaction } from '#eventing';
import { DomainError } from '#eventing/domain';
import { OverQuota } from '../domain/billing.errors.js';
import { type BillingFixture, createBillingFixture, type SpecProcess } from '../testing/index.js';

let fixture: BillingFixture;
beforeAll(async () => {
  fixture = await createBillingFixture();
  await fixture.eventing.database.query('CREATE TABLE billing.spec_work (id uuid PRIMARY KEY, org_id uuid NOT NULL, tx bigint NOT NULL)');
});
afterAll(() => fixture?.close());

class NotThisOne extends DomainError {
  readonly code = 'not_this_one';
  readonly kind = 'conflict';
}

/** Accepts a piece of work; what was accepted stands in a table. */
function accept(
  orgId: string,
  quantities = { videos: 1 },
  { by = fixture as SpecProcess, id = randomUUID(), isRefused = false } = {},
): Promise<string> {
  const reservation = { reservationId: id, orgId, subject: { kind: 'video' as const, id }, quantities };
  return by.acceptance.accept(reservation, { orgId, actor: 'spec' }, async (tx: EventTransaction) => {
    await tx.query('INSERT INTO billing.spec_work (id, org_id, tx) VALUES ($1, $2, txid_current()) ON CONFLICT DO NOTHING', [id, orgId]);
    if (isRefused) throw new NotThisOne('this one is refused');
    return id;
  });
}
const accepted = async (orgId: string): Promise<{ work: number; transactions: number }> => {
  const [row] = await fixture.eventing.database.query<{ work: number; transactions: number }>(
    'SELECT count(*)::int AS work, count(DISTINCT tx)::int AS transactions FROM billing.spec_work WHERE org_id = $1',
    [orgId],
  );
  return row ?? { work: 0, transactions: 0 };
};

describe('accepting work with its reservation', () => {
  it('gives each its own answer, and many a common transaction', async () => {
    const orgId = await fixture.organisation({ videos: 500 });
    const ids = Array.from({ length: 60 }, () => randomUUID());
    expect(await Promise.all(ids.map((id) => accept(orgId, { videos: 1 }, { id })))).toEqual(ids);
    const { work, transactions } = await accepted(orgId);
    expect(work).toBe(60);
    expect(transactions).toBeLessThan(10);
    expect((await fixture.balance(orgId)).reserved).toEqual({ videos: 60 });
  });

  it('lets in exactly as many as there is room for, twenty times, in two processes at once', async () => {
    const other = await fixture.another();
    for (let round = 0; round < 20; round += 1) {
      const orgId = await fixture.organisation({ videos: 10 });
      const results = await Promise.allSettled(
        Array.from({ length: 100 }, (_, n) => accept(orgId, { videos: 1 }, { by: n % 2 === 0 ? fixture : other })),
      );
      const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      for (const reason of refusals) expect(reason).toBeInstanceOf(OverQuota);
      expect(results.length - refusals.length).toBe(10);
      expect((await accepted(orgId)).work).toBe(10);
      expect((await fixture.balance(orgId)).reserved).toEqual({ videos: 10 });
    }
    expect((await fixture.check.rebuildAndCompare()).differences).toEqual([]);
  }, 120_000);

  it('lets a small one in behind a large one that does not fit', async () => {
    const orgId = await fixture.organisation({ videos: 10 });
    const results = await Promise.allSettled([accept(orgId), accept(orgId, { videos: 20 }), accept(orgId, { videos: 9 }), accept(orgId)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect((await accepted(orgId)).work).toBe(2);
  });

  it('is not held up by one that is refused for another reason; of that one nothing is left', async () => {
    const orgId = await fixture.organisation({ videos: 500 });
    const results = await Promise.allSettled(Array.from({ length: 30 }, (_, n) => accept(orgId, { videos: 1 }, { isRefused: n === 7 })));
    expect(results.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([7]);
    expect(results[7]).toMatchObject({ reason: { code: 'not_this_one' } });
    expect((await accepted(orgId)).work).toBe(29);
    expect((await fixture.balance(orgId)).reserved).toEqual({ videos: 29 });
  });

  it('does side by side what touches nothing of others, and the rest one after another; one that fails fails alone', async () => {
    const orgId = await fixture.organisation({ videos: 500 });
    await accept(orgId);
    let inside = 0;
    const most = { apart: 0, inTurn: 0 };
    const work = (n: number, failing: number | null): Promise<number> => {
      const isApart = n % 2 === 0;
      const reservation = {
        reservationId: randomUUID(),
        orgId,
        subject: { kind: 'video' as const, id: randomUUID() },
        quantities: { videos: 1 },
      };
      const does = async (tx: EventTransaction): Promise<number> => {
        inside += 1;
        const kind = isApart ? 'apart' : 'inTurn';
        most[kind] = Math.max(most[kind], inside);
        try {
          await tx.query('SELECT 1');
          if (n === failing) throw new NotThisOne('this one is refused');
          return n;
        } finally {
          inside -= 1;
        }
      };
      return fixture.acceptance.accept(reservation, { orgId, actor: 'spec' }, does, { isApart });
    };
    const numbers = Array.from({ length: 40 }, (_, n) => n);
    expect(await Promise.all(numbers.map((n) => work(n, null)))).toEqual(numbers);
    expect([most.inTurn, most.apart > 1]).toEqual([1, true]);
    const results = await Promise.allSettled(numbers.map((n) => work(n, 8)));
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as { code: unknown }).code))).toEqual(
      numbers.map((n) => (n === 8 ? 'not_this_one' : n)),
    );
    expect((await fixture.balance(orgId)).reserved).toEqual({ videos: 80 });
  });

  it('reserves once for the same work sent twice at the same time', async () => {
    const orgId = await fixture.organisation({ videos: 5 });
    const id = randomUUID();
    await Promise.all([accept(orgId, { videos: 1 }, { id }), accept(orgId, { videos: 1 }, { id }), accept(orgId)]);
    expect((await fixture.balance(orgId)).reserved).toEqual({ videos: 2 });
  });

  it('does not mix organisations', async () => {
    const [mine, other] = [await fixture.organisation({ videos: 3 }), await fixture.organisation({ videos: 4 })];
    await Promise.allSettled(Array.from({ length: 20 }, (_, n) => accept(n % 2 === 0 ? mine : other)));
    expect([(await accepted(mine)).work, (await accepted(other)).work]).toEqual([3, 4]);
  });
});
