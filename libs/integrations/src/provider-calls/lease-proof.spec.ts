import { describe, expect, it } from '@jest/globals';
import { type LeasedTask } from '#tasks';
import { LeaseProof, NotSent } from './lease-proof.js';

/** A process whose clocks, and whose lease, are the spec's. */
function frozen({ isHeld = true, takesMs = 0 } = {}) {
  const now = { monotonicMs: 5000, wallMs: 1_000_000 };
  let asked = 0;
  const table = {
    isHeld: () => {
      asked += 1;
      now.monotonicMs += takesMs;
      return Promise.resolve(isHeld);
    },
  };
  const proof = new LeaseProof(table, {} as LeasedTask, { monotonicMs: () => now.monotonicMs, wallMs: () => now.wallMs });
  return { proof, now, asked: () => asked };
}

describe('faults C36: a process that stood still between its record and its request', () => {
  it('sends at once what it has just recorded', async () => {
    const { proof, now, asked } = frozen({ isHeld: false });
    now.monotonicMs += 900;
    await proof.require();
    expect(asked()).toBe(0);
  });

  it.each([['monotonicMs' as const], ['wallMs' as const]])('sends nothing when the task may be somebody else’s, by %s', async (clock) => {
    const { proof, now } = frozen({ isHeld: false });
    now[clock] += 40_000;
    await expect(proof.require()).rejects.toThrow(NotSent);
  });

  it('sends when nobody has taken the task over, and asks once', async () => {
    const { proof, now, asked } = frozen();
    now.monotonicMs += 40_000;
    await proof.require();
    await proof.require();
    expect(asked()).toBe(1);
  });

  it('sends nothing when it stands still again while it asks', async () => {
    const { proof, now } = frozen({ takesMs: 40_000 });
    now.monotonicMs += 40_000;
    await expect(proof.require()).rejects.toThrow(NotSent);
  });

  it('sends nothing when nobody can say', async () => {
    const now = { monotonicMs: 0, wallMs: 0 };
    const table = { isHeld: () => Promise.reject(new Error('Connection terminated')) };
    const proof = new LeaseProof(table, {} as LeasedTask, { monotonicMs: () => now.monotonicMs, wallMs: () => now.wallMs });
    now.monotonicMs += 2000;
    await expect(proof.require()).rejects.toThrow(NotSent);
  });
});
