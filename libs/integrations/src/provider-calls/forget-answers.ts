import { type Belongings, type ErasedSubject, type Eraser, type Queryable } from '#platform';
import { Suspended } from '#tasks';

/** Until a provider that still works has answered, or is given up. */
const LOOK_AGAIN_MS = 5_000;

/** Forgets what providers have answered for a subject, scripts and messages among it. What they charged stays. */
export const forgetAnswers: Eraser = {
  name: 'integrations.answers',
  async erase(tx: Queryable, { orgId, subjectId }: ErasedSubject): Promise<void> {
    const [open] = await tx.query('SELECT 1 FROM integrations.provider_attempts WHERE subject_id = $1 AND finished_at IS NULL LIMIT 1', [
      subjectId,
    ]);
    if (open) throw new Suspended(LOOK_AGAIN_MS, new Date(), 'a provider has not answered yet');
    await tx.query('UPDATE integrations.provider_attempts SET answer = NULL, error = NULL WHERE org_id = $1 AND subject_id = $2', [
      orgId,
      subjectId,
    ]);
  },
};

/** Of an organisation: answers to whatever it had asked, and the keys it had stored. */
export const answersAndKeys: Belongings = {
  name: 'integrations.answers-and-keys',
  dispose: async () => 0,
  async finish(tx, orgId) {
    await tx.query('UPDATE integrations.provider_attempts SET answer = NULL, error = NULL WHERE org_id = $1 AND finished_at IS NOT NULL', [
      orgId,
    ]);
    await tx.query('DELETE FROM integrations.provider_keys WHERE org_id = $1', [orgId]);
  },
};
