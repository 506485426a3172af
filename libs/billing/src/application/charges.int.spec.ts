import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type SpareCharges } from '../contracts/accounts.js';
import { type ChargedWork, type ChargeSource } from '../contracts/charges.js';
import { type BillingFixture, createBillingFixture } from '../testing/index.js';

const MODEL = { provider: 'kie', model: 'kie:veo' };

/** Providers as a spec has them. */
class SpecSource implements ChargeSource {
  readonly pending = new Map<string, number>();
  readonly charged = new Map<string, ChargedWork>();
  readonly done = new Set<string>();

  charge(orgId: string, subjectId: string, ...amounts: number[]): void {
    const byModel = amounts.map((amountMicros, n) => ({ provider: 'kie', model: n === 0 ? MODEL.model : `kie:other-${n}`, amountMicros }));
    this.charged.set(subjectId, { orgId, subjectId, byModel });
    this.pending.delete(subjectId);
    this.done.delete(subjectId);
  }
  async pendingMicros(_: unknown, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return new Map([...this.pending].filter(([id]) => ids.includes(id)));
  }
  unaccounted(): Promise<ChargedWork[]> {
    return Promise.resolve([...this.charged.values()].filter(({ subjectId }) => !this.done.has(subjectId)));
  }
  byTask(subjectId: string): Promise<ReadonlyMap<string, number>> {
    const all = this.charged.get(subjectId)?.byModel ?? [];
    return Promise.resolve(new Map(all.map(({ model, amountMicros }) => [`task of ${model}`, amountMicros])));
  }
  accounted(_: unknown, works: readonly ChargedWork[]): Promise<void> {
    for (const { subjectId } of works) this.done.add(subjectId);
    return Promise.resolve();
  }
  settled(): Promise<ChargedWork[]> {
    return Promise.resolve([...this.charged.values()].filter(({ subjectId }) => this.done.has(subjectId)));
  }
}

let fixture: BillingFixture;
let source: SpecSource;
const ended = new Set<string>();
const unbooked = new Set<string>();
const told: SpareCharges[] = [];
beforeAll(async () => {
  fixture = await createBillingFixture();
  fixture.works.register('video', {
    endedAt: (ids) => Promise.resolve(new Map(ids.filter((id) => ended.has(id)).map((id) => [id, '2026-01-01T00:00:00.000Z']))),
    isBooked: (id) => Promise.resolve(!unbooked.has(id)),
    charged: (charges) => Promise.resolve(void told.push(charges)),
  });
});
beforeEach(() => {
  source = new SpecSource();
  (fixture.chargeSources.all as ChargeSource[]).splice(0);
  fixture.chargeSources.register(source);
});
afterAll(() => fixture?.close());

/** Half a minute later. */
const sweep = async (): Promise<void> => {
  await fixture.sweeper.sweep();
  await fixture.sweeper.closeEnded(0);
};
const close = async (orgId: string, id: string): Promise<void> => {
  ended.add(id);
  await fixture.post({ close: { reservationId: id, orgId, at: fixture.clock.now() } });
  await fixture.runner.book(orgId);
};
const settle = async (orgId: string, id: string, entry: string, amountMicros: number): Promise<void> => {
  const what = { entry, quantities: { provider_cost_micros: amountMicros }, charge: { ...MODEL, units: 1, amountMicros } };
  await fixture.post({ settle: { reservationId: id, orgId, subject: { kind: 'video', id }, ...what, at: fixture.clock.now() } });
  await fixture.runner.book(orgId);
};

