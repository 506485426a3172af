import { describe, expect, it } from '@jest/globals';
import { eventually } from '#eventing/testing';
import { document, edge, Flows, node, type Run, statuses } from './testing/flows.js';

const flows = Flows.forFile({ KADR_STALLED_AFTER_SECONDS: '2', KADR_RECONCILE_INTERVAL_MS: '200' });
const { call, made } = flows;

const started = async (body: object): Promise<string> => {
  const { json } = await call<Run>('POST', `/v1/workflows/${await made(body)}/runs`, {});
  return json.id;
};
const read = async (id: string): Promise<Run> => (await call<Run>('GET', `/v1/workflow-runs/${id}`)).json;
const resumed = async (id: string): Promise<number> => {
  const { rows } = await flows.app.sql.query(`SELECT 1 FROM eventing.events WHERE stream_id = $1 AND type = 'RunResumed'`, [
    `workflow-run-${id}`,
  ]);
  return rows.length;
};
/** As a restored backup does, or a hand. @returns how many */
const lose = async (id: string, kind: string): Promise<number> =>
  (await flows.app.sql.query('DELETE FROM tasks.tasks WHERE subject_id = $1 AND kind = $2 AND finished_at IS NULL', [id, kind])).rowCount ??
  0;
const underWay = async (id: string, kind: string): Promise<number> =>
  (await flows.app.sql.query('SELECT 1 FROM tasks.tasks WHERE subject_id = $1 AND kind = $2 AND finished_at IS NULL', [id, kind]))
    .rowCount ?? 0;
const LATER = [node('late', 'Delay', { seconds: 3 })];
const GIVEN = node('value', 'Input.Json', { default: [1, 2, 3] });

describe('a run whose work was lost', () => {
  it('is driven on, says so, and ends; its maps too', async () => {
    const plain = await started(document([GIVEN, ...LATER], [edge('value.json', 'late.value')]));
    // What is asked comes late: the work on the items is under way.
    let answers = 0;
    const gate = Promise.withResolvers<void>();
    flows.answer = () => ({ status: 200, text: `${(answers += 1)}` });
    flows.hold = () => gate.promise;
    const through = await started(
      document(
        [GIVEN, node('each', 'Map', { maxItems: 3 }), node('ask', 'Http.Request', { url: `${flows.web}/x` }, { parent: 'each' })],
        [edge('value.json', 'each.list'), edge('ask.text', 'each.each')],
      ),
    );
    await eventually(async () => (await lose(plain, 'workflows.run-node')) === 1);
    // Lost all at once: who loses one that came first never meets three.
    await eventually(async () => (await underWay(through, 'workflows.run-item')) === 3);
    expect(await lose(through, 'workflows.run-item')).toBe(3);
    gate.resolve();
    await eventually(async () => (await read(plain)).status === 'completed', 30_000);
    await eventually(async () => (await read(through)).status === 'completed', 30_000);
    // Once, and once more where the machine has not come to the work in two seconds.
    expect(Math.min(await resumed(plain), await resumed(through))).toBeGreaterThanOrEqual(1);
    expect((await read(through)).outputs['each.count']).toMatchObject({ value: 3 });
    const { json } = await call<{ data: { type: string; title: string }[] }>('GET', `/v1/workflow-runs/${plain}/timeline`);
    expect(json.data.find(({ type }) => type === 'RunResumed')?.title).toContain('asked for again (time 1)');
  }, 90_000);

  it('has failed when nothing comes of it three times, gives everything back, and can be retried', async () => {
    const id = await started(document([GIVEN, node('late', 'Delay', { seconds: 15 })], [edge('value.json', 'late.value')]));
    // Whenever there is work again, it is lost again.
    await eventually(async () => {
      await lose(id, 'workflows.run-node');
      return (await read(id)).status === 'failed';
    }, 30_000);
    expect(await resumed(id)).toBe(3);
    expect((await read(id)).error).toMatchObject({ code: 'stalled', retryable: true });
    const held = async () => (await call<{ resources: { reserved: number }[] }>('GET', '/v1/billing/quota')).json.resources;
    await eventually(async () => (await held()).every(({ reserved }) => reserved === 0));
    expect((await call('POST', `/v1/workflow-runs/${id}/retry`, {})).status).toBe(202);
    await eventually(async () => (await read(id)).status === 'completed', 30_000);
    expect(statuses(await read(id))).toMatchObject({ late: 'succeeded' });
  }, 200_000);
});

describe('a video in a run', () => {
  it('for which there is no room fails with what it lacks, and is ordered when the run is retried with room', async () => {
    const { json: poor } = await call<{ id: string; apiKey: { key: string } }>('POST', '/v1/admin/organisations', {
      name: 'Poor',
      plan: 'free',
    });
    const { key } = poor.apiKey;
    const videos = (limit: number) =>
      call('PUT', `/v1/admin/organisations/${poor.id}/plan`, { plan: 'free', overrides: { videos: limit } });
    const there = async () => (await call<{ data: object[] }>('GET', '/v1/videos', undefined, key)).json.data.length;
    const body = document([
      node('said', 'Text.Template', { template: 'the sea' }),
      node('film', 'Video.Create', {
        prompt: '{{nodes.said.text}}',
        order: { durationSeconds: 5, resolution: '480p', approvals: ['script'] },
      }),
    ]);
    const { json: kept } = await call('POST', '/v1/workflows', body, key);
    await videos(0);
    const { json: begun } = await call<Run>('POST', `/v1/workflows/${String(kept['id'])}/runs`, {}, key);
    const run = async () => (await call<Run>('GET', `/v1/workflow-runs/${begun.id}`, undefined, key)).json;
    await eventually(async () => (await run()).status === 'failed', 30_000);
    expect((await run()).error).toMatchObject({ node: 'film', code: 'quota_exceeded' });
    expect([statuses(await run()), await there()]).toEqual([{ said: 'succeeded', film: 'failed' }, 0]);
    await videos(1);
    expect((await call('POST', `/v1/workflow-runs/${begun.id}/retry`, {}, key)).status).toBe(202);
    await eventually(async () => (await there()) === 1, 30_000);
    expect(statuses(await run())).toEqual({ said: 'succeeded', film: 'running' });
    expect((await call('POST', `/v1/workflow-runs/${begun.id}/cancel`, {}, key)).status).toBe(200);
  }, 90_000);
});
