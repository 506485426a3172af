import { ProviderError } from '../contracts/errors.js';
import { type SyncCall } from '../contracts/provider-calls.js';
import { Suspended } from '#tasks';
import { chargedMicros, thrownError } from './attempt.js';
import { type CallNeeds, type CallRun } from './call-needs.js';
import { EARLY_MS, outwait } from './doubt.js';
import { isUnsent, taskAttemptOf, type Submissions } from './submission.js';

/** As a long call: a submission of which nothing is heard is repeated once. */
const MAX_LOST = 2;

/** A paid request that answers at once, asked once for each attempt of the task that did not get an answer. */
export async function callOnce<R>(needs: CallNeeds, submissions: Submissions, call: SyncCall<R>, run: CallRun): Promise<R> {
  const { table, telemetry, admission, answers, config } = needs;
  const key = { taskId: run.task.taskId, model: call.model, name: call.name };
  const previous = await table.latest(key);
  if (previous?.state === 'succeeded') return previous.answer as R;
  const { error } = previous ?? {};
  if (previous?.state === 'failed' && error && previous.taskAttempt === taskAttemptOf(run) && error.unavailable === null)
    throw thrownError(error);
  // Neither a question nor a callback can clear it up: it is waited for the answer of whoever asked, who may still be alive.
  if (previous?.state === 'submitting') await outwait(needs, previous, { graceMs: config.submitGraceMs, lookMs: null, mayExist: true });
  if ((await table.lost(key)) >= MAX_LOST)
    throw new ProviderError('submission_lost', `${call.provider} gave no clear answer ${MAX_LOST} times`, false);
  return submissions.pay(call, previous, run, async (begun) => {
    const { attemptId, now } = begun.attempt;
    let value: R;
    try {
      const { provider, model, expectedMicros } = call;
      value = await telemetry.request('submit', { provider, model, expectedMicros, attemptId }, () => call.request(begun.submission));
    } catch (error) {
      if (isUnsent(error, begun.request.signal)) throw await submissions.refused(begun, error, run);
      telemetry.submission(call.provider, 'in_doubt');
      await submissions.notedBreakdown(begun.key, error);
      throw new Suspended(config.submitGraceMs + EARLY_MS, now, `${call.provider}: whether it was submitted is in doubt`);
    }
    const costMicros = chargedMicros(value, call.expectedMicros);
    await answers.record({ kind: 'succeeded', attemptId, value, costMicros }, run);
    telemetry.submission(call.provider, 'answered');
    await submissions.worked(begun);
    await admission.release(begun.key);
    return value;
  });
}
