import { counter, logger } from '#platform';
import { type ProviderAccount, type Attempt, type ProviderState } from './attempt.js';

const log = logger('providers');

/** Measures and alarms about providers that are paid. */
export class ProviderTelemetry {
  private readonly submissions = counter('kadr_provider_submissions', {
    description: 'Paid requests, by how they ended',
    unit: '{request}',
  });
  private readonly polls = counter('kadr_provider_looks', {
    description: 'Looks at tasks of providers, by what they found',
    unit: '{request}',
  });
  private readonly callbacks = counter('kadr_provider_callbacks', { description: 'Callbacks, by what became of them', unit: '{request}' });
  private readonly closings = counter('kadr_provider_closed', {
    description: 'Times that a provider could no longer be used',
    unit: '{time}',
  });
  private readonly duplicates = counter('kadr_possible_provider_duplicates', {
    description: 'Submissions that were repeated although the first one may have been taken',
    unit: '{request}',
  });

  submission(provider: string, outcome: 'submitted' | 'answered' | 'refused' | 'failed' | 'in_doubt'): void {
    this.submissions.add(1, { provider, outcome });
  }

  poll(provider: string, outcome: 'pending' | 'succeeded' | 'failed' | 'error'): void {
    this.polls.add(1, { provider, outcome });
  }

  callback(provider: string, outcome: 'taken' | 'repeated' | 'refused'): void {
    this.callbacks.add(1, { provider, outcome });
  }

  /** The alarm: one line, however many tasks wait. */
  closed({ provider, owner }: ProviderAccount, state: ProviderState, reason: string): void {
    this.closings.add(1, { provider, state });
    log.error({ provider, keyOf: owner, state, reason }, 'a provider cannot be used; its tasks wait, and it is probed');
  }

  opened({ provider, owner }: ProviderAccount): void {
    log.info({ provider, keyOf: owner }, 'a provider can be used again');
  }

  possibleDuplicate({ provider, model, attemptId, taskId, orgId }: Attempt): void {
    this.duplicates.add(1, { provider });
    log.warn(
      { provider, model, attemptId, taskId, orgId, code: 'possible_provider_duplicate' },
      'the answer to a submission never came; it is submitted once more, and may be charged twice by the provider',
    );
  }
}
