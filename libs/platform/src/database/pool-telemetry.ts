import { type Pool } from 'pg';
import { histogram, observableGauge } from '../telemetry/metrics.js';

const duration = histogram('db_client_operation_duration_seconds', {
  description: 'Statements, by operation',
  unit: 's',
  buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
});

/** What statements begin with. A fixed vocabulary: it is a label. Each object is made once, for there are thousands of statements a second. */
const OPERATIONS = new Map(
  ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'WITH', 'COMMIT'].map((operation) => [operation, { db_operation_name: operation }]),
);
const OTHER = { db_operation_name: 'other' };
const FIRST_WORD = /^\s*([a-z]+)/i;

/** Statements are asked for again and again; those that are put together anew each time are few. */
const MAX_KNOWN = 2_000;
const known = new Map<string, { readonly db_operation_name: string }>();

function labelsOf(sql: string): { readonly db_operation_name: string } {
  const found = known.get(sql);
  if (found) return found;
  const labels = OPERATIONS.get(FIRST_WORD.exec(sql)?.[1]?.toUpperCase() ?? '') ?? OTHER;
  if (known.size < MAX_KNOWN) known.set(sql, labels);
  return labels;
}

/** Measures a statement from when it is sent until its answer is here, also when it fails. */
export async function measuredStatement<T>(sql: string, send: () => Promise<T>): Promise<T> {
  const from = performance.now();
  try {
    return await send();
  } finally {
    duration.record((performance.now() - from) / 1000, labelsOf(sql));
  }
}

/**
 * Tells how a pool is used, whenever metrics are collected: by its host, port and database.
 * @param url of the database; empty: as PG* variables say
 * @returns a function that ends it
 */
export function watchPool(pool: () => Pool | undefined, url: string): () => void {
  const { host = '', pathname = '' } = URL.parse(url) ?? {};
  const name = `${host}${pathname}`;
  const of = { db_client_connection_pool_name: name };
  const ends = [
    observableGauge(
      'db_client_connection_count',
      { description: 'Connections of the pool, by state (idle, used)', unit: '{connection}' },
      (result) => {
        const { totalCount = 0, idleCount = 0 } = pool() ?? {};
        result.observe(idleCount, { ...of, db_client_connection_state: 'idle' });
        result.observe(totalCount - idleCount, { ...of, db_client_connection_state: 'used' });
      },
    ),
    observableGauge('db_client_connection_max', { description: 'Connections that the pool may have', unit: '{connection}' }, (result) =>
      result.observe(pool()?.options.max ?? 0, of),
    ),
    observableGauge(
      'db_client_connection_pending_requests',
      { description: 'Who waits for a connection of the pool', unit: '{request}' },
      (result) => result.observe(pool()?.waitingCount ?? 0, of),
    ),
  ];
  return () => ends.forEach((end) => end());
}
