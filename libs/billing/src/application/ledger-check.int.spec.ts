import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '#eventing/testing';
import { type BillingFixture, createBillingFixture } from '../testing/billing-fixture.js';

let fixture: BillingFixture;
beforeAll(async () => void (fixture = await createBillingFixture()));
afterAll(() => fixture?.close());

it('comes to the tables in the order of those who change them, so that neither is refused', async () => {
  const orgId = await fixture.organisation({ videos: 2 });
  await fixture.reserve(orgId, { videos: 1 });
  const { database } = fixture.eventing;
  const [changing, watcher] = [await database.session('spec'), await database.session('spec')];
  // What one statement of the ledger does, with time in between.
  await changing.query('BEGIN');
  await changing.query('LOCK TABLE billing.live IN ROW EXCLUSIVE MODE');
  const checked = fixture.check.rebuildAndCompare();
  const isWaiting = async (): Promise<boolean> => {
    const rows = await watcher.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'LOCK TABLE%'`,
    );
    return rows.length > 0;
  };
  await eventually(isWaiting);
  await changing.query('LOCK TABLE billing.balances IN ROW EXCLUSIVE MODE');
  await changing.query('COMMIT');
  expect(await checked).toMatchObject({ differences: [] });
  await changing.close();
  await watcher.close();
});
