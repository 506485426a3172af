import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { SandboxedApp } from '../support/sandboxed-app.js';
import { until } from '../support/supervised.js';

interface Costing {
  readonly id: string;
  readonly status: string;
  readonly cost: { readonly amountMicros: number };
}
interface BillRecord {
  readonly subject: { readonly id: string };
  readonly providerCostMicros: number | null;
}
interface AttemptRow {
  readonly state: string;
  readonly provider_task_id: string | null;
  readonly cost_micros: string | null;
}

/** So long the provider of a spec takes for every answer: what is ordered is cancelled meanwhile. */
const SLOW_MS = 4_000;

describe('what is cancelled while its provider is being paid', () => {
  let kadr: SandboxedApp;
  let database: pg.Client;
  beforeAll(async () => {
    const env = { KADR_SUBMIT_GRACE_SECONDS: '90', KADR_PROVIDERS_KIE_RATE: 'none', KADR_SCRIPT_MODEL: 'openai:gpt-6-luna' };
    kadr = await SandboxedApp.start({ env });
    database = new pg.Client({ connectionString: kadr.services.databaseUrl() });
    await database.connect();
  }, 120_000);
  afterEach(() => kadr?.sandbox.setFaults({ kie: null, runway: null, openai: null }));
  afterAll(async () => {
    await database?.end();
    await kadr?.stop();
  }, 60_000);

  const posted = async <T>(pathname: string, body: unknown): Promise<T> => {
    const response = await kadr.app.post(pathname, body);
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const attemptsFor = async ({ id }: { readonly id: string }): Promise<readonly AttemptRow[]> => {
    const sql = 'SELECT state, provider_task_id, cost_micros FROM integrations.provider_attempts WHERE subject_id = $1 ORDER BY created_at';
    return (await database.query<AttemptRow>(sql, [id])).rows;
  };
  const billed = async (id: string): Promise<number> => {
    const { data } = await kadr.read<{ data: readonly BillRecord[] }>('/v1/billing/records?limit=100');
    return data.filter(({ subject }) => subject.id === id).reduce((sum, { providerCostMicros }) => sum + (providerCostMicros ?? 0), 0);
  };
  /** When all that was charged is on the bill, and the thing says the same. */
  const agreed = (pathname: string, { id }: { readonly id: string }): Promise<number> =>
    until(`${pathname}/${id} says what is on the bill`, 60_000, async () => {
      const [shown, bill] = [await kadr.read<Costing>(`${pathname}/${id}`), await billed(id)];
      return bill > 0 && shown.cost.amountMicros === bill ? bill : null;
    });
  /** A run of one node whose provider has the request and takes its time. */
  const orderedOf = async (provider: string, node: object): Promise<Costing> => {
    kadr.sandbox.clearJournal();
    kadr.sandbox.setFaults({ [provider]: { latencyMs: SLOW_MS } });
    const { id } = await posted<{ id: string }>('/v1/workflows', { name: 'cancelled', graph: { nodes: [node], edges: [] }, settings: {} });
    const run = await posted<Costing>(`/v1/workflows/${id}/runs`, { cache: 'bypass' });
    await until('the request is on its way', 30_000, () => kadr.sandbox.underWay(provider) > 0 || null);
    return run;
  };
  /** The cancellation is answered, and holds, before the provider has answered anything. */
  const cancelled = async (pathname: string, { id }: { readonly id: string }, provider: string): Promise<void> => {
    await posted(`${pathname}/${id}/cancel`, {});
    expect([(await kadr.read<Costing>(`${pathname}/${id}`)).status, kadr.paid(provider)]).toEqual(['cancelled', 0]);
    await until('the provider has taken it', 30_000, () => kadr.paid(provider) > 0 || null);
    kadr.sandbox.setFaults({ [provider]: null });
  };
  const chargedTasks = (provider: string) => kadr.sandbox.charges().flatMap((one) => (one.provider === provider ? [one.taskId] : []));

  it('is cancelled there as soon as it is known what it is called there', async () => {
    const params = { prompt: 'a slow sea [[sandbox: slow]]', durationSeconds: 5, model: 'runway:gen4.5', fallback: [] };
    const run = await orderedOf('runway', { id: 'clip', type: 'Video.Generate', params });
    await cancelled('/v1/workflow-runs', run, 'runway');
    const cancellations = () => kadr.sandbox.journal().filter(({ provider, method }) => provider === 'runway' && method === 'DELETE');
    await until('it is cancelled there', 30_000, () => cancellations().length > 0 || null);
    const [row, ...others] = await attemptsFor(run);
    expect([row, others]).toMatchObject([{ state: 'cancelled' }, []]);
    expect([chargedTasks('runway'), cancellations().map(({ taskId }) => taskId)]).toEqual([
      [row?.provider_task_id],
      [row?.provider_task_id],
    ]);
  }, 120_000);

  const picture = { id: 'picture', type: 'Image.Generate', params: { prompt: 'a pier', model: 'kie:z-image', fallback: [] } };

  it('is on the bill once where it can be neither cancelled nor asked for by our own id', async () => {
    const run = await orderedOf('kie', picture);
    // Nobody says afterwards what it is called there: it stands in the answer alone.
    kadr.sandbox.holdCallbacks();
    try {
      await cancelled('/v1/workflow-runs', run, 'kie');
      const bill = await agreed('/v1/workflow-runs', run);
      const rows = await attemptsFor(run);
      expect(rows).toMatchObject([{ state: 'cancelled', cost_micros: String(bill) }]);
      expect(chargedTasks('kie')).toEqual(rows.map((row) => row.provider_task_id));
    } finally {
      kadr.sandbox.releaseCallbacks();
    }
  }, 120_000);

  it('is on the bill once when the process is killed before the answer', async () => {
    const run = await orderedOf('kie', picture);
    kadr.sandbox.holdCallbacks();
    await posted(`/v1/workflow-runs/${run.id}/cancel`, {});
    await kadr.app.kill();
    await until('the provider has taken it', 30_000, () => kadr.paid('kie') > 0 || null);
    kadr.sandbox.setFaults({ kie: null });
    await kadr.app.start();
    kadr.sandbox.releaseCallbacks();
    expect((await kadr.read<Costing>(`/v1/workflow-runs/${run.id}`)).status).toBe('cancelled');
    // How to ask is known to whoever has called the model.
    await kadr.made('kie:z-image', { prompt: 'a quay', aspectRatio: '16:9' });
    const bill = await agreed('/v1/workflow-runs', run);
    expect(await attemptsFor(run)).toMatchObject([{ state: 'cancelled', cost_micros: String(bill) }]);
    expect(kadr.paid('kie')).toBe(2);
  }, 180_000);

  it('costs what it cost when the answer is the result', async () => {
    kadr.sandbox.clearJournal();
    kadr.sandbox.setFaults({ openai: { latencyMs: SLOW_MS } });
    const order = { prompt: 'Why octopuses have three hearts', durationSeconds: 10, music: false, resolution: '480p' };
    const video = await posted<Costing>('/v1/videos', order);
    await until('the request is on its way', 30_000, () => kadr.sandbox.underWay('openai') > 0 || null);
    await cancelled('/v1/videos', video, 'openai');
    const bill = await agreed('/v1/videos', video);
    expect(await attemptsFor(video)).toMatchObject([{ state: 'succeeded', cost_micros: String(bill) }]);
    expect(kadr.paid('openai')).toBe(1);
  }, 120_000);

  it('leaves nothing of which the books of providers and ours differ', async () => {
    const { rows } = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM integrations.provider_attempts WHERE state IN ('waiting', 'submitting', 'submitted')`,
    );
    expect(rows).toEqual([{ count: 0 }]);
  });
});
