import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../apps/api/src/testing/index.js';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/testing/index.js';

interface Clip {
  readonly source: string;
  readonly stockId?: string;
  readonly attribution: string | null;
}
interface Run {
  readonly id: string;
  readonly status: string;
  readonly error: unknown;
  readonly nodes: readonly { readonly outputs: Readonly<Record<string, { readonly value?: readonly Clip[] }>> }[];
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
    return (await response.json()) as T;
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
});
