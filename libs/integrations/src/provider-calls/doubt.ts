import { Suspended } from '#tasks';
import { type ProvidersConfig } from '../providers.config.js';
import { type Attempt } from './attempt.js';
import { type CallNeeds } from './call-needs.js';

/** A provider may show what it has taken a moment later than it takes it. */
const SETTLE_MS = 30_000;

/** The longest that an answer can come after the work was broken off: adapters give up after 120 s, and may have had to connect before. */
const ANSWER_LIMIT_MS = 130_000;

/** After so long nobody waits for the answer to a submission any more, unless it was lost before. */
export const answerLimitMs = ({ submitGraceMs }: Pick<ProvidersConfig, 'submitGraceMs'>): number =>
  Math.min(ANSWER_LIMIT_MS, submitGraceMs);

/** After so long a provider that does not know a submission has not taken it. */
export const settleMs = ({ submitGraceMs }: Pick<ProvidersConfig, 'submitGraceMs'>): number => Math.min(SETTLE_MS, submitGraceMs);

/** Looks that come this early are not put off again. */
export const EARLY_MS = 250;

export interface Grace {
  readonly graceMs: number;
  /** When to look again; null: nothing can be learnt before the grace is over. */
  readonly lookMs: number | null;
  /** Whether the provider may have taken it after all. */
  readonly mayExist: boolean;
}

/**
 * A submission of which nobody knows whether it was taken is given up when its grace is over, and not earlier: then it is marked.
 * @throws Suspended until then
 */
export async function outwait(needs: CallNeeds, attempt: Attempt, { graceMs, lookMs, mayExist }: Grace): Promise<void> {
  const { table, telemetry, admission, answers, config } = needs;
  const ageMs = attempt.now.getTime() - (attempt.submittingAt ?? attempt.now).getTime();
  const why = `${attempt.provider}: whether it was submitted is in doubt`;
  if (ageMs < graceMs) {
    const leftMs = graceMs - ageMs + EARLY_MS;
    throw new Suspended(lookMs === null ? leftMs : Math.min(lookMs, leftMs), attempt.now, why);
  }
  // It is not in doubt here: its answer only waits for Postgres.
  if (answers.holds(attempt.attemptId)) throw new Suspended(config.pollIntervalMs, attempt.now, why);
  if ((await table.lose(attempt.attemptId, mayExist)) && mayExist) telemetry.possibleDuplicate(attempt);
  await admission.release(attempt);
}
