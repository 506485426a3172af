import { type Database, logger } from '#platform';
import { type ProviderAccount } from './attempt.js';
import { IS_NAMED, IS_TO_CANCEL } from './attempt-charges.js';
import { type KeySource, type LettingGo } from './call-needs.js';
import { type CallRegistry } from './call-registry.js';
import { type ProviderAdmission } from './provider-admission.js';

/** What no process of this installation has called since its start is looked after by any of them, without a word to the provider. */
const ORPHANED_AFTER_MS = 60_000;
const BATCH = 50;
/** After so long somebody else cancels what a process was about to, or could not. */
export const CANCEL_AGAIN_MS = 30_000;
/** How long a task may work of which no more than its name is known. */
const UNKNOWN_WORK_MINUTES = 10;
const log = logger('providers');

/**
 * Whoever lets one go is about to cancel it there; others leave it to him for a while. What the provider has goes on there, and keeps its
 * place, until it is cancelled or has ended; where nobody hears of that, as long as its result would have been waited for.
 */
const LET_GO = `state = 'cancelled', finished_at = coalesce(finished_at, now()), looked_at = CASE WHEN ${IS_NAMED} THEN '-infinity' ELSE looked_at END,
  held_until = CASE WHEN ${IS_NAMED} THEN coalesce(deadline, now() + interval '${UNKNOWN_WORK_MINUTES} minutes') END,
  next_look_at = now() + ${CANCEL_AGAIN_MS} * interval '1 millisecond'`;
const ORPHAN =
  'attempt_id, org_id, provider, owner, model, coalesce(provider_task_id, callback_task_id) AS provider_task_id, expected_micros';

/** An attempt whose task is gone. */
export interface Orphan extends ProviderAccount {
  readonly attempt_id: string;
  readonly org_id: string;
  readonly model: string;
  readonly provider_task_id: string | null;
  readonly expected_micros: string;
}

/** Attempts whose task is gone are let go: they are cancelled at the provider where that can be, and their places are given to others. */
export class OrphanedAttempts implements LettingGo {
  /** @param answerLimitMs after which no answer to a submission can come any more */
  constructor(
    private readonly database: Database,
    private readonly admission: Pick<ProviderAdmission, 'release'>,
    private readonly keys: KeySource,
    private readonly registry: CallRegistry,
    private readonly answerLimitMs: number,
  ) {}

  /** This one, if its task is gone, by whoever has just heard what came of its submission. Never throws: the next sweep finds it. */
  async letGo(attemptId: string, signal: AbortSignal): Promise<void> {
    try {
      const [orphan] = await this.database.query<Orphan>(
        `UPDATE integrations.provider_attempts SET ${LET_GO}
          WHERE attempt_id = $1 AND ((finished_at IS NULL AND tasks.ended_at(task_id) IS NOT NULL)
                                     OR (state = 'cancelled' AND ${IS_TO_CANCEL} AND next_look_at <= now()))
         RETURNING ${ORPHAN}`,
        [attemptId],
      );
      if (!orphan) return;
      await this.admission.release(orphan);
      await this.cancelThere(orphan, signal);
    } catch (error) {
      log.warn({ attemptId, err: error }, 'an attempt whose task is gone could not be let go; it is found again');
    }
  }

  /**
   * All of them, each by one process only: whoever marks it. What is just being submitted, and has no name at the provider yet, is left to
   * whoever does that as long as he may live.
   */
  async sweep(signal: AbortSignal): Promise<void> {
    const orphans = await this.database.query<Orphan>(
      `UPDATE integrations.provider_attempts SET ${LET_GO}
        WHERE attempt_id IN (
                SELECT o.attempt_id FROM integrations.provider_attempts o
                 WHERE o.finished_at IS NULL
                   AND tasks.ended_at(o.task_id) IS NOT NULL
                   AND (o.state <> 'submitting' OR o.callback_task_id IS NOT NULL
                        OR greatest(o.submitting_at, tasks.ended_at(o.task_id)) < now() - $4 * interval '1 millisecond')
                   AND (o.state = 'waiting' OR o.model = ANY($1) OR tasks.ended_at(o.task_id) < now() - $2 * interval '1 millisecond')
                 LIMIT $3 FOR UPDATE OF o SKIP LOCKED)
       RETURNING ${ORPHAN}`,
      [this.registry.models(), ORPHANED_AFTER_MS, BATCH, this.answerLimitMs],
    );
    for (const orphan of orphans) {
      await this.admission.release(orphan);
      await this.cancelThere(orphan, signal);
    }
  }

  /** By whoever has marked it as his. What fails is done again for a while. */
  async cancelThere(orphan: Orphan, signal: AbortSignal): Promise<void> {
    const call = this.registry.find(orphan.model);
    if (orphan.provider_task_id === null || !call) return;
    try {
      if (call.cancel) {
        const key = await this.keys.keyOf(orphan, orphan.org_id);
        if (!key) return;
        await call.cancel(orphan.provider_task_id, { apiKey: key.apiKey, baseUrl: key.baseUrl, signal });
      }
      const isOver = call.cancel !== undefined;
      await this.database.query(
        `UPDATE integrations.provider_attempts SET looked_at = NULL, held_until = CASE WHEN $2 THEN NULL ELSE held_until END
          WHERE attempt_id = $1 AND ${IS_TO_CANCEL}`,
        [orphan.attempt_id, isOver],
      );
      if (isOver) await this.admission.release(orphan);
    } catch (error) {
      log.warn({ provider: orphan.provider, attemptId: orphan.attempt_id, err: error }, 'a task could not be cancelled at its provider');
    }
  }
}
