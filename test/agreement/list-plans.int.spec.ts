import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FindManyOptions, type Repository } from 'typeorm';
import { Database } from '#platform';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { migrations } from '../../apps/api/src/migrations.js';
import { MediaLibrary } from '../../libs/assets/src/library/media-library.js';
import { UsageQueries } from '../../libs/billing/src/application/usage-queries.js';
import { DeadLetters } from '../../libs/eventing/src/consumers/dead-letters.js';
import { ApiKeyEntity } from '../../libs/identity/src/application/entities.js';
import { ApiKeys } from '../../libs/identity/src/application/api-keys.js';
import { Members } from '../../libs/identity/src/application/members.js';
import { Sessions } from '../../libs/identity/src/application/sessions.js';
import { OwnedStreams } from '../../libs/jobs/src/shared/owned-streams.js';
import { BatchTable } from '../../libs/batches/src/application/batch-table.js';
import { SeriesTable } from '../../libs/batches/src/series/application/series-table.js';
import { VideoIndex } from '../../libs/jobs/src/video/application/video-index.js';
import { Contacts } from '../../libs/notifications/src/contacts/contacts.js';
import { LinkTable } from '../../libs/notifications/src/links/link-table.js';
import { AnnouncementReader } from '../../libs/webhooks/src/announcements/announcement-reader.js';
import { DeliveryLog } from '../../libs/webhooks/src/delivery/delivery-log.js';
import { EndpointReader } from '../../libs/webhooks/src/endpoints/endpoint-reader.js';
import { ScheduleTable } from '../../libs/workflows/src/schedule/application/schedule-table.js';
import { OwnedRows } from '../../libs/workflows/src/shared/owned-rows.js';

const ROWS = 20_000;
const PAGE = 20;
/** A large organisation and a small one, beside others: what either asks for leads past nobody's rows. */
const [LARGE, SMALL, OTHER] = ['a', 'b', 'd'].map((digit) => `00000000-0000-7000-8000-00000000000${digit}`) as [string, string, string];
const SMALL_HAS = ROWS / 400;
const PARENT = '00000000-0000-7000-8000-00000000000c';
const ID = `lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000001'`;
const ORG = `CASE WHEN n % 2 = 0 THEN '${LARGE}'::uuid WHEN n % 400 = 1 THEN '${SMALL}'::uuid ELSE '${OTHER}'::uuid END`;
/** What some rows of each organisation belong to. */
const OF_PARENT = `CASE WHEN n % 400 IN (1, 2) THEN '${PARENT}' ELSE ${ID} END`;
const AT = `timestamptz '2026-01-01' + n * interval '1 minute'`;
const rowsOf = (table: string, data: string): string =>
  `INSERT INTO ${table} (key, org_id, position, data) SELECT ${ID}, ${ORG}, n, ${data} FROM generate_series(1, ${ROWS}) n`;
const insert = (table: string, columns: string, values: string): string =>
  `INSERT INTO ${table} (${columns}) SELECT ${values} FROM generate_series(1, ${ROWS}) n`;

