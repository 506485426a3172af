import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { final, ScriptedProvider } from '#integrations/testing';
import { pngOf } from '#media/testing';
import { IdempotencyKeys } from '#platform';
import { DirectedApp } from '../support/directed-app.js';
import { FakeRunware } from '../support/fake-runware.js';
import { dataUrlOf } from '../support/pictures.js';
import { until } from '../support/supervised.js';

/** What a caller sends. */
interface Call {
  readonly path: string;
  readonly body: object;
}

interface Case {
  /** A new thing for the call to be about. */
  readonly call: () => Promise<Call> | Call;
  readonly status: number;
  /** Recorded when it happened once, by name of the tally. Without any, the call changes nothing that lasts. */
  readonly effect: Readonly<Record<string, number>>;
  /** Calls of this kind say where what they made is. */
  readonly hasLocation?: boolean;
}

/** An answer as its caller sees it. */
interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly isReplay: boolean;
  readonly body: unknown;
}

/** Events that only a request of a caller leads to: nothing that goes on in the background adds one. */
const REQUESTED = [
  'JobCreated',
  'ApprovalDecided',
  'SegmentRegenerationRequested',
  'SegmentTakeRestored',
  'JobRetried',
  'JobCancelled',
  'GenerationRequested',
  'ClipSetRequested',
  'AssetRegistered',
  'ShortVideoOrdered',
  'EndpointRegistered',
  'EndpointEnabled',
  'SecretRotated',
  'WorkflowCreated',
  'RunRequested',
  'RunCancelled',
  'NodeApprovalDecided',
  'RunRetried',
  'ScheduleSet',
  'SchedulePaused',
  'ScheduleResumed',
  'BatchOrdered',
  'BatchPaused',
  'BatchResumed',
  'BatchCancelled',
  'SampleApproved',
  'ItemsReopened',
  'SeriesCreated',
];

const SMALL = { prompt: 'Once is enough', durationSeconds: 5, resolution: '480p', fps: 24, music: false };
const CLIP = 'runware:veo-3.1-fast';
const PICTURE = dataUrlOf(pngOf(90, 160));
const ENDPOINT = { url: 'https://films.example/hook', events: ['asset.ready'], isEnabled: false };
const GRAPH = { nodes: [{ id: 'word', type: 'Input.Text', params: { default: 'A lighthouse' } }], edges: [] };
const GATE = { id: 'look', type: 'Approve', params: {} };
const SCHEDULE = { cron: '0 0 1 1 *', timezone: 'UTC' };
const FRAMES = { '1': { first_frame: PICTURE, last_frame: PICTURE, duration: 4 } };

/** Providers call these. They show a token or a signature, know no keys, and are repeated at will. */
const OF_PROVIDERS = /^POST \/webhooks\//;
/** One needs an event that cannot be handled, which apps/api/src/operations.e2e.spec.ts has; two a bot or a mail server, as flow-telegram.e2e.spec.ts does. */
const WITHOUT_CASE = ['POST /v1/admin/dead-letters/{id}/replay', 'POST /v1/contacts/telegram', 'POST /v1/contacts/email'];

