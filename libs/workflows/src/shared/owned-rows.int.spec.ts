import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventingMigrations } from '#eventing';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { workflowsMigrations } from '../migrations/index.js';
import { OwnedRows } from './owned-rows.js';

describe('what an organisation has', () => {
  let spec: TestDatabase;
  beforeAll(async () => void (spec = await createTestDatabase([...eventingMigrations, ...workflowsMigrations])));
  afterAll(() => spec?.close());

  it("is asked for once where many ask, and is nobody else's", async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    const keep = async (table: string, orgId: string): Promise<string> => {
      const id = randomUUID();
      await spec.database.query(`INSERT INTO ${table} (key, org_id, position, data) VALUES ($1, $2, 1, '{}')`, [id, orgId]);
      return id;
    };
    const runs = await Promise.all(Array.from({ length: 20 }, () => keep('workflows.runs', mine)));
    const [flow, theirs] = [await keep('workflows.workflows', mine), await keep('workflows.runs', other)];
    const rows = new OwnedRows(spec.database);
    const walls = jest.spyOn(spec.database, 'forOrganisation');
    const asked = await Promise.all([
      Promise.all(runs.map((id) => rows.has('workflows.runs', mine, id))),
      rows.has('workflows.workflows', mine, flow),
      rows.has('workflows.runs', mine, flow),
      rows.has('workflows.runs', mine, theirs),
      rows.has('workflows.runs', other, theirs),
      rows.has('workflows.runs', other, runs[0] ?? ''),
    ]);
    expect(asked).toEqual([runs.map(() => true), true, false, false, true, false]);
    expect(walls.mock.calls.map(([orgId]) => orgId).toSorted()).toEqual([mine, mine, other].toSorted());
  });
});
