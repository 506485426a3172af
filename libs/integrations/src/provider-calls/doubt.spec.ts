import { describe, expect, it } from '@jest/globals';
import { Suspended } from '#tasks';
import { type Attempt } from './attempt.js';
import { type CallNeeds } from './call-needs.js';
import { outwait } from './doubt.js';

const SUBMITTED_AT = new Date('2026-03-01T12:00:00Z');
const GRACE_MS = 60_000;

/** @param isHeld whether this process knows the answer although Postgres does not yet */
function inDoubt(ageMs: number, { isHeld = false, mayExist = true } = {}) {
  const done: string[] = [];
  const needs = {
    table: { lose: (id: string, may: boolean) => Promise.resolve(done.push(`lost ${id} ${may}`) > 0) },
    telemetry: { possibleDuplicate: () => done.push('possible duplicate') },
    admission: { release: () => Promise.resolve(done.push('released')) },
    answers: { holds: (id: string) => isHeld && id === 'attempt' },
    config: { pollIntervalMs: 2_000 },
  } as unknown as CallNeeds;
  const now = new Date(SUBMITTED_AT.getTime() + ageMs);
  const attempt = { attemptId: 'attempt', provider: 'kie', submittingAt: SUBMITTED_AT, now } as Attempt;
  return { done, outwait: (lookMs: number | null = null) => outwait(needs, attempt, { graceMs: GRACE_MS, lookMs, mayExist }) };
}

describe('faults A9, A10: a submission of which nobody knows whether it was taken', () => {
  it.each([
    [0, null, 60_250],
    [59_999, null, 251],
    [10_000, 5_000, 5_000],
    [58_000, 5_000, 2_250],
  ])('is looked at again %d ms after it was sent, every %s ms, in %d ms', async (ageMs, lookMs, againInMs) => {
    const { done, outwait: waited } = inDoubt(ageMs);
    await expect(waited(lookMs)).rejects.toMatchObject({ delayMs: againInMs });
    await expect(waited(lookMs)).rejects.toBeInstanceOf(Suspended);
    expect(done).toEqual([]);
  });

  it('is given up after its grace, and marked where it may exist after all', async () => {
    const may = inDoubt(GRACE_MS);
    await may.outwait();
    expect(may.done).toEqual(['lost attempt true', 'possible duplicate', 'released']);
    const cannot = inDoubt(GRACE_MS, { mayExist: false });
    await cannot.outwait();
    expect(cannot.done).toEqual(['lost attempt false', 'released']);
  });

  it('is not given up, and so not paid again, while its answer waits here for Postgres', async () => {
    const { done, outwait: waited } = inDoubt(10 * GRACE_MS, { isHeld: true });
    await expect(waited()).rejects.toMatchObject({ delayMs: 2_000 });
    expect(done).toEqual([]);
  });
});
