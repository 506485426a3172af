import { observableGauge, type Queryable, type TableMeasure } from '#platform';
import { type RunRow } from './projections/runs.projection.js';

type Status = RunRow['status'];
type Counts = ReadonlyMap<Status, number>;

const STATUSES: readonly Status[] = ['queued', 'running', 'awaiting_approval', 'completed', 'failed', 'cancelled'];

/** Few, however many are kept: there is an index of these alone. */
const LIVE_RUNS = `SELECT data->>'status' AS status, count(*)::int AS runs FROM workflows.runs
  WHERE data->>'status' IN ('queued', 'running', 'awaiting_approval') GROUP BY 1`;
/** All of them are read for this. */
const ENDED_RUNS = `SELECT data->>'status' AS status, count(*)::int AS runs FROM workflows.runs
  WHERE data->>'status' IN ('completed', 'failed', 'cancelled') GROUP BY 1`;
/** Counting what has ended takes at most so much of the time: a count of 0.1 s is used for a minute and a half. */
const SHARE_OF_TIME = 0.001;

/** Runs that are kept, by status. @param nowMs of a clock that only goes forward */
export function runMeasure(nowMs: () => number = () => performance.now()): TableMeasure<Counts> {
  let ended: { readonly counts: Counts; readonly goodUntilMs: number } | null = null;
  return {
    name: 'workflows.runs',
    async read(db) {
      if (!ended || nowMs() >= ended.goodUntilMs) {
        const from = nowMs();
        const counts = await countsOf(db, ENDED_RUNS);
        ended = { counts, goodUntilMs: nowMs() + (nowMs() - from) / SHARE_OF_TIME };
      }
      return new Map([...ended.counts, ...(await countsOf(db, LIVE_RUNS))]);
    },
    tell: (found) => [
      observableGauge('kadr_workflow_runs', { description: 'Runs that are kept, by status; by the leader', unit: '{run}' }, (result) => {
        const counts = found();
        for (const status of counts ? STATUSES : []) result.observe(counts?.get(status) ?? 0, { status });
      }),
    ],
  };
}

async function countsOf(db: Queryable, sql: string): Promise<Counts> {
  const rows = await db.query<{ status: Status; runs: number }>(sql);
  return new Map(rows.map(({ status, runs }) => [status, runs]));
}
