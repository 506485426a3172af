import { observableGauge, type TableMeasure } from '#platform';
import { INSTALLATION, type ProviderState } from './attempt.js';
import { type AttemptsUnderWay, attemptsUnderWay } from './attempts-under-way.js';

interface Standing {
  readonly provider: string;
  /** Of the installation's key; null: only organisations have used it, with keys of their own. */
  readonly state: ProviderState | null;
}

interface Providers {
  /** Everybody who was ever called. */
  readonly standings: readonly Standing[];
  readonly underWay: readonly AttemptsUnderWay[];
}

const STATES: readonly ProviderState[] = ['open', 'no_credit', 'key_rejected', 'breaker'];

/** How providers stand, and what they have been asked for and have not answered. */
export const providerMeasure: TableMeasure<Providers> = {
  name: 'integrations.providers',
  async read(db) {
    const standings = await db.query<Standing>(
      'SELECT provider, max(state) FILTER (WHERE owner = $1) AS state FROM integrations.provider_states GROUP BY 1 ORDER BY 1',
      [INSTALLATION],
    );
    return { standings, underWay: await attemptsUnderWay(db) };
  },
  tell: (found) => [
    observableGauge(
      'kadr_provider_state',
      {
        description:
          "1 for the state in which a provider is with the installation's key (open, no_credit, key_rejected, breaker), 0 for the others; by the leader",
      },
      (result) => {
        for (const { provider, state } of found()?.standings ?? []) {
          for (const one of state === null ? [] : STATES) result.observe(one === state ? 1 : 0, { provider, state: one });
        }
      },
    ),
    observableGauge(
      'kadr_provider_attempts',
      {
        description:
          'Paid requests that have not ended: waiting, in doubt whether they were taken, submitted; with all keys; by the leader',
        unit: '{request}',
      },
      (result) => {
        const providers = found();
        for (const { provider } of providers?.standings ?? []) {
          const { waiting = 0, inDoubt = 0, submitted = 0 } = providers?.underWay.find((one) => one.provider === provider) ?? {};
          result.observe(waiting, { provider, state: 'waiting' });
          result.observe(inDoubt, { provider, state: 'in_doubt' });
          result.observe(submitted, { provider, state: 'submitted' });
        }
      },
    ),
  ],
};