describe('faults A4: what a provider charged', () => {
  it('is left to whoever books what was used, while that is behind: both would book it', async () => {
    const orgId = await fixture.organisation({ provider_cost_micros: 1000 });
    const id = await fixture.reserve(orgId, { videos: 1, provider_cost_micros: 1000, concurrent_videos: 1 });
    source.charge(orgId, id, 400);
    unbooked.add(id);
    await close(orgId, id);
    await sweep();
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: {} });
    await settle(orgId, id, 'late', 400);
    unbooked.delete(id);
    await sweep();
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: { provider_cost_micros: 400 } });
    expect(await fixture.check.rebuildAndCompare()).toMatchObject({ differences: [] });
  });

  it('is posted when it becomes known after the work was cancelled; until then its share is held', async () => {
    const orgId = await fixture.organisation({ provider_cost_micros: 1000 });
    const id = await fixture.reserve(orgId, { videos: 1, provider_cost_micros: 1000, concurrent_videos: 1 });
    source.pending.set(id, 700);
    await close(orgId, id);
    expect(await fixture.balance(orgId)).toEqual({ reserved: { provider_cost_micros: 700 }, used: {} });
    await expect(fixture.reserve(orgId, { provider_cost_micros: 301 })).rejects.toMatchObject({ code: 'quota_exceeded' });
    await sweep();
    expect(await fixture.balance(orgId)).toEqual({ reserved: { provider_cost_micros: 700 }, used: {} });
    source.charge(orgId, id, 650);
    await sweep();
    await sweep();
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: { provider_cost_micros: 650 } });
    expect(await fixture.check.rebuildAndCompare()).toMatchObject({ differences: [] });
  });

  it('gives the share back when the provider takes nothing', async () => {
    const orgId = await fixture.organisation();
    const id = await fixture.reserve(orgId, { provider_cost_micros: 1000 });
    source.pending.set(id, 1000);
    await close(orgId, id);
    source.pending.clear();
    await sweep();
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: {} });
  });

  it('is booked where no result told of it, model by model, and once', async () => {
    const orgId = await fixture.organisation();
    const id = await fixture.reserve(orgId, { provider_cost_micros: 5000 });
    await settle(orgId, id, 'clip-0@3', 400);
    source.charge(orgId, id, 1000, 30);
    await sweep();
    // It goes on: its results may still tell of it.
    expect((await fixture.balance(orgId)).used).toEqual({ provider_cost_micros: 400 });
    await close(orgId, id);
    await sweep();
    source.done.clear();
    await sweep();
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: { provider_cost_micros: 1030 } });
    source.charge(orgId, id, 1200, 30);
    await sweep();
    expect((await fixture.balance(orgId)).used).toEqual({ provider_cost_micros: 1230 });
  });

  it('is said to whoever shows what the work has cost: all so far that no result tells of, and what each task has cost', async () => {
    const orgId = await fixture.organisation();
    const id = await fixture.reserve(orgId, { provider_cost_micros: 5000 });
    await settle(orgId, id, 'clip-0@3', 400);
    source.charge(orgId, id, 1000, 30);
    await close(orgId, id);
    await sweep();
    source.done.clear();
    await sweep();
    source.charge(orgId, id, 1200, 30);
    await sweep();
    const other = { provider: 'kie', model: 'kie:other-1', units: 1, amountMicros: 30 };
    const spareOf = (amountMicros: number) => [{ ...MODEL, units: 1, amountMicros }, other];
    const taskOf = (amountMicros: number) => new Map([...[[`task of ${MODEL.model}`, amountMicros] as const], ['task of kie:other-1', 30]]);
    expect(told.filter(({ workId }) => workId === id)).toEqual([
      { orgId, workId: id, spare: spareOf(600), byTask: taskOf(1000) },
      { orgId, workId: id, spare: spareOf(800), byTask: taskOf(1200) },
    ]);
  });

  it('is not booked twice where a result calls its model by another name', async () => {
    const orgId = await fixture.organisation();
    const id = await fixture.reserve(orgId, { provider_cost_micros: 5000 });
    const charge = { provider: 'kie', model: 'veo, as the result has it', units: 1, amountMicros: 650 };
    const what = { entry: 'clip-0@3', quantities: { provider_cost_micros: 650 }, charge };
    await fixture.post({ settle: { reservationId: id, orgId, subject: { kind: 'video', id }, ...what, at: fixture.clock.now() } });
    await fixture.runner.book(orgId);
    source.charge(orgId, id, 650);
    await close(orgId, id);
    await sweep();
    expect(await fixture.balance(orgId)).toEqual({ reserved: {}, used: { provider_cost_micros: 650 } });
  });

  it('is compared with the records, for each organisation', async () => {
    const orgId = await fixture.organisation();
    const id = await fixture.reserve(orgId, { provider_cost_micros: 500 });
    await settle(orgId, id, 'clip-0@3', 400);
    await close(orgId, id);
    source.charge(orgId, id, 500);
    source.done.add(id);
    const { differences } = await fixture.check.rebuildAndCompare();
    expect(differences).toEqual([{ what: `charges of providers: provider_cost_micros ${orgId}`, expected: '500', found: '400' }]);
  });
});
