import { type RunSchedule } from '../../contracts/workflow-run.events.js';
import { fillTemplate } from '../../graph/application/templates.js';
import { type KeptSchedule } from '../domain/workflow-schedule.decider.js';
import { timesOf } from './times.js';

/** What a run knows of the tick that has started it. */
export function runSchedule({ scheduleId, rule }: Pick<KeptSchedule, 'scheduleId' | 'rule'>, episode: number, dueMs: number): RunSchedule {
  const localDate = timesOf(rule.cron, rule.timezone).localTime(dueMs).slice(0, 10);
  return { scheduleId, episode, dueAt: new Date(dueMs).toISOString(), localDate, timezone: rule.timezone };
}

/** @throws ExpressionRefused */
export function filledInputs(value: unknown, schedule: RunSchedule): unknown {
  if (typeof value === 'string') return fillTemplate(value, { schedule });
  if (Array.isArray(value)) return value.map((one) => filledInputs(one, schedule));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filledInputs(one, schedule)]));
}