describe('an Idempotency-Key', () => {
  const broken = new ScriptedProvider('broken', 'text-to-video', ...Array.from({ length: 50 }, () => final()));
  let runware: FakeRunware;
  let app: DirectedApp;
  let posts: readonly string[] = [];

  beforeAll(async () => {
    runware = await FakeRunware.start(Buffer.from('never asked for'));
    // Five minutes between two polls, an hour between two looks at schedules: whatever is earlier was asked for by a caller.
    app = await DirectedApp.start([broken], { ...runware.env, KADR_POLL_INTERVAL_MS: '300000', KADR_SCHEDULE_TICK_MS: '3600000' });
    const { paths } = await app.get<{ paths: Record<string, Record<string, unknown>> }>('/openapi.json?audience=all');
    posts = Object.entries(paths).flatMap(([path, methods]) => ('post' in methods ? [`POST ${path}`] : []));
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    await runware?.stop();
  }, 60_000);

  const send = async ({ path, body }: Call, key: string): Promise<Answer> => {
    const response = await app.request(path, { method: 'POST', body: JSON.stringify(body), headers: { 'idempotency-key': key } });
    return {
      status: response.status,
      location: response.headers.get('location'),
      isReplay: response.headers.get('idempotency-replayed') === 'true',
      body: await response.json(),
    };
  };
  const codeOf = ({ status, body }: Answer): [number, string] => [status, (body as { code: string }).code];

  /** How often each thing has happened in the whole installation. */
  const tally = async (): Promise<Record<string, number>> => {
    const counted = await app.query<{ name: string; count: number }>(
      `WITH of_batches AS (SELECT video_id::text AS id FROM batches.items) -- ordered when their turn comes, whenever that is
       SELECT type AS name, count(*)::int FROM eventing.events
        WHERE type = ANY($1) AND coalesce(data->>'videoId', '') NOT IN (SELECT id FROM of_batches) GROUP BY 1
       UNION ALL
       -- Room for a file is reserved when it is fetched, whenever that is.
       SELECT 'reservation', count(*)::int FROM eventing.events
        WHERE type = 'QuotaReserved' AND data->'subject'->>'kind' <> 'asset' AND data->'subject'->>'id' NOT IN (SELECT id FROM of_batches)
       UNION ALL
       SELECT 'wake', count(DISTINCT woken_at)::int FROM tasks.tasks
       UNION ALL
       SELECT 'organisation', count(*)::int FROM identity.organisations
       UNION ALL
       SELECT 'key', count(*)::int FROM identity.api_keys
       UNION ALL
       SELECT 'member', count(*)::int FROM identity.members
       UNION ALL
       SELECT 'sign-in link', count(*)::int FROM identity.sign_in_links
       UNION ALL
       SELECT 'link', count(*)::int FROM notifications.approval_links
       UNION ALL
       SELECT 'backfill', count(DISTINCT batch)::int FROM workflows.ticks WHERE batch LIKE 'backfill%'
       UNION ALL
       SELECT 'confirmation', count(*)::int FROM notifications.confirmations
       UNION ALL
       SELECT 'erasure', count(*)::int FROM platform.erasures
       UNION ALL
       -- Endpoints with something that was sent because somebody asked for it.
       SELECT asked.name, count(DISTINCT d.endpoint_id)::int FROM webhooks.deliveries d
         JOIN (VALUES ('test', 'test'), ('replay', 'replay'), ('replay', 'redelivery'), ('redelivery', 'redelivery')) AS asked(name, cause)
           ON asked.cause = d.cause GROUP BY 1`,
      [REQUESTED],
    );
    return Object.fromEntries(counted.map(({ name, count }) => [name, count]));
  };
  /** What has happened more often than before. */
  const since = async (before: Record<string, number>): Promise<Record<string, number>> => {
    const grown = Object.entries(await tally()).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
    return Object.fromEntries(grown.filter(([, more]) => more !== 0));
  };

  const order = async (more: object): Promise<string> => (await app.post('/v1/videos', { ...SMALL, ...more })).id;
  const atGate = async (): Promise<string> => {
    const id = await order({ approvals: ['script'] });
    await app.atGate(id, 'script');
    return id;
  };
  const ended = async (status: string, more: object = {}): Promise<string> => {
    const id = await order(more);
    expect((await app.ended(id)).status).toBe(status);
    return id;
  };
  const madeAnew = async (): Promise<string> => {
    const id = await ended('completed');
    await app.post(`/v1/videos/${id}/segments/0/regenerate`, {});
    expect((await app.ended(id)).status).toBe('completed');
    return id;
  };
  const ofVideo = (id: string, suffix: string, body: object = {}): Call => ({ path: `/v1/videos/${id}/${suffix}`, body });
  /** Waits until the provider has what was ordered. */
  const submitted = async (path: string, body: object, suffix: string): Promise<Call> => {
    const { id } = await app.post(path, body);
    await until(`${path} ${id} is with the provider`, 20_000, async () => {
      const sql = `SELECT 1 FROM integrations.provider_attempts
                    WHERE task_id IN (SELECT tasks.unfinished_of($1)) AND submitted_at IS NOT NULL`;
      return (await app.query(sql, [id])).length > 0;
    });
    return { path: `${path}/${id}/${suffix}`, body: {} };
  };

  /** An endpoint to which nothing is sent by itself. */
  const ofEndpoint = async (suffix: string, body: object = {}): Promise<Call> => {
    const { id } = await app.post('/v1/webhook-endpoints', ENDPOINT);
    return { path: `/v1/webhook-endpoints/${id}/${suffix}`, body };
  };
  const ANNOUNCED = { since: '2026-01-01T00:00:00Z', only: 'all', types: ['asset.ready'] };
  /** Something has been announced, and was not sent. */
  const replayed = async (): Promise<Call> => {
    await app.post('/v1/assets', { url: PICTURE });
    await until('an asset is announced', 20_000, async () => {
      const { data } = await app.get<{ data: unknown[] }>('/v1/events?types=asset.ready');
      return data.length > 0;
    });
    return ofEndpoint('replay', ANNOUNCED);
  };
  const redelivered = async (): Promise<Call> => {
    const { path, body } = await replayed();
    await app.post(path, body);
    // What is being sent at this moment is not sent again; to a disabled endpoint nothing is.
    const id = await until('it is held', 20_000, async () => {
      const { data } = await app.get<{ data: { id: string; status: string }[] }>(path.replace('/replay', '/deliveries'));
      return data.find(({ status }) => status === 'held')?.id ?? null;
    });
    return { path: `/v1/webhook-deliveries/${id}/redeliver`, body: {} };
  };
  const ofWorkflow = async (): Promise<Call> => {
    const { id } = await app.post('/v1/workflows', { name: 'A word', graph: GRAPH });
    return { path: `/v1/workflows/${id}/runs`, body: {} };
  };
  /** A run of one node, beside the word, that has come so far. */
  const ofRun = async (status: string, node: object, suffix: string, body: object = {}): Promise<Call> => {
    const edges = node === GATE ? [{ from: 'word.text', to: 'look.subject' }] : [];
    const workflow = await app.post('/v1/workflows', { name: 'A node', graph: { nodes: [...GRAPH.nodes, node], edges } });
    const { id } = await app.post(`/v1/workflows/${workflow.id}/runs`);
    await until(
      `the run is ${status}`,
      20_000,
      async () => (await app.get<{ status: string }>(`/v1/workflow-runs/${id}`)).status === status,
    );
    return { path: `/v1/workflow-runs/${id}/${suffix}`, body };
  };
  const ofSchedule = async (suffix: string, body: object = {}): Promise<Call> => {
    const { path } = await ofWorkflow();
    const { id } = await app.post(path.replace('/runs', '/schedules'), SCHEDULE);
    return { path: `/v1/workflow-schedules/${id}/${suffix}`, body };
  };
  /** One that nobody starts: `pause` comes before whoever would. */
  const ofBatch = async (suffix: string, more: object = {}): Promise<Call> => {
    const gated = { ...SMALL, approvals: ['script'] };
    const { id } = await app.post('/v1/batches', { items: [gated, gated], ...more });
    return { path: `/v1/batches/${id}/${suffix}`, body: {} };
  };
  const batchIs = async ({ path }: Call, status: string): Promise<void> => {
    const read = path.slice(0, path.lastIndexOf('/'));
    await until(`the batch is ${status}`, 30_000, async () => (await app.get<{ status: string }>(read)).status === status);
  };
  /** All of its videos have been ordered, so that nothing more is. */
  const underWay = async (call: Call): Promise<Call> => {
    const read = call.path.slice(0, call.path.lastIndexOf('/'));
    await until('its videos are there', 30_000, async () => (await app.get<{ counts: { pending: number } }>(read)).counts.pending === 0);
    return call;
  };

  /** It waits for longer than anybody here does. */
  const running = async (): Promise<Call> => {
    const said = { id: 'said', type: 'Input.Text', params: { default: 'A lighthouse at night.' } };
    const later = { id: 'later', type: 'Delay', params: { seconds: 3_600 } };
    const graph = { nodes: [said, later], edges: [{ from: 'said.text', to: 'later.value' }] };
    const workflow = await app.post('/v1/workflows', { name: 'A long pause', graph });
    const { id } = await app.post(`/v1/workflows/${workflow.id}/runs`);
    return { path: `/v1/workflow-runs/${id}/cancel`, body: {} };
  };

  const cases: Readonly<Record<string, Case>> = {
    'POST /v1/webhook-endpoints': {
      call: () => ({ path: '/v1/webhook-endpoints', body: ENDPOINT }),
      status: 201,
      effect: { EndpointRegistered: 1 },
      hasLocation: true,
    },
    'POST /v1/webhook-endpoints/{id}/rotate-secret': {
      call: () => ofEndpoint('rotate-secret'),
      status: 200,
      effect: { SecretRotated: 1 },
    },
    'POST /v1/webhook-endpoints/{id}/enable': { call: () => ofEndpoint('enable'), status: 200, effect: { EndpointEnabled: 1 } },
    'POST /v1/webhook-endpoints/{id}/test': { call: () => ofEndpoint('test'), status: 202, effect: { test: 1 } },
    'POST /v1/webhook-endpoints/{id}/replay': { call: () => replayed(), status: 202, effect: { replay: 1 } },
    'POST /v1/webhook-deliveries/{id}/redeliver': { call: () => redelivered(), status: 202, effect: { redelivery: 1 } },
    'POST /v1/admin/announcements/rebuild': {
      call: () => ({ path: '/v1/admin/announcements/rebuild', body: { since: '2026-01-01T00:00:00Z' } }),
      status: 200,
      effect: {},
    },
    'POST /v1/workflows': {
      call: () => ({ path: '/v1/workflows', body: { name: 'A word', graph: GRAPH } }),
      status: 201,
      effect: { WorkflowCreated: 1 },
      hasLocation: true,
    },
    'POST /v1/workflows/import': {
      call: () => ({ path: '/v1/workflows/import', body: { name: 'A word', graph: GRAPH } }),
      status: 201,
      effect: { WorkflowCreated: 1 },
      hasLocation: true,
    },
    'POST /v1/workflows/validate': {
      call: () => ({ path: '/v1/workflows/validate', body: { name: 'A word', graph: GRAPH } }),
      status: 200,
      effect: {},
    },
    'POST /v1/workflows/estimate': {
      call: () => ({ path: '/v1/workflows/estimate', body: { name: 'A word', graph: GRAPH } }),
      status: 200,
      effect: {},
    },
    'POST /v1/workflows/{id}/estimate': {
      call: async () => ({ path: (await ofWorkflow()).path.replace('/runs', '/estimate'), body: {} }),
      status: 200,
      effect: {},
    },
    'POST /v1/workflows/{id}/runs': {
      call: () => ofWorkflow(),
      status: 202,
      effect: { RunRequested: 1, reservation: 1 },
      hasLocation: true,
    },
    'POST /v1/workflows/{id}/nodes/{node}/try': {
      call: async () => ({ path: (await ofWorkflow()).path.replace('/runs', '/nodes/word/try'), body: {} }),
      status: 202,
      effect: { RunRequested: 1, reservation: 1 },
      hasLocation: true,
    },
    'POST /v1/workflow-runs/{id}/retry': {
      call: () => ofRun('failed', { id: 'bad', type: 'Text.Template', params: { template: '{{[1][5]}}' } }, 'retry'),
      status: 202,
      effect: { RunRetried: 1, reservation: 1 },
    },
    'POST /v1/workflow-runs/{id}/fork': {
      call: () => ofRun('completed', { id: 'good', type: 'Text.Template', params: { template: 'good' } }, 'fork'),
      status: 202,
      effect: { RunRequested: 1, reservation: 1 },
      hasLocation: true,
    },
    'POST /v1/workflow-runs/{id}/approvals/{node}/approve': {
      call: () => ofRun('awaiting_approval', GATE, 'approvals/look/approve'),
      status: 200,
      effect: { NodeApprovalDecided: 1 },
    },
    'POST /v1/workflow-runs/{id}/approvals/{node}/reject': {
      call: () => ofRun('awaiting_approval', GATE, 'approvals/look/reject'),
      status: 200,
      effect: { NodeApprovalDecided: 1 },
    },
    'POST /v1/workflow-runs/{id}/approvals/{node}/links': {
      call: () => ofRun('awaiting_approval', GATE, 'approvals/look/links', { label: 'The client' }),
      status: 201,
      effect: { link: 1 },
    },
    'POST /v1/workflows/{id}/schedules': {
      call: async () => ({ path: (await ofWorkflow()).path.replace('/runs', '/schedules'), body: SCHEDULE }),
      status: 201,
      effect: { ScheduleSet: 1 },
      hasLocation: true,
    },
    'POST /v1/workflow-schedules/preview': {
      call: () => ({ path: '/v1/workflow-schedules/preview', body: SCHEDULE }),
      status: 200,
      effect: {},
    },
    'POST /v1/workflow-schedules/{id}/pause': { call: () => ofSchedule('pause'), status: 200, effect: { SchedulePaused: 1 } },
    'POST /v1/workflow-schedules/{id}/resume': {
      call: async () => {
        const { path } = await ofSchedule('pause');
        await app.post(path);
        return { path: path.replace('/pause', '/resume'), body: {} };
      },
      status: 200,
      effect: { ScheduleResumed: 1 },
    },
    'POST /v1/workflow-schedules/{id}/run': {
      call: () => ofSchedule('run'),
      status: 202,
      effect: { RunRequested: 1, reservation: 1 },
      hasLocation: true,
    },
    'POST /v1/workflow-schedules/{id}/backfill': {
      call: () => ofSchedule('backfill', { from: '2026-01-01T00:00:00Z', to: '2026-01-03T00:00:00Z' }),
      status: 202,
      effect: { backfill: 1 },
    },
    'POST /v1/series': {
      call: () => ({ path: '/v1/series', body: { name: 'Deep sea', defaults: SMALL } }),
      status: 201,
      effect: { SeriesCreated: 1 },
      hasLocation: true,
    },
    'POST /v1/series/{id}/episodes': {
      call: async () => {
        const { id } = await app.post('/v1/series', { name: 'Deep sea', defaults: { ...SMALL, approvals: ['script'] } });
        return { path: `/v1/series/${id}/episodes`, body: { prompt: 'One of many' } };
      },
      status: 202,
      effect: { JobCreated: 1, reservation: 1 },
      hasLocation: true,
    },
    'POST /v1/batches': {
      call: () => ({ path: '/v1/batches', body: { sample: 1, items: [{ ...SMALL, approvals: ['script'] }, SMALL] } }),
      status: 202,
      effect: { BatchOrdered: 1 },
      hasLocation: true,
    },
    'POST /v1/batches/{id}/pause': { call: async () => underWay(await ofBatch('pause')), status: 200, effect: { BatchPaused: 1 } },
    'POST /v1/batches/{id}/resume': {
      call: async () => {
        const { path } = await underWay(await ofBatch('pause'));
        await app.post(path);
        return { path: path.replace('/pause', '/resume'), body: {} };
      },
      status: 200,
      effect: { BatchResumed: 1 },
    },
    'POST /v1/batches/{id}/cancel': {
      call: async () => underWay(await ofBatch('cancel')),
      status: 200,
      effect: { BatchCancelled: 1 },
    },
    'POST /v1/batches/{id}/approve': {
      call: async () => {
        const call = await ofBatch('approve', { sample: 1, items: [SMALL, { ...SMALL, approvals: ['script'] }] });
        await batchIs(call, 'awaiting_approval');
        return call;
      },
      status: 200,
      effect: { SampleApproved: 1 },
    },
    'POST /v1/batches/{id}/retry-failed': {
      call: async () => {
        const call = await ofBatch('retry-failed', { items: [{ ...SMALL, visuals: { models: ['broken:model'], fallback: [] } }] });
        await batchIs(call, 'completed');
        return call;
      },
      status: 202,
      effect: { ItemsReopened: 1 },
    },
    'POST /v1/workflow-runs/{id}/cancel': { call: () => running(), status: 200, effect: { RunCancelled: 1 } },
    'POST /v1/videos': {
      call: () => ({ path: '/v1/videos', body: { ...SMALL, approvals: ['script'] } }),
      status: 202,
      effect: { JobCreated: 1, reservation: 1 },
      hasLocation: true,
    },
    'POST /v1/generations': {
      call: () => ({ path: '/v1/generations', body: { model: 'local:illustrator', input: { prompt: 'a lighthouse' } } }),
      status: 202,
      effect: { GenerationRequested: 1, reservation: 1 },
      hasLocation: true,
    },
    'POST /v1/clips': {
      call: () => ({ path: '/v1/clips', body: { model: 'local:illustrator', frames: FRAMES } }),
      status: 202,
      effect: { ClipSetRequested: 1, reservation: 1 },
      hasLocation: true,
    },
    'POST /v1/assets': {
      call: () => ({ path: '/v1/assets', body: { url: PICTURE } }),
      status: 202,
      effect: { AssetRegistered: 1 },
      hasLocation: true,
    },
    'POST /api/short-video': {
      call: () => ({
        path: '/api/short-video',
        body: { scenes: [{ text: 'A lighthouse.', sceneDuration: 3 }], config: { skipVoiceover: true } },
      }),
      status: 201,
      effect: { ShortVideoOrdered: 1, reservation: 1 },
    },
    'POST /v1/api-keys': {
      call: () => ({ path: '/v1/api-keys', body: { name: 'a robot', scopes: ['videos:read'] } }),
      status: 201,
      effect: { key: 1 },
      hasLocation: true,
    },
    'POST /v1/sign-in-links': { call: () => ({ path: '/v1/sign-in-links', body: {} }), status: 201, effect: { 'sign-in link': 1 } },
    'POST /v1/members': {
      call: () => ({ path: '/v1/members', body: { subject: randomUUID(), role: 'viewer' } }),
      status: 201,
      effect: { member: 1 },
      hasLocation: true,
    },
    'POST /v1/admin/organisations': {
      call: () => ({ path: '/v1/admin/organisations', body: { name: 'Others' } }),
      status: 201,
      effect: { organisation: 1, key: 1 },
      hasLocation: true,
    },
    'POST /v1/admin/organisations/{id}/erase': {
      call: async () => {
        const made = await app.request('/v1/admin/organisations', { method: 'POST', body: JSON.stringify({ name: 'Soon gone' }) });
        return { path: `/v1/admin/organisations/${((await made.json()) as { id: string }).id}/erase`, body: {} };
      },
      status: 202,
      effect: { erasure: 1 },
    },
    'POST /v1/videos/{id}/approvals/{type}/approve': {
      call: async () => ofVideo(await atGate(), 'approvals/script/approve'),
      status: 200,
      effect: { ApprovalDecided: 1 },
    },
    'POST /v1/videos/{id}/approvals/{type}/reject': {
      call: async () => ofVideo(await atGate(), 'approvals/script/reject', { comment: 'No.', script: 'My own words.' }),
      status: 200,
      effect: { ApprovalDecided: 1 },
    },
    'POST /v1/videos/{id}/approvals/{type}/links': {
      call: async () => ofVideo(await atGate(), 'approvals/script/links', { label: 'The client' }),
      status: 201,
      effect: { link: 1 },
    },
    'POST /v1/confirmations': {
      call: () => ({
        path: '/v1/confirmations',
        body: { kind: 'spend', digest: createHash('sha256').update(randomUUID()).digest('hex'), costMicros: 5, title: 'A film' },
      }),
      status: 200,
      effect: { confirmation: 1 },
    },
    'POST /v1/videos/{id}/segments/{index}/regenerate': {
      call: async () => ofVideo(await ended('completed'), 'segments/0/regenerate', { prompt: 'A lighthouse' }),
      status: 202,
      effect: { SegmentRegenerationRequested: 1, reservation: 1 },
    },
    'POST /v1/videos/{id}/segments/regenerate': {
      call: async () => ofVideo(await ended('completed'), 'segments/regenerate', { segments: [{ index: 0, prompt: 'A lighthouse' }] }),
      status: 202,
      effect: { SegmentRegenerationRequested: 1, reservation: 1 },
    },
    'POST /v1/videos/{id}/segments/{index}/restore': {
      call: async () => ofVideo(await madeAnew(), 'segments/0/restore', { take: 0 }),
      status: 202,
      effect: { SegmentTakeRestored: 1, reservation: 1 },
    },
    'POST /v1/videos/{id}/cancel': {
      call: async () => ofVideo(await atGate(), 'cancel'),
      status: 200,
      effect: { JobCancelled: 1 },
    },
    'POST /v1/videos/{id}/retry': {
      call: async () => ofVideo(await ended('failed', { visuals: { models: ['broken:model'], fallback: [] } }), 'retry'),
      status: 202,
      effect: { JobRetried: 1, reservation: 1 },
    },
    'POST /v1/generations/{id}/refresh': {
      call: () =>
        submitted('/v1/generations', { model: CLIP, input: { prompt: 'waves', durationSeconds: 4, aspectRatio: '16:9' } }, 'refresh'),
      status: 202,
      effect: { wake: 1 },
    },
    'POST /v1/clips/{id}/check': {
      call: () => submitted('/v1/clips', { model: CLIP, frames: FRAMES }, 'check'),
      status: 202,
      effect: { wake: 1 },
    },
    'POST /v1/videos/estimate': { call: () => ({ path: '/v1/videos/estimate', body: SMALL }), status: 200, effect: {} },
    'POST /v1/ideas/expand': { call: () => ({ path: '/v1/ideas/expand', body: { idea: 'Bees' } }), status: 200, effect: {} },
    'POST /v1/ideas:expand': { call: () => ({ path: '/v1/ideas:expand', body: { idea: 'Bees' } }), status: 200, effect: {} },
    'POST /v1/admin/projections/{name}/rebuild': {
      call: () => ({ path: '/v1/admin/projections/jobs.generations/rebuild', body: {} }),
      status: 202,
      effect: {},
    },
  };

  /** The provider has answered who asked last, and asking once more would be passed on to it. */
  const letTimePass = async ({ path }: Call, effect: Case['effect']): Promise<void> => {
    if (!('wake' in effect)) return;
    const [, , , subjectId] = path.split('/');
    await until('the provider was asked', 20_000, async () => {
      const sql = `UPDATE integrations.provider_attempts SET looked_at = looked_at - interval '1 minute'
                    WHERE task_id IN (SELECT tasks.unfinished_of($1)) AND looked_at > tasks.woken_at(task_id) RETURNING 1`;
      return (await app.query(sql, [subjectId])).length > 0;
    });
  };
  const replayOf = ({ status, location, body }: Answer): Answer => ({ status, location, body, isReplay: true });

  describe.each(Object.entries(cases))('of %s', (_route, { call, status, effect, hasLocation = false }) => {
    it('sent twice has one effect and one answer, and belongs to that body', async () => {
      const [request, key] = [await call(), randomUUID()];
      const before = await tally();
      const first = await send(request, key);
      expect(first).toEqual({ status, location: hasLocation ? expect.any(String) : null, isReplay: false, body: expect.any(Object) });
      expect(await since(before)).toEqual(effect);
      await letTimePass(request, effect);
      expect(await send(request, key)).toEqual(replayOf(first));
      expect(codeOf(await send({ ...request, body: { ...request.body, prompt: 'Another' } }, key))).toEqual([
        422,
        'idempotency_key_reused',
      ]);
      expect(await since(before)).toEqual(effect);
    });

    it('sent five times at the same moment has one effect and one answer', async () => {
      const [request, key] = [await call(), randomUUID()];
      const before = await tally();
      const answers = await Promise.all(Array.from({ length: 5 }, () => send(request, key)));
      const [first, ...others] = answers.filter((answer) => answer.status === status && !answer.isReplay);
      expect([first, others]).toEqual([expect.anything(), []]);
      for (const answer of answers.filter((one) => one !== first)) {
        if (answer.isReplay) expect(answer).toEqual(replayOf(first as Answer));
        else expect(codeOf(answer)).toEqual([409, 'idempotency_in_flight']);
      }
      await letTimePass(request, effect);
      expect(await send(request, key)).toEqual(replayOf(first as Answer));
      expect(await since(before)).toEqual(effect);
    });

    it('whose answer was lost after it had its effect is answered without a second one', async () => {
      const [request, key] = [await call(), randomUUID()];
      const before = await tally();
      expect((await losingTheAnswer(() => send(request, key))).status).toBe(500);
      expect(await since(before)).toEqual(effect);
      await letTimePass(request, effect);
      const answer = await send(request, key);
      expect(answer).toMatchObject({ status, isReplay: Object.keys(effect).length > 0 });
      expect(answer.location !== null).toBe(hasLocation);
      expect(await send(request, key)).toEqual(replayOf(answer));
      expect(await since(before)).toEqual(effect);
    });
  });

  /** Fails where a process would be after it has committed and before it has answered: what is not stored by then never will be. */
  async function losingTheAnswer(act: () => Promise<Answer>): Promise<Answer> {
    const keys = app.nest.get(IdempotencyKeys, { strict: false });
    keys.succeeded = () => Promise.reject(new Error('lost between commit and answer'));
    try {
      return await act();
    } finally {
      Reflect.deleteProperty(keys, 'succeeded');
    }
  }

  /** Routes that let nobody in without an API key. */
  const guarded = async (): Promise<string[]> => {
    const asked = posts.filter((route) => !OF_PROVIDERS.test(route));
    const answers = await Promise.all(asked.map((route) => fetch(app.url + pathOf(route), { method: 'POST' })));
    return asked.filter((_, index) => answers[index]?.status === 401);
  };
  const pathOf = (route: string): string => route.slice('POST '.length).replace(/\{\w+\}/g, randomUUID());

  it('is declared and read by every POST that needs a key', async () => {
    const { paths } = await app.get<{ paths: Record<string, { post?: { parameters?: { name: string; in: string }[] } }> }>(
      '/openapi.json?audience=all',
    );
    const routes = await guarded();
    expect(routes.length).toBeGreaterThan(15);
    const without: string[] = [];
    for (const route of routes) {
      const { parameters = [] } = paths[route.slice('POST '.length)]?.post ?? {};
      const isDeclared = parameters.some((one) => one.in === 'header' && one.name === 'Idempotency-Key');
      // Longer than a key may be: who reads it refuses it before anything else happens.
      const { body } = await send({ path: pathOf(route), body: {} }, 'x'.repeat(256));
      const isRead = ((body as { errors?: { path: string }[] }).errors ?? []).some(({ path }) => path === 'Idempotency-Key');
      if (!isDeclared || !isRead) without.push(route);
    }
    expect({ 'without @Idempotent()': without }).toEqual({ 'without @Idempotent()': [] });
  });

  it('has a case for each of them', async () => {
    const unknown = (await guarded()).filter((route) => !(route in cases) && !WITHOUT_CASE.includes(route));
    expect({ 'add these to the cases of this file': unknown }).toEqual({ 'add these to the cases of this file': [] });
  });
});
