import { observableGauge, type TableMeasure } from '#platform';
import { BATCH_STATUSES, type BatchStatus } from '../domain/batch.state.js';

type Counts = ReadonlyMap<BatchStatus, number>;

/** Batches that are kept, by status. */
export const batchMeasure: TableMeasure<Counts> = {
  name: 'batches.batches',
  async read(db) {
    const rows = await db.query<{ status: BatchStatus; batches: number }>(
      `SELECT data->>'status' AS status, count(*)::int AS batches FROM batches.batches GROUP BY 1`,
    );
    return new Map(rows.map(({ status, batches }) => [status, batches]));
  },
  tell: (found) => [
    observableGauge('kadr_batches', { description: 'Batches that are kept, by status; by the leader', unit: '{batch}' }, (result) => {
      const counts = found();
      for (const status of counts ? BATCH_STATUSES : []) result.observe(counts?.get(status) ?? 0, { status });
    }),
  ],
};
