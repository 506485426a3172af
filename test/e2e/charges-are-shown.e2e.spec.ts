import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxedApp } from '../support/sandboxed-app.js';
import { until } from '../support/supervised.js';

const CLIP = 'runware:veo-3.1-fast';

interface Run {
  readonly id: string;
  readonly status: string;
  readonly nodes: readonly { readonly id: string; readonly status: string; readonly cost: { readonly amountMicros: number } }[];
  readonly cost: { readonly amountMicros: number };
}
interface Video {
  readonly status: string;
  readonly cost: { readonly amountMicros: number };
}
interface BillRecord {
  readonly subject: { readonly id: string };
  readonly providerCostMicros: number | null;
}

const ENDS = ['completed', 'failed', 'cancelled'];

/** Takes that fail, are broken off or retried are charged for as well: whoever adds up what things have cost finds his bill. */
describe('what providers charge for what did not become a result', () => {
  let kadr: SandboxedApp;
  beforeAll(async () => {
    kadr = await SandboxedApp.start({ env: { KADR_PROVIDER_DEADLINE_SECONDS: '20', KADR_PROVIDERS_KIE_RATE: 'none' } });
    kadr.sandbox.setFaults({ kie: { rate: { count: 1000, seconds: 1 } } });
  }, 120_000);
  afterAll(() => kadr?.stop(), 60_000);

  const posted = async <T>(pathname: string, body: unknown): Promise<T> => {
    const response = await kadr.app.post(pathname, body);
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const bill = async (): Promise<Map<string, number>> => {
    const { data } = await kadr.read<{ data: readonly BillRecord[] }>('/v1/billing/records?limit=100');
    const sums = new Map<string, number>();
    for (const { subject, providerCostMicros } of data) {
      if (providerCostMicros !== null) sums.set(subject.id, (sums.get(subject.id) ?? 0) + providerCostMicros);
    }
    return sums;
  };
  const clip = (id: string, words: string, more: object = {}) => ({
    ...{ id, type: 'Video.Generate', ...more },
    params: { prompt: words, durationSeconds: 4, model: CLIP, fallback: [] },
  });
  const begun = async (nodes: readonly object[], edges: readonly object[] = [], settings: object = {}): Promise<Run> => {
    const { id } = await posted<{ id: string }>('/v1/workflows', { name: 'charged', graph: { nodes, edges }, settings });
    return posted<Run>(`/v1/workflows/${id}/runs`, { cache: 'bypass' });
  };
  const runEnded = (id: string): Promise<Run> =>
    until(`run ${id} has ended`, 60_000, async () => {
      const run = await kadr.read<Run>(`/v1/workflow-runs/${id}`);
      return ENDS.includes(run.status) ? run : null;
    });
  /** When all that is charged is on the bill, and the thing says the same. */
  const agreed = <T extends { readonly cost: { readonly amountMicros: number } }>(
    pathname: string,
    id: string,
    atLeast: number,
  ): Promise<T> =>
    until(`${pathname} says what is on the bill`, 60_000, async () => {
      const shown = await kadr.read<T>(pathname);
      const billed = (await bill()).get(id) ?? 0;
      return billed >= atLeast && shown.cost.amountMicros === billed ? shown : null;
    });
  /** What one clip is charged. */
  let price = 0;

  it('stands in the cost of a generation that failed', async () => {
    const made = await kadr.made(CLIP, { prompt: 'a lighthouse', durationSeconds: 4 });
    price = made.cost.amountMicros;
    expect(price).toBeGreaterThan(0);
    const failed = await kadr.made(CLIP, { prompt: 'a lighthouse [[sandbox: empty]]', durationSeconds: 4 });
    expect(failed.status).toBe('failed');
    await agreed(`/v1/generations/${failed.id}`, failed.id, price);
  }, 90_000);

  it('stands in the cost of a run and of the node it was for: of a take that failed, of items, of retries', async () => {
    const list = {
      id: 'words',
      type: 'Input.Json',
      params: { default: ['a pier', 'a boat [[sandbox: empty]]', 'a gull [[sandbox: empty]]'] },
    };
    const each = { id: 'each', type: 'Map', params: { onItemError: 'skip' } };
    const nodes = [
      clip('good', 'calm sea'),
      clip('bad', 'wild sea [[sandbox: empty]]', { onError: 'continue' }),
      clip('worse', 'no sea [[sandbox: empty]]'),
      ...[list, each, { ...clip('one', '{{item}}'), parent: 'each' }],
    ];
    const edges = [
      { from: 'words.json', to: 'each.list' },
      { from: 'one.video', to: 'each.each' },
    ];
    const { id } = await begun(nodes, edges, { onFailure: 'continue' });
    expect((await runEnded(id)).status).toBe('failed');
    await posted(`/v1/workflow-runs/${id}/retry`, {});
    expect((await runEnded(id)).status).toBe('failed');
    const run = await agreed<Run>(`/v1/workflow-runs/${id}`, id, 7 * price);
    const costs = Object.fromEntries(run.nodes.map((node) => [node.id, node.cost.amountMicros / price]));
    expect(costs).toEqual({ good: 1, bad: 1, worse: 2, words: 0, each: 3 });
    expect(run.cost.amountMicros).toBe(7 * price);
    const { data } = await kadr.read<{ data: { title: string }[] }>(`/v1/workflow-runs/${id}/timeline`);
    expect(data.map(({ title }) => title)).toContainEqual(expect.stringMatching(/^Providers have charged \$\d+\.\d\d/));
  }, 180_000);

  it('stands in the last frame of a stream too, with how far a list came', async () => {
    const list = { id: 'words', type: 'Input.Json', params: { default: ['a quay', 'a raft'] } };
    const nodes = [list, { id: 'each', type: 'Map', params: {} }, { ...clip('one', '{{item}}'), parent: 'each' }];
    const { id } = await begun(nodes, [
      { from: 'words.json', to: 'each.list' },
      { from: 'one.video', to: 'each.each' },
    ]);
    const text = await (await kadr.app.request(`/v1/workflow-runs/${id}/events`)).text();
    const [, last = ''] = /event: completed\ndata: (.*)/.exec(text) ?? [];
    const items = { total: 2, done: 2, failed: 0 };
    const each = expect.objectContaining({ id: 'each', items }) as unknown;
    expect(JSON.parse(last)).toMatchObject({ cost: { amountMicros: 2 * price }, nodes: expect.arrayContaining([each]) as unknown });
  }, 120_000);

  it('stands in the cost of a run that was cancelled while it was made', async () => {
    const { id } = await begun([clip('late', 'a slow sea [[sandbox: slow]]')]);
    const before = kadr.paid('runware');
    await until('it is being made', 30_000, () => kadr.paid('runware') > before || null);
    await posted(`/v1/workflow-runs/${id}/cancel`, {});
    const run = await agreed<Run>(`/v1/workflow-runs/${id}`, id, price);
    expect(run.nodes.map(({ cost }) => cost.amountMicros)).toEqual([price]);
  }, 120_000);

  it('stands in the cost of a video', async () => {
    const script = 'A lighthouse stands on a rock by the sea, and it shines. [[sandbox@runware: empty]]';
    const visuals = { mode: 'text-to-video', models: [CLIP], fallback: ['local:illustrator'] };
    const order = { script, durationSeconds: 5, visuals, music: false, resolution: '480p' };
    const { id } = await posted<{ id: string }>('/v1/videos', order);
    await until(`video ${id} is there`, 120_000, async () => (await kadr.read<Video>(`/v1/videos/${id}`)).status === 'completed' || null);
    await agreed<Video>(`/v1/videos/${id}`, id, 1);
  }, 180_000);

  it('adds up to the bill', async () => {
    const [runs, videos, generations] = await Promise.all([
      kadr.read<{ data: Run[] }>('/v1/workflow-runs'),
      kadr.read<{ data: Video[] }>('/v1/videos'),
      kadr.read<{ data: { cost: { amountMicros: number } }[] }>('/v1/generations'),
    ]);
    const shown = [...runs.data, ...videos.data, ...generations.data].map(({ cost }) => cost.amountMicros);
    const sum = (all: readonly number[]): number => all.reduce((before, one) => before + one, 0);
    expect(sum(shown)).toBe(sum([...(await bill()).values()]));
  });
});
