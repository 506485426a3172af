import { DBOS } from '@dbos-inc/dbos-sdk';
import { Client } from 'pg';
import { type Contender, LAST_STEP, PARALLEL_STEPS, type Services, StepCounts, STEPS } from './contender.js';

/** As many as Kadr has; DBOS's own default is 10. */
const CONNECTIONS = 20;

/** Steps of one workflow; those in the middle of a fan by `Promise.all`. */
export class DbosContender implements Contender {
  readonly #counts = new StepCounts();
  readonly #workflow = DBOS.registerWorkflow(
    async (jobId: string) => {
      const step = (index: number) =>
        DBOS.runStep(
          () => {
            this.#counts.count(jobId);
            return Promise.resolve(index);
          },
          { name: `step-${index}` },
        );
      await step(0);
      if (this.services.shape === 'chain') for (let index = 1; index < LAST_STEP; index += 1) await step(index);
      else await Promise.all(Array.from({ length: PARALLEL_STEPS }, (_, index) => step(index + 1)));
      return step(LAST_STEP);
    },
    { name: 'job' },
  );

  constructor(private readonly services: Services) {}

  async start(): Promise<void> {
    DBOS.setConfig({
      name: 'bench',
      systemDatabaseUrl: this.services.databaseUrl,
      systemDatabasePoolSize: CONNECTIONS,
      logLevel: 'error',
    });
    await DBOS.launch();
  }

  async job(jobId: string): Promise<void> {
    const handle = await DBOS.startWorkflow(this.#workflow, { workflowID: jobId })(jobId);
    const last = await handle.getResult();
    if (last !== LAST_STEP) throw new Error(`job ${jobId} ended with ${last}`);
  }

  /** Everything is stored when a workflow ends. */
  settled(): Promise<void> {
    return Promise.resolve();
  }

  async verify(jobIds: readonly string[]): Promise<void> {
    this.#counts.verify(jobIds);
    const client = new Client({ connectionString: this.services.databaseUrl });
    await client.connect();
    try {
      const { rows } = await client.query<{ id: string; status: string; steps: number }>(
        `SELECT w.workflow_uuid AS id, w.status, count(o.function_id)::int AS steps
           FROM dbos.workflow_status w LEFT JOIN dbos.operation_outputs o USING (workflow_uuid)
          WHERE w.workflow_uuid = ANY($1::text[]) GROUP BY 1, 2`,
        [jobIds],
      );
      const wrong = rows.find(({ status, steps }) => status !== 'SUCCESS' || steps !== STEPS);
      if (wrong || rows.length !== jobIds.length)
        throw new Error(`DBOS stored ${rows.length} of ${jobIds.length} jobs; ${JSON.stringify(wrong)}`);
    } finally {
      await client.end();
    }
  }

  stop(): Promise<void> {
    return DBOS.shutdown();
  }
}