const FILL = [
  rowsOf(
    'jobs.video_index',
    `jsonb_build_object('status', 'completed', 'stage', 'completed', 'text', 'film ' || n || '.', 'createdAt', ${AT})`,
  ),
  rowsOf('jobs.clip_sets', `'{"completedAt": "x"}'`),
  rowsOf('jobs.generations', `'{"completedAt": "x"}'`),
  rowsOf('assets.assets', `jsonb_build_object('kind', 'image', 'status', 'ready', 'createdAt', to_char(${AT}, 'YYYY-MM-DD HH24:MI'))`),
  rowsOf('workflows.workflows', `jsonb_build_object('name', 'flow ' || n)`),
  rowsOf('workflows.runs', `jsonb_build_object('status', 'completed', 'workflowId', ${OF_PARENT})`),
  rowsOf('batches.batches', `'{"status": "completed"}'`),
  insert('batches.orders', 'batch_id, org_id, name, defaults, actor, estimated_micros', `(${ID})::uuid, ${ORG}, 'b', '{}', 'x', 1`),
  insert(
    'batches.series',
    'series_id, org_id, name, bible, topics, defaults, created_at, updated_at',
    `(${ID})::uuid, ${ORG}, 's', '', '[]', '{}', now(), now()`,
  ),
  rowsOf('webhooks.endpoints', `'{}'`),
  rowsOf('notifications.contacts', `'{}'`),
  insert('notifications.contact_details', 'contact_id, org_id, channel, address', `(${ID})::uuid, ${ORG}, 'telegram', n::text`),
  insert(
    'notifications.approval_links',
    'id, org_id, kind, video_id, gate_type, gate, token_hash, may, created_by, created_at, expires_at',
    `(${ID})::uuid, ${ORG}, 'video', (${OF_PARENT})::uuid, 'script', 1, decode(md5(n::text), 'hex'), '{}', 'x', now(), now()`,
  ),
  insert(
    'webhooks.announcements',
    'id, org_id, position, type, subject, metadata, data, links, occurred_at',
    `(${ID})::uuid, ${ORG}, n, 'job.completed', '{}', '{}', '{}', '{}', ${AT}`,
  ),
  insert(
    'webhooks.deliveries',
    'delivery_id, org_id, endpoint_id, announcement_id, position, type, state, cause, created_at, ended_at',
    `(${ID})::uuid, ${ORG}, (${OF_PARENT})::uuid, (${ID})::uuid, n, 'job.completed', 'done', 'event', ${AT}, ${AT}`,
  ),
  insert('workflows.schedules', 'schedule_id, org_id, workflow_id, status', `(${ID})::uuid, ${ORG}, (${ID})::uuid, 'active'`),
  insert('workflows.ticks', 'schedule_id, org_id, due_at, outcome', `(${OF_PARENT})::uuid, ${ORG}, ${AT}, 'fired'`),
  insert(
    'billing.usage_records',
    'id, org_id, subject_kind, subject_id, entry, resource, quantity, amount_micros, price_list, reservation_id, period_start, used_at',
    `(${ID})::uuid, ${ORG}, 'video', (${ID})::uuid, 'e', 'videos', 1, 1, 'l', (${ID})::uuid, date_trunc('month', ${AT}), ${AT}`,
  ),
  `INSERT INTO identity.organisations (id, name, plan, timezone, created_at) SELECT id::uuid, 'x', 'free', 'UTC', now()
     FROM unnest(ARRAY['${LARGE}', '${SMALL}', '${OTHER}']) AS o(id)`,
  insert(
    'identity.api_keys',
    'id, org_id, name, prefix, secret_hash, scopes, created_at, revoked_at',
    `(${ID})::uuid, ${ORG}, 'k', n::text, decode(md5(n::text), 'hex'), '{}', now(), CASE WHEN n % 3 = 0 THEN now() END`,
  ),
  insert('identity.members', 'id, org_id, subject, role, created_at', `(${ID})::uuid, ${ORG}, n::text, 'owner', now()`),
  insert(
    'identity.sessions',
    'id, org_id, secret_hash, csrf_hash, opened_by, member, is_vouched, scopes, created_at, last_used_at, expires_at',
    `(${ID})::uuid, ${ORG}, decode(md5(n::text), 'hex'), '', 'oidc', jsonb_build_object('id', ${ID}, 'subject', n::text), false, '{}', now(), now(), now() + interval '1 day'`,
  ),
  insert(
    'eventing.dead_letters',
    'id, consumer, partition, lane, position, stream_id, event_id, event_type, status, reason, error, attempts',
    `(${ID})::uuid, 'c', 0, 'l', n, 's', (${ID})::uuid, 't', 'parked', 'failed', '', 1`,
  ),
];

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

