import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Database } from '#platform';
import { createTestDatabase, type TestDatabase, ToldMetrics } from '#platform/testing';
import { tasksMigrations } from '#tasks';
import { integrationsMigrations } from '../integrations.migrations.js';
import { INSTALLATION } from './attempt.js';
import { providerMeasure } from './provider-measure.js';

let spec: TestDatabase;
let database: Database;
const metrics = new ToldMetrics();
beforeAll(async () => {
  spec = await createTestDatabase([...tasksMigrations, ...integrationsMigrations]);
  ({ database } = spec);
});
afterAll(async () => {
  await metrics.end();
  await spec?.close();
});

const ORG = randomUUID();
const used = (provider: string, owner: string): Promise<unknown> =>
  database.query('INSERT INTO integrations.provider_states (provider, owner) VALUES ($1, $2)', [provider, owner]);
const asked = (provider: string, state: string): Promise<unknown> =>
  database.query(
    `INSERT INTO integrations.provider_attempts (attempt_id, task_id, org_id, provider, owner, model, call_name, number, round, expected_micros,
       state, provider_task_id, finished_at)
     VALUES (gen_random_uuid(), gen_random_uuid(), $2, $1, $3, 'm', 'c', 1, 1, 1, $4, 'x', CASE WHEN $4 = 'succeeded' THEN now() END)`,
    [provider, ORG, INSTALLATION, state],
  );

it('providers are told of by the state of their key and by what is under way, whoever is not called as well', async () => {
  let found = await providerMeasure.read(database);
  const ends = providerMeasure.tell(() => found);
  expect(await metrics.of('kadr_provider_state')).toEqual([]);

  await used('kie', INSTALLATION);
  await used('runway', ORG);
  for (const state of ['waiting', 'submitting', 'submitted', 'submitted', 'succeeded']) await asked('kie', state);
  found = await providerMeasure.read(database);
  const standing = (open: number, no_credit: number) => [
    'provider=kie,state=breaker 0',
    'provider=kie,state=key_rejected 0',
    `provider=kie,state=no_credit ${no_credit}`,
    `provider=kie,state=open ${open}`,
  ];
  expect(await metrics.of('kadr_provider_state')).toEqual(standing(1, 0));
  expect(await metrics.of('kadr_provider_attempts')).toEqual([
    'provider=kie,state=in_doubt 1',
    'provider=kie,state=submitted 2',
    'provider=kie,state=waiting 1',
    'provider=runway,state=in_doubt 0',
    'provider=runway,state=submitted 0',
    'provider=runway,state=waiting 0',
  ]);

  // The key of an organisation is its own affair.
  await database.query(`UPDATE integrations.provider_states SET state = 'key_rejected', probe_at = now() WHERE owner = $1`, [ORG]);
  await database.query(`UPDATE integrations.provider_states SET state = 'no_credit', probe_at = now() WHERE owner = $1`, [INSTALLATION]);
  found = await providerMeasure.read(database);
  expect(await metrics.of('kadr_provider_state')).toEqual(standing(0, 1));
  for (const end of ends) end();
  expect(await metrics.of('kadr_provider_state')).toEqual([]);
});
