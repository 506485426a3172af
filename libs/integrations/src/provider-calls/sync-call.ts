import { ProviderError } from '../contracts/errors.js';
import { type SyncCall } from '../contracts/provider-calls.js';
import { type Attempt, chargedMicros, thrownError } from './attempt.js';
import { type CallNeeds, type CallRun } from './call-needs.js';
import { isUnsent, recorded, taskAttemptOf, type Submissions } from './submission.js';

const MAX_LOST = 3;

/** A paid request that answers at once, asked once for each attempt of the task that did not get an answer. */
export async function callOnce<R>(needs: CallNeeds, submissions: Submissions, call: SyncCall<R>, run: CallRun): Promise<R> {
  const { table, telemetry, admission } = needs;
  const key = { taskId: run.task.taskId, model: call.model, name: call.name };
  const previous = await table.latest(key);
  if (previous?.state === 'succeeded') return previous.answer as R;
  const { error } = previous ?? {};
  if (previous?.state === 'failed' && error && previous.taskAttempt === taskAttemptOf(run) && error.unavailable === null)
    throw thrownError(error);
  if (previous?.state === 'submitting') await lose(needs, previous);
  if ((await table.lost(key)) >= MAX_LOST)
    throw new ProviderError('submission_lost', `${call.provider} gave no answer ${MAX_LOST} times`, false);
  const begun = await submissions.begin(call, previous, run);
  let value: R;
  try {
    value = await call.request(begun.submission);
  } catch (error) {
    if (isUnsent(error, run.signal)) throw await submissions.refused(begun, error, run);
    telemetry.submission(call.provider, 'in_doubt');
    await submissions.notedBreakdown(begun.key, error);
    await lose(needs, begun.attempt);
    throw new ProviderError('provider_unreachable', `${call.provider} gave no answer`, true, { cause: error });
  }
  await recorded(() => table.succeeded(begun.attempt.attemptId, value, chargedMicros(value, call.expectedMicros)), run.signal);
  telemetry.submission(call.provider, 'answered');
  await submissions.worked(begun);
  await admission.release(begun.key);
  return value;
}

async function lose({ table, telemetry, admission }: CallNeeds, attempt: Attempt): Promise<void> {
  if (await table.lose(attempt.attemptId, true)) telemetry.possibleDuplicate(attempt);
  await admission.release(attempt);
}
