import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../apps/api/src/testing/index.js';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/testing/index.js';

interface Clip {
  readonly source: string;
  readonly stockId?: string;
  readonly file: { readonly key: string };
  readonly attribution: string | null;
}
interface Run {
  readonly id: string;
  readonly status: string;
  readonly error: unknown;
  readonly nodes: readonly {
    readonly id: string;
    readonly status: string;
    readonly outputs: Readonly<Record<string, { readonly value?: readonly Clip[]; readonly url?: string }>>;
  }[];
}

/** The library has forty clips for a query. */
const [FORTY, A_RUN] = [40, 14];

describe('stock that a workflow finds', () => {
  let app: TestApp;
  let sandbox: Sandbox;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'kadr-sandbox-'));
    sandbox = await startSandbox({ port: 0, dataDir, speed: 20, ffmpegPath: process.env['FFMPEG_PATH'] ?? 'ffmpeg' });
    app = await startTestApp({ env: { ...sandbox.env, KADR_RATE_LIMIT_PER_MINUTE: '100000', KADR_RETRY_BASE_MS: '10' } });
  }, 120_000);
  afterAll(async () => {
    try {
      await app?.close();
    } finally {
      await sandbox?.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  }, 60_000);

  async function call<T>(method: string, route: string, body?: object): Promise<T> {
    const response = await fetch(app.url + route, {
      method,
      headers: { authorization: `Bearer ${app.apiKey}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return (response.status === 204 ? null : await response.json()) as T;
  }

  async function workflow(params: object, others: readonly object[] = [], edges: readonly object[] = []): Promise<string> {
    const nodes = [
      { id: 'sea', type: 'Input.Stock', params: { query: 'sea', durationSeconds: 1, model: 'pexels', fallback: [], ...params } },
    ];
    const { id } = await call<{ id: string }>('POST', '/v1/workflows', { name: 'Sea', graph: { nodes: [...nodes, ...others], edges } });
    return id;
  }

  async function reached(run: Run, ...statuses: readonly string[]): Promise<Run> {
    let seen = run;
    while (!['failed', ...statuses].includes(seen.status)) {
      await new Promise((go) => setTimeout(go, 100));
      seen = await call<Run>('GET', `/v1/workflow-runs/${run.id}`);
    }
    expect([seen.error, statuses]).toEqual([null, expect.arrayContaining([seen.status])]);
    return seen;
  }

  function idsIn(run: Run): (string | undefined)[] {
    const clips = run.nodes[0]?.outputs['clips']?.value ?? [];
    expect(new Set(clips.map(({ source }) => source))).toEqual(new Set(['pexels']));
    return clips.map(({ stockId }) => stockId);
  }

  /** Ids of what one run of it finds. */
  const found = async (id: string): Promise<(string | undefined)[]> =>
    idsIn(await reached(await call<Run>('POST', `/v1/workflows/${id}/runs`, {}), 'completed'));

  it('is other in each run while there is anything else, and then again what it has', async () => {
    const id = await workflow({ count: A_RUN });
    const [first, second, third] = [await found(id), await found(id), await found(id)];
    expect(new Set([...first, ...second]).size).toBe(2 * A_RUN);
    // Of the forty there were twelve left; the others were shown before, none of them twice in this run.
    expect([third.length, new Set(third).size]).toEqual([A_RUN, A_RUN]);
    expect(new Set([...first, ...second, ...third]).size).toBe(FORTY);
  }, 240_000);

  it('is other in each run when it is pictures, none twice, each with whom to name', async () => {
    const id = await workflow({ count: 4, kind: 'image' });
    const [first, second] = [await found(id), await found(id)];
    expect([new Set([...first, ...second]).size, first.includes(undefined)]).toEqual([8, false]);
    const again = await reached(await call<Run>('POST', `/v1/workflows/${id}/runs`, {}), 'completed');
    const names = again.nodes[0]?.outputs['clips']?.value?.map(({ attribution }) => attribution);
    expect(names).toEqual(Array.from({ length: 4 }, () => expect.stringMatching(/^Author \d, https:\/\/www\.pexels\.com\/photo\/\d+\/$/)));
  }, 120_000);

  it('may be the same in each run where that was said, and where another workflow has found it', async () => {
    const same = await workflow({ count: 2, avoidRepeats: false });
    const [first, second] = [await found(same), await found(same)];
    expect([first, new Set(first).size]).toEqual([second, 2]);
    expect(await found(await workflow({ count: 2 }))).toEqual(first);
  }, 120_000);

  it('is other when a person has it found again, also where runs may repeat one another', async () => {
    const gate = { id: 'ok', type: 'Approve', params: { onReject: 'redo', redoFrom: 'sea' } };
    const id = await workflow({ count: 2, avoidRepeats: false }, [gate], [{ from: 'sea.clips', to: 'ok.subject' }]);
    const asked = await reached(await call<Run>('POST', `/v1/workflows/${id}/runs`, {}), 'awaiting_approval');
    await call('POST', `/v1/workflow-runs/${asked.id}/approvals/ok/reject`, { comment: 'others' });
    const again = await reached({ ...asked, status: 'running' }, 'awaiting_approval');
    expect(new Set([...idsIn(asked), ...idsIn(again)]).size).toBe(4);
  }, 120_000);

  /** A list of words is gone through, and each finds clips of the same. */
  const listed = async (items: number, count: number, params: object = {}, more: readonly object[] = []): Promise<string> => {
    const nodes = [
      { id: 'list', type: 'Input.Json', params: { default: Array.from({ length: items }, (_, i) => i) } },
      { id: 'each', type: 'Map', params: { concurrency: 8 } },
      {
        ...{ id: 'sea', type: 'Input.Stock', parent: 'each' },
        params: { query: 'sea', durationSeconds: 1, count, model: 'pexels', fallback: [], ...params },
      },
      ...more,
    ];
    const edges = [
      { from: 'list.json', to: 'each.list' },
      { from: 'sea.clips', to: 'each.each' },
    ];
    return (await call<{ id: string }>('POST', '/v1/workflows', { name: 'Seas', graph: { nodes, edges } })).id;
  };
  const ended = async (run: Run): Promise<Run> => reached(run, 'completed');
  const run = async (id: string): Promise<Run> => ended(await call<Run>('POST', `/v1/workflows/${id}/runs`, {}));
  const nodeIn = ({ nodes }: Run, id: string) => nodes.find((node) => node.id === id);
  /** Of items of a list, in their order; a long one is a file. */
  const clipsOfItems = async (one: Run): Promise<Clip[]> => {
    const { value, url } = nodeIn(one, 'each')?.outputs['list'] ?? {};
    const address = new URL(url ?? 'http://nowhere');
    const list = value ?? (await (await fetch(app.url + address.pathname + address.search)).json());
    return (list as readonly (readonly Clip[])[]).flat();
  };
  const idsOfItems = async (one: Run) => (await clipsOfItems(one)).map(({ stockId }) => stockId);
  const idsOfNode = (one: Run, id: string) => (nodeIn(one, id)?.outputs['clips']?.value ?? []).map(({ stockId }) => stockId);
  const searches = async (): Promise<number> =>
    Number((await app.sql.query('SELECT count(*) AS n FROM integrations.provider_attempts')).rows[0]?.n ?? 0);

  it('is taken once by the items of a list and by the nodes of a run, whoever is first', async () => {
    const other = { id: 'too', type: 'Input.Stock', params: { query: 'sea', durationSeconds: 1, count: 4, model: 'pexels', fallback: [] } };
    const one = await run(await listed(8, 2, {}, [other]));
    const all = [...(await idsOfItems(one)), ...idsOfNode(one, 'too')];
    expect([all.length, all.includes(undefined), new Set(all).size]).toEqual([20, false, 20]);
  }, 240_000);

  it('is taken twice only when the library has nothing else, and where that was said', async () => {
    const crowded = await idsOfItems(await run(await listed(15, 3)));
    expect([crowded.length, new Set(crowded).size]).toEqual([45, FORTY]);
    const alike = await idsOfItems(await run(await listed(3, 2, { avoidRepeats: false })));
    expect([alike.length, new Set(alike).size]).toEqual([6, 2]);
  }, 240_000);

  it('is sought by no fork again: what the items took is taken over, and stays theirs', async () => {
    const other = { id: 'too', type: 'Input.Stock', params: { query: 'sea', durationSeconds: 1, count: 4, model: 'pexels', fallback: [] } };
    const id = await listed(8, 2, {}, [other]);
    const first = await run(id);
    const before = await searches();
    const same = await ended(await call<Run>('POST', `/v1/workflow-runs/${first.id}/fork`, {}));
    const [items, node] = [await idsOfItems(first), idsOfNode(first, 'too')];
    expect([await idsOfItems(same), idsOfNode(same, 'too'), await searches()]).toEqual([items, node, before]);
    expect(nodeIn(same, 'each')?.status).toBe('cached');
    expect((await clipsOfItems(same)).filter(({ file }) => !file.key.includes(same.id))).toEqual([]);
    // One of them anew: neither what it had, nor what the others go on showing.
    const anew = await ended(await call<Run>('POST', `/v1/workflow-runs/${same.id}/fork`, { from: 'too' }));
    expect(await idsOfItems(anew)).toEqual(items);
    expect(new Set([...items, ...node, ...idsOfNode(anew, 'too')]).size).toBe(24);
    // Another list is another result.
    const longer = await ended(await call<Run>('POST', `/v1/workflow-runs/${same.id}/fork`, { inputs: { list: [7, 8] } }));
    expect([nodeIn(longer, 'each')?.status, (await idsOfItems(longer)).length]).toEqual(['succeeded', 4]);
    // A fork has files of its own: those of its origin may go.
    const taken = async (): Promise<number> =>
      (await app.sql.query<object>('SELECT 1 FROM workflows.stock_taken WHERE run_id = $1', [first.id])).rows.length;
    expect(await taken()).toBe(20);
    await call('DELETE', `/v1/workflow-runs/${first.id}`);
    const gone = Date.now() + 60_000;
    while ((await taken()) > 0 && Date.now() < gone) await new Promise((go) => setTimeout(go, 100));
    expect(await taken()).toBe(0);
    expect(await idsOfItems(same)).toEqual(items);
    const again = await ended(await call<Run>('POST', `/v1/workflow-runs/${same.id}/fork`, {}));
    expect([nodeIn(again, 'each')?.status, await idsOfItems(again)]).toEqual(['cached', items]);
  }, 240_000);
});
