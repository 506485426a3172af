import { SpanKind } from '@opentelemetry/api';
import { counter, histogram, logger, withSpan, withSpanIfSlow } from '#platform';
import { ProviderError } from '../contracts/errors.js';
import { type ProviderAccount, type Attempt, type ProviderState } from './attempt.js';

const log = logger('providers');

/** Looks and fetched results that take longer have a span. */
const SLOW_MS = 1_000;

/** Whom a request goes to. */
export interface AskedOf {
  readonly provider: string;
  readonly model?: string;
  readonly attemptId?: string;
  readonly expectedMicros?: number;
}

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

  private readonly durations = histogram('kadr_provider_call_duration_seconds', {
    description: 'Requests to providers: paid ones (submit), looks at what is under way (look), results fetched (download), by outcome',
    unit: 's',
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 40, 60, 120, 300, 600],
  });

  private readonly waits = histogram('kadr_provider_wait_seconds', {
    description: 'From a paid submission to its result, by model',
    unit: 's',
    buckets: [1, 2, 5, 10, 20, 40, 60, 120, 300, 600, 1200, 1800],
  });

  /**
   * Sends one request. A paid one has a span of its own; looks and fetched results, of which a clip has many, only when they are slow or fail.
   * It says what was asked of whom, and nothing of what was asked.
   */
  request<T>(operation: 'submit' | 'look' | 'download', call: AskedOf, work: () => Promise<T>): Promise<T> {
    const { provider, model, attemptId, expectedMicros } = call;
    const attributes = {
      'gen_ai.provider.name': provider,
      ...(model !== undefined && { 'gen_ai.request.model': model }),
      ...(attemptId !== undefined && { 'kadr.attempt.id': attemptId }),
      ...(operation === 'submit' && expectedMicros !== undefined && { 'kadr.expected_micros': expectedMicros }),
    };
    const timed = async (fail: (outcome: string) => void): Promise<T> => {
      const from = performance.now();
      const ended = (outcome: string) => this.durations.record((performance.now() - from) / 1000, { provider, operation, outcome });
      try {
        const result = await work();
        ended('answered');
        return result;
      } catch (error) {
        const outcome = error instanceof ProviderError ? error.code : 'failed';
        fail(outcome);
        ended(outcome);
        throw error;
      }
    };
    const settings = { attributes, kind: SpanKind.CLIENT, slowMs: SLOW_MS };
    const name = `${operation} ${provider}`;
    if (operation !== 'submit') return withSpanIfSlow(name, settings, (said) => timed((outcome) => (said['error.type'] = outcome)));
    return withSpan(name, settings, (span) => timed((outcome) => span.setAttribute('error.type', outcome)));
  }

  submission(provider: string, outcome: 'submitted' | 'answered' | 'refused' | 'failed' | 'in_doubt'): void {
    this.submissions.add(1, { provider, outcome });
  }

  poll(provider: string, outcome: 'pending' | 'succeeded' | 'failed' | 'error'): void {
    this.polls.add(1, { provider, outcome });
  }

  /** @param attempt one that was submitted and has succeeded a moment ago */
  waited({ provider, model, submittedAt, now }: Pick<Attempt, 'provider' | 'model' | 'submittedAt' | 'now'>): void {
    if (submittedAt) this.waits.record(Math.max(0, now.getTime() - submittedAt.getTime()) / 1000, { provider, model });
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
