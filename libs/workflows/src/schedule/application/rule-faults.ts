import { type ScheduleRule } from '../../contracts/workflow-schedule.events.js';
import { expressionChecks } from '../../graph/application/templates.js';
import { ExpressionRefused } from '../../graph/application/cel-bounds.js';
import { textsOf } from '../../graph/domain/links.js';
import { resolveInputs } from '../../run/application/run-inputs.js';
import { FaultyInputs } from '../../shared/domain/refusals.js';
import { RULE_DEFAULTS, within } from '../domain/workflow-schedule.rule.js';
import { filledInputs, runSchedule } from './filled-inputs.js';
import { timesFaults, timesOf } from './times.js';

export interface RuleFault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

type InputNode = Parameters<typeof resolveInputs>[0][number];
type Given = Partial<ScheduleRule> & { readonly inputs?: unknown; readonly episode?: number };

/** All that is wrong with a schedule for a graph: when it fires, and what it gives. @param nowMs after which it has to fire at least once */
export function ruleFaults(given: Given, nodes: readonly InputNode[], nowMs: number): RuleFault[] {
  const { cron, timezone } = given;
  const faults: RuleFault[] = timesFaults(cron, timezone, nowMs).map(({ member, code, message }) => ({ path: member, code, message }));
  const moments = (['startsAt', 'endsAt'] as const).filter((name) => given[name] != null && Number.isNaN(Date.parse(String(given[name]))));
  faults.push(...moments.map((path) => ({ path, code: 'validation_failed', message: 'must be a time such as 2026-11-28T09:00:00Z' })));
  if (faults.length > 0 || cron === undefined || timezone === undefined) {
    // What it gives is looked at with a tick that might be, so that all is told at once.
    const isZone = !faults.some(({ path }) => path === 'timezone') && timezone !== undefined;
    const some = { ...RULE_DEFAULTS, startsAt: null, endsAt: null, cron: '@daily', timezone: isZone ? timezone : 'UTC' };
    const sample = runSchedule({ scheduleId: '', rule: some }, given.episode ?? 1, nowMs);
    return [...faults, ...inputFaults(given.inputs ?? {}, nodes, sample)];
  }
  const rule = { ...RULE_DEFAULTS, startsAt: given.startsAt ?? null, endsAt: given.endsAt ?? null, cron, timezone };
  const firstAfter = (afterMs: number): number | null => timesOf(cron, timezone).next(afterMs);
  const firstMs = within(rule, firstAfter)(nowMs);
  const sample = runSchedule({ scheduleId: '', rule }, given.episode ?? 1, firstMs ?? nowMs);
  const never = firstMs === null ? [neverFires(rule, nowMs, firstAfter)] : [];
  return [...never, ...inputFaults(given.inputs ?? {}, nodes, sample)];
}

function neverFires(
  { startsAt, endsAt }: Pick<ScheduleRule, 'startsAt' | 'endsAt'>,
  nowMs: number,
  firstAfter: (afterMs: number) => number | null,
): RuleFault {
  const told = (path: string, message: string): RuleFault => ({ path, code: 'never_fires', message });
  const [startMs, endMs] = [startsAt === null ? nowMs : Date.parse(startsAt), endsAt === null ? Infinity : Date.parse(endsAt)];
  if (endMs <= nowMs) return told('endsAt', 'has passed');
  if (startsAt === null) return told('endsAt', 'is before the first time at which it would fire');
  if (firstAfter(startMs - 1) === null) return told('startsAt', 'is after the last time at which it would fire');
  if (endMs <= startMs) return told('endsAt', 'must be after "startsAt"');
  return told('endsAt', 'is before the first time at which it would fire from "startsAt" on');
}

/** As the first tick would be refused. */
function inputFaults(inputs: unknown, nodes: readonly InputNode[], sample: ReturnType<typeof runSchedule>): RuleFault[] {
  const texts = textsOf(inputs).map(({ at, text }) => ({ path: `inputs${at}`, checked: expressionChecks.template(text) }));
  const faults = texts.flatMap(({ path, checked }): RuleFault[] => [
    ...checked.faults.map(({ code, message }) => ({ path, code, message })),
    ...(checked.inputs.length + checked.ports.length + checked.secrets.length > 0
      ? [{ path, code: 'unknown_variable', message: 'may read nothing but schedule: there is no run yet' }]
      : []),
  ]);
  if (faults.length > 0) return faults;
  try {
    resolveInputs(nodes, filledInputs(inputs, sample));
    return [];
  } catch (error) {
    if (error instanceof FaultyInputs) {
      return error.errors.map(({ path, message }) => {
        return { path, code: message === 'is required' ? 'required_input_without_value' : 'validation_failed', message };
      });
    }
    if (error instanceof ExpressionRefused) return [{ path: 'inputs', code: error.code, message: error.message }];
    throw error;
  }
}
