import { observableGauge, type TableMeasure } from '#platform';

/** Batches of all organisations that have not ended and stand alike. */
interface LiveBatches {
  /** `running`, `awaiting_approval`, or why they are paused. */
  readonly state: string;
  readonly batches: number;
  readonly pending: number;
  readonly running: number;
}

/** Told as 0 where none is: what is missing from a board looks like what is broken. */
const STATES = ['running', 'awaiting_approval', 'requested', 'item_failed', 'quota_exceeded'];

/** Batches that go on, and their rows. */
export const liveBatchesMeasure: TableMeasure<readonly LiveBatches[]> = {
  name: 'batches.live',
  read: (db) =>
    db.query<LiveBatches>(
      `SELECT CASE WHEN data->>'status' = 'paused' THEN data->>'pauseReason' ELSE data->>'status' END AS state, count(*)::int AS batches,
              sum((data->'counts'->>'pending')::int)::int AS pending, sum((data->'counts'->>'running')::int)::int AS running
         FROM batches.batches WHERE data->>'endedAt' IS NULL GROUP BY 1`,
    ),
  tell: (found) => [
    observableGauge(
      'kadr_live_batches',
      { description: 'Batches that have not ended, by state (running, or why they are paused); by the leader', unit: '{batch}' },
      (result) => {
        const live = found();
        for (const state of live ? STATES : []) result.observe(live?.find((one) => one.state === state)?.batches ?? 0, { state });
      },
    ),
    observableGauge(
      'kadr_live_batch_items',
      { description: 'Rows of batches that have not ended: pending, running; by the leader', unit: '{item}' },
      (result) => {
        const live = found();
        for (const status of live ? (['pending', 'running'] as const) : [])
          result.observe(live?.reduce((sum, one) => sum + one[status], 0) ?? 0, { status });
      },
    ),
  ],
};