let spec: TestDatabase;
let recorded: { sql: string; root: PlanNode }[] = [];
/** Explains each statement as it is run, in the name of whoever asked it. */
let explaining: Database;
beforeAll(async () => {
  spec = await createTestDatabase(migrations, { entities: [ApiKeyEntity] });
  for (const sql of FILL) await spec.database.query(sql);
  await spec.database.query('ANALYZE');
  const over = (db: Pick<Database, 'query'>): Pick<Database, 'query'> => ({
    query: async <R extends object>(sql: string, params?: readonly unknown[]): Promise<R[]> => {
      type Explained = { 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] };
      const rows = await db.query<Explained>(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`, params);
      const root = rows[0]?.['QUERY PLAN'][0]?.Plan;
      if (root) recorded.push({ sql, root });
      return db.query<R>(sql, params);
    },
  });
  explaining = Object.assign(Object.create(Database.prototype) as Database, over(spec.database), {
    forOrganisation: (orgId: string) => over(spec.database.forOrganisation(orgId)),
  });
}, 120_000);
afterAll(() => spec?.close());

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
/** Of tables that have many rows. */
const scansOf = (root: PlanNode): PlanNode[] => nodesOf(root).filter((node) => filled.has(node['Relation Name'] ?? ''));
/** Rows that a plan has looked at, whether it gave them on or not. */
const touched = (root: PlanNode): number =>
  scansOf(root).reduce(
    (sum, node) =>
      sum +
      node['Actual Loops'] * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Join Filter'] ?? 0)),
    0,
  );
const filled = new Set(FILL.flatMap((sql) => [...sql.matchAll(/INSERT INTO \w+\.(\w+)/g)].map(([, table = '']) => table)));
filled.delete('organisations');
const nothing = undefined as never;
const all = { olderThan: null, limit: PAGE };
const noFilter = { status: null, stage: null, q: null, metadata: null, from: null, to: null, source: null };
const callerOf = (orgId: string) => ({ orgId, keyId: PARENT, scopes: ['admin'] });
const span = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T02:00:00Z' };
const middle = '00000100-0000-7000-8000-000000000001';

/** What TypeORM would ask, asked of `db`. */
const explained = <Row extends object>(db: Database, entity: new () => Row): Repository<Row> => {
  const repository = spec.database.dataSource.getRepository(entity);
  const find = (options: FindManyOptions<Row>): Promise<Row[]> => {
    const [sql, params] = repository.createQueryBuilder().setFindOptions(options).getQueryAndParameters();
    return db.query<Row>(sql, params as unknown[]);
  };
  return { find } as unknown as Repository<Row>;
};

const LISTS: Readonly<Record<string, (db: Database, org: string) => Promise<readonly unknown[] | object>>> = {
  videos: (db, org) => new VideoIndex(db).find(org, noFilter, PAGE, null),
  'videos, a later page': (db, org) => new VideoIndex(db).find(org, noFilter, PAGE, middle),
  'videos by status': (db, org) => new VideoIndex(db).find(org, { ...noFilter, status: ['completed'] }, PAGE, null),
  batches: (db, org) => new BatchTable(db).newest(org, null, null, PAGE),
  'batches, a later page': (db, org) => new BatchTable(db).newest(org, null, middle, PAGE),
  series: (db, org) => new SeriesTable(db).newest(org, null, PAGE),
  'series, a later page': (db, org) => new SeriesTable(db).newest(org, middle, PAGE),
  'sets of clips': (db, org) => new OwnedStreams(db).newest('jobs.clip_sets', org, PAGE, null),
  generations: (db, org) => new OwnedStreams(db).newest('jobs.generations', org, PAGE, middle),
  assets: (db, org) => new MediaLibrary(db, nothing, nothing, nothing, nothing, nothing, nothing).list(org, null, PAGE, null),
  workflows: (db, org) => new OwnedRows(db).newest('workflows.workflows', org, all),
  runs: (db, org) => new OwnedRows(db).newest('workflows.runs', org, all),
  'runs of a workflow': (db, org) => new OwnedRows(db).newest('workflows.runs', org, { ...all, where: { workflowId: PARENT } }),
  'last runs of workflows': (db, org) => new OwnedRows(db).lastRuns(org, [PARENT]),
  schedules: (db, org) => new ScheduleTable(db).list(org, { ...all, workflowId: null }),
  'schedules of a workflow': (db, org) => new ScheduleTable(db).list(org, { ...all, workflowId: middle }),
  ticks: (db, org) => new ScheduleTable(db).ticks(org, PARENT, { ...all, outcome: null }),
  announcements: (db, org) =>
    new AnnouncementReader(db, { announcers: [] } as never, nothing, nothing).page(org, {
      after: 500,
      afterId: null,
      types: [],
      limit: PAGE,
    }),
  deliveries: (db, org) => new DeliveryLog(db, nothing).list(org, PARENT, { status: null, type: null, ...all }),
  endpoints: (db, org) => new EndpointReader(db).list(org, PAGE, null),
  contacts: (db, org) => new Contacts(db, nothing, nothing, nothing).list(org, PAGE, null),
  'approval links': (db, org) =>
    new LinkTable(db, nothing, nothing).list({ orgId: org, kind: 'video', subjectId: PARENT, gateName: 'script' }, PAGE, null),
  'API keys': (db, org) => new ApiKeys(explained(db, ApiKeyEntity), nothing, nothing, nothing).list(org, PAGE, null),
  'API keys, a later page': (db, org) => new ApiKeys(explained(db, ApiKeyEntity), nothing, nothing, nothing).list(org, PAGE, middle),
  members: (db, org) => new Members(db, nothing, nothing).list(org, PAGE, null),
  sessions: (db, org) => new Sessions(db, nothing, nothing).list(callerOf(org), PAGE, null),
  'usage records': (db, org) => new UsageQueries(db).records({ orgId: org, from: null, to: null, subjectId: null }, PAGE, null),
  'usage records of a video': (db, org) =>
    new UsageQueries(db).records({ orgId: org, from: null, to: null, subjectId: middle }, PAGE, null),
  'usage of two hours': (db, org) => new UsageQueries(db).sums(org, span, 'UTC', 'day'),
  'dead letters': (db) => new DeadLetters(db, () => undefined).newest(PAGE, null),
};

/** Of a thing that one of the two has not. */
const MAY_BE_EMPTY = new Set(['schedules of a workflow', 'usage records of a video']);

describe(`faults C33: with ${ROWS} rows of several organisations`, () => {
  const asked = Object.entries(LISTS).flatMap(([what, ask]) =>
    [LARGE, SMALL].map((org) => [what, org === LARGE ? 'a large' : 'a small', org, ask] as const),
  );

  it.each(asked)('%s of %s one: an index leads to the page', async (what, _, org, ask) => {
    recorded = [];
    const answer = await ask(explaining, org);
    expect(recorded.length).toBeGreaterThan(0);
    if (Array.isArray(answer) && !MAY_BE_EMPTY.has(what)) expect(answer.length).toBeGreaterThan(0);
    for (const { sql, root } of recorded) {
      const scans = scansOf(root).flatMap((node) => (node['Node Type'] === 'Seq Scan' ? [node['Relation Name']] : []));
      expect({ sql, scans }).toEqual({ sql, scans: [] });
      expect({ sql, touched: touched(root) <= 10 * PAGE ? 'few' : touched(root) }).toEqual({ sql, touched: 'few' });
    }
  });

  it.each([
    ['words that are nowhere', { ...noFilter, q: 'not there' }, 0],
    ['words that the oldest has alone', { ...noFilter, q: 'film 2.' }, 1],
    ['a status that none has', { ...noFilter, status: ['failed' as const] }, 0],
  ])('videos of a large one by %s: part by part, all of them looked at, one search at a time', async (_, filter, count) => {
    recorded = [];
    let [open, most] = [0, 0];
    const watched = Object.assign(Object.create(Database.prototype) as Database, {
      forOrganisation: (orgId: string) => ({
        query: async <R extends object>(sql: string, params?: readonly unknown[]): Promise<R[]> => {
          most = Math.max(most, (open += 1));
          return explaining
            .forOrganisation(orgId)
            .query<R>(sql, params)
            .finally(() => (open -= 1));
        },
      }),
    });
    const index = new VideoIndex(watched);
    const answers = await Promise.all([1, 2, 3].map(() => index.find(LARGE, filter, PAGE, null)));
    expect(answers.map(({ length }) => length)).toEqual([count, count, count]);
    expect(most).toBe(1);
    const looked = recorded.map(({ root }) => nodesOf(root).filter((node) => node['Relation Name'] === 'video_index'));
    expect(looked.length).toBeGreaterThan(3);
    for (const nodes of looked) {
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
      expect(nodes.reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0)).toBeLessThanOrEqual(2_000);
    }
    const all3 = looked.flat().reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0);
    expect(all3).toBe((3 * ROWS) / 2);
  });

  it.each([
    ['a video by its words', (db: Database, org: string) => new VideoIndex(db).find(org, { ...noFilter, q: 'not there' }, PAGE, null)],
    [
      'a workflow by its name',
      (db: Database, org: string) => new OwnedRows(db).newest('workflows.workflows', org, { ...all, search: 'not there' }),
    ],
  ])('%s: looks at rows of its own organisation alone', async (_, ask) => {
    recorded = [];
    expect(await ask(explaining, SMALL)).toEqual([]);
    expect(recorded.length).toBeGreaterThan(0);
    for (const { root } of recorded) expect(touched(root)).toBeLessThanOrEqual(SMALL_HAS);
  });
});
