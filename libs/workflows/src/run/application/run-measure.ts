import { observableGauge, type TableMeasure } from '#platform';
import { type RunRow } from './projections/runs.projection.js';

type Status = RunRow['status'];
type Counts = ReadonlyMap<Status, number>;

const STATUSES: readonly Status[] = ['queued', 'running', 'awaiting_approval', 'completed', 'failed', 'cancelled'];

/** Runs that are kept, by status. */
export const runMeasure: TableMeasure<Counts> = {
  name: 'workflows.runs',
  async read(db) {
    const rows = await db.query<{ status: Status; runs: number }>(
      `SELECT data->>'status' AS status, count(*)::int AS runs FROM workflows.runs GROUP BY 1`,
    );
    return new Map(rows.map(({ status, runs }) => [status, runs]));
  },
  tell: (found) => [
    observableGauge('kadr_workflow_runs', { description: 'Runs that are kept, by status; by the leader', unit: '{run}' }, (result) => {
      const counts = found();
      for (const status of counts ? STATUSES : []) result.observe(counts?.get(status) ?? 0, { status });
    }),
  ],
};
