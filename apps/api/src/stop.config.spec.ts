import { describe, expect, it } from '@jest/globals';
import { stopConfig } from './stop.config.js';

const limit = (env: Record<string, string>): number => stopConfig(env).withinMs;

describe('faults D6: the time in which a process stops', () => {
  it('has room for the delay, the requests under way, and a paid call where there can be one', () => {
    for (const roles of ['worker', 'api,worker,renderer,scheduler']) {
      expect(limit({ KADR_ROLES: roles })).toBe(125_000 + 10_000 + 5_000);
    }
    for (const roles of ['api', 'scheduler', 'api,scheduler']) expect(limit({ KADR_ROLES: roles })).toBe(10_000 + 10_000 + 5_000);
    for (const roles of ['renderer', 'api,renderer']) {
      expect(limit({ KADR_ROLES: roles })).toBe(20_000 + 10_000 + 10_000 + 5_000);
      expect(limit({ KADR_ROLES: roles, KADR_DRAIN_SECONDS: '5' })).toBe(5_000 + 10_000 + 10_000 + 5_000);
    }
    // Work may end, and answers come, at the same time.
    expect(limit({ KADR_ROLES: 'worker', KADR_DRAIN_SECONDS: '100' })).toBe(125_000 + 10_000 + 5_000);
    expect(limit({ KADR_ROLES: 'worker', KADR_DRAIN_SECONDS: '300' })).toBe(310_000 + 10_000 + 5_000);
    const longest = { KADR_SHUTDOWN_DELAY_MS: '60000', KADR_SHUTDOWN_HTTP_MS: '60000' };
    expect(limit({ ...longest, KADR_ROLES: 'api' })).toBeGreaterThan(125_000);
    expect(limit(longest)).toBeGreaterThan(60_000 + 60_000 + 125_000);
  });

  it.each([
    [{ KADR_STOP_GRACE_SECONDS: '30' }, '140'],
    [{ KADR_STOP_GRACE_SECONDS: '40', KADR_ROLES: 'api', KADR_SHUTDOWN_DELAY_MS: '30000' }, '55'],
    [{ KADR_STOP_GRACE_SECONDS: '150', KADR_ROLES: 'worker', KADR_SHUTDOWN_HTTP_MS: '60000' }, '190'],
  ])('that is longer than its supervisor waits (%j) is refused at the start, with what would do', (env, seconds) => {
    expect(() => stopConfig(env)).toThrow(`at least ${seconds}`);
    expect(limit({ ...env, KADR_STOP_GRACE_SECONDS: seconds })).toBe(Number(seconds) * 1000);
  });
});
