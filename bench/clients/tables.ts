import { type Row } from '../row.js';
import { type StartedKadr } from '../startup-and-films/started-kadr.js';

const ROWS = 1_000;
const WANTED_MS = 2_000;
/** Of what judges the rows one by one. */
const AT_ONCE = 16;
const MEDIUM = { durationSeconds: 30, resolution: '480p', approvals: ['script'] };
const PROMPT = 'A fact about {{animal}} that hardly anybody knows';

interface Batch {
  readonly id: string;
  readonly counts: { readonly total: number };
}

interface Times {
  /** Until the answer. */
  readonly answeredMs: number;
  /** Until the batch is read with all of its rows. */
  readonly acceptedMs: number;
}

const animals = Array.from({ length: ROWS }, (_, n) => ({ key: `k${n}`, animal: `animal number ${n}` }));
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;

/** A table of 1,000 rows is sent as CSV and as JSON, in turns with the same rows as estimates, each in a request of its own. */
export async function tables(report: (row: Row) => void, kadr: StartedKadr, turns: number): Promise<void> {
  const key = await kadr.organisation('tables');
  const csv = ['key,animal', ...animals.map(({ key: name, animal }) => `${name},${animal}`), ''].join('\n');
  const defaults = { ...MEDIUM, prompt: PROMPT };
  const query = new URLSearchParams({ defaults: JSON.stringify(defaults), concurrency: '1' });
  const ways = {
    CSV: () => sent(kadr, key, `/v1/batches?${query}`, 'text/csv', csv),
    JSON: () => sent(kadr, key, '/v1/batches', 'application/json', JSON.stringify({ defaults, items: animals, concurrency: 1 })),
  };
  const seen: Record<keyof typeof ways, Times[]> = { CSV: [], JSON: [] };
  const estimates: number[] = [];
  for (let turn = -1; turn < turns; turn += 1) {
    const tableTimes = { CSV: await ways.CSV(), JSON: await ways.JSON() };
    const estimatesMs = await oneByOne(kadr, key);
    if (turn < 0) continue; // the first one finds code that has not run yet
    for (const name of ['CSV', 'JSON'] as const) seen[name].push(tableTimes[name]);
    estimates.push(estimatesMs);
  }
  const baseline = median(estimates);
  for (const name of ['CSV', 'JSON'] as const) {
    const answeredMs = median(seen[name].map((one) => one.answeredMs));
    const acceptedMs = median(seen[name].map((one) => one.acceptedMs));
    const worstMs = Math.max(...seen[name].map((one) => one.acceptedMs));
    report({
      what: `batch of ${ROWS} rows of ${name}, until all are accepted`,
      ...{ kadr: acceptedMs, baseline, unit: 'ms', ratio: acceptedMs / baseline },
      note: `less is better; the baseline is the same rows as estimates, one request each, ${AT_ONCE} at once; ${WANTED_MS} ms are wanted; answered after ${Math.round(answeredMs)} ms, at worst accepted after ${Math.round(worstMs)} ms`,
    });
  }
}

async function sent(kadr: StartedKadr, key: string, pathname: string, type: string, body: string): Promise<Times> {
  const startedAtMs = performance.now();
  const response = await kadr.request(pathname, { method: 'POST', body }, key, type);
  if (response.status !== 202) throw new Error(`the table was answered ${response.status}: ${await response.text()}`);
  const { id } = (await response.json()) as Batch;
  const answeredMs = performance.now() - startedAtMs;
  const batch = (await (await kadr.request(`/v1/batches/${id}`, {}, key)).json()) as Batch;
  if (batch.counts?.total !== ROWS) throw new Error(`the batch has not all of its rows: ${JSON.stringify(batch)}`);
  const acceptedMs = performance.now() - startedAtMs;
  const cancelled = await kadr.request(`/v1/batches/${id}/cancel`, { method: 'POST' }, key);
  if (!cancelled.ok) throw new Error(`the cancellation was answered ${cancelled.status}: ${await cancelled.text()}`);
  return { answeredMs, acceptedMs };
}

/** What a client without tables would do to know that each can be made, and at what price. */
async function oneByOne(kadr: StartedKadr, key: string): Promise<number> {
  const startedAtMs = performance.now();
  const rows = animals.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { animal } of rows) {
        const body = JSON.stringify({ ...MEDIUM, prompt: PROMPT.replace('{{animal}}', animal) });
        const response = await kadr.request('/v1/videos/estimate', { method: 'POST', body }, key);
        if (!response.ok) throw new Error(`the estimate was answered ${response.status}: ${await response.text()}`);
        await response.arrayBuffer();
      }
    }),
  );
  return performance.now() - startedAtMs;
}
