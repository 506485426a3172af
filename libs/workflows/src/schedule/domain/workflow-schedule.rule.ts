import { type ScheduleRule } from '../../contracts/workflow-schedule.events.js';

export const RULE_DEFAULTS: Omit<ScheduleRule, 'cron' | 'timezone'> = {
  version: null,
  overlap: 'skip',
  missed: 'last',
  catchUpWindowSeconds: 86_400,
  jitterSeconds: 0,
  startsAt: null,
  endsAt: null,
  maxRuns: null,
  onQuota: 'skip',
  pauseAfterFailures: 5,
};

/** What is given, and the default for all else. */
export const ruleOf = (given: Partial<ScheduleRule> & Pick<ScheduleRule, 'cron' | 'timezone'>): ScheduleRule => {
  const { cron, timezone } = given;
  const named = Object.fromEntries(
    Object.keys(RULE_DEFAULTS).flatMap((name) => {
      const value = given[name as keyof ScheduleRule];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { cron, timezone, ...RULE_DEFAULTS, ...named };
};

/** A moment at which ticks are looked for, so that none before `startsAt` and none at or after `endsAt` is. */
export function within(rule: Pick<ScheduleRule, 'startsAt' | 'endsAt'>, next: (afterMs: number) => number | null) {
  return (afterMs: number): number | null => {
    const start = rule.startsAt === null ? afterMs : Math.max(afterMs, Date.parse(rule.startsAt) - 1);
    const at = next(start);
    return at !== null && rule.endsAt !== null && at >= Date.parse(rule.endsAt) ? null : at;
  };
}
