import { observableCounter, observableGauge, type Queryable, type TableMeasure } from '#platform';

interface Spent {
  readonly provider: string;
  readonly model: string;
  readonly micros: number;
}

export interface Money {
  /** What providers have charged, ever. */
  readonly spent: readonly Spent[];
  readonly reservedMicros: number;
  /** Of work that has not ended. */
  readonly oldestReservationSeconds: number;
}

/** Amounts of balances are in millionths. */
const MILLIONTHS = 1_000_000;

async function read(db: Queryable): Promise<Money> {
  const spent = await db.query<Spent>(
    'SELECT provider, model, sum(micros)::float8 AS micros FROM billing.spending GROUP BY 1, 2 ORDER BY 1, 2',
  );
  const [open] = await db.query<{ reserved: number; oldest: number }>(
    `SELECT (SELECT coalesce(sum(provider_cost_micros_reserved), 0) FROM billing.balances WHERE period_end > now())::float8 AS reserved,
            (SELECT coalesce(greatest(0, extract(epoch FROM now() - min(opened_at))), 0) FROM billing.reservations WHERE NOT is_held)::float8 AS oldest`,
  );
  return { spent, reservedMicros: (open?.reserved ?? 0) / MILLIONTHS, oldestReservationSeconds: open?.oldest ?? 0 };
}

/** What providers cost, and what is set aside for them, of all organisations. */
export const moneyMeasure: TableMeasure<Money> = {
  name: 'billing.money',
  read,
  tell: (found) => [
    observableCounter(
      'kadr_cost_micros',
      { description: 'What providers have charged, in millionths of the currency, by model; by the leader, from usage records' },
      (result) => {
        for (const { provider, model, micros } of found()?.spent ?? []) result.observe(micros, { provider, model });
      },
    ),
    observableGauge(
      'kadr_reserved_micros',
      { description: 'What is set aside for providers in periods that run, in millionths of the currency; by the leader' },
      (result) => {
        const money = found();
        if (money) result.observe(money.reservedMicros);
      },
    ),
    observableGauge(
      'kadr_open_reservations_oldest_seconds',
      { description: 'Age of the oldest reservation of work that has not ended; by the leader', unit: 's' },
      (result) => {
        const money = found();
        if (money) result.observe(money.oldestReservationSeconds);
      },
    ),
  ],
};
