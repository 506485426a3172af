import { describe, expect, it } from '@jest/globals';
import { document, edge, Flows, type Json, node, type Run, statuses } from './testing/flows.js';

const flows = Flows.forFile();
const { call, made } = flows;
const over = async ({ json }: { readonly json: Run }): Promise<Run> => {
  await flows.framesOf(flows.localOf(json.eventsUrl));
  return (await call<Run>('GET', `/v1/workflow-runs/${json.id}`)).json;
};

const READS = document(
  [
    node('who', 'Input.Text', { required: true, maxLength: 10 }),
    node('n', 'Input.Number', { default: 2 }),
    node('hello', 'Text.Template', { template: 'Hello {{inputs.who}}, {{inputs.n}} times{{nodes.tail.text}}' }),
    node('tail', 'Text.Template', { template: '!' }),
  ],
  [],
  { outputs: { said: 'hello.text' } },
);
const pathsIn = (errors: readonly Json[]) => errors.map(({ path }) => path);

describe('what is asked of a workflow', () => {
  it('is told all that is wrong with a fork at once: where it begins, its inputs and its pins', async () => {
    const id = await made(READS);
    const { json: first } = await call<Run>('POST', `/v1/workflows/${id}/runs`, { inputs: { who: 'Ada' } });
    const wrong = { from: 'nowhere', inputs: { who: 'somebody with a name', x: 1 }, pins: { zz: { text: 'a' }, tail: { nope: 'a' } } };
    const { status, json } = await call<{ errors: Json[] }>('POST', `/v1/workflow-runs/${first.id}/fork`, wrong);
    expect(status).toBe(400);
    expect(new Set(pathsIn(json.errors))).toEqual(new Set(['from', 'inputs.who', 'inputs.x', 'pins.zz', 'pins.tail.nope']));
    const right = await call<Run>('POST', `/v1/workflow-runs/${first.id}/fork`, { from: 'hello', inputs: { who: 'Bob' } });
    expect((await over(right)).outputs).toMatchObject({ said: { value: 'Hello Bob, 2 times!' } });
  });

  it('gives a node that is tried by itself what its expressions read of the inputs of a run', async () => {
    const id = await made(READS);
    const tried = (inputs: Json) => call<Run & { errors: Json[] }>('POST', `/v1/workflows/${id}/nodes/hello/try`, { inputs });
    expect((await over(await tried({ who: 'Ada', n: 3, 'tail.text': '?' }))).outputs).toMatchObject({
      'hello.text': { value: 'Hello Ada, 3 times?' },
    });
    expect((await over(await tried({ 'tail.text': '' }))).status).toBe('completed');
    // Without what its expressions read it could do nothing.
    expect(pathsIn((await tried({})).json.errors)).toEqual(['inputs.tail.text']);
    const wrong = await tried({ who: 'somebody with a name', n: 'x', zz: 1 });
    expect([wrong.status, new Set(pathsIn(wrong.json.errors))]).toEqual([
      400,
      new Set(['inputs.who', 'inputs.n', 'inputs.zz', 'inputs.tail.text']),
    ]);
  });

  it('ends a run whose results are all given, and one to which nothing live leads', async () => {
    const id = await made(READS);
    const run = (pins: Json) => call<Run>('POST', `/v1/workflows/${id}/runs`, { inputs: { who: 'Ada' }, pins });
    const given = await over(await run({ hello: { text: 'given' }, tail: { text: '' } }));
    expect([given.status, given.outputs]).toMatchObject(['completed', { said: { value: 'given' } }]);
    const dead = await over(await run({ tail: {} }));
    expect([dead.status, statuses(dead)]).toMatchObject(['completed', { tail: 'succeeded', hello: 'skipped' }]);
  }, 30_000);

  it('is told all that is wrong with a schedule at once: when it fires, and what it gives', async () => {
    const id = await made(READS);
    const given = { inputs: { who: 'somebody with a name', x: 1 } };
    const refused = async (body: Json) =>
      new Set(pathsIn((await call<{ errors: Json[] }>('POST', `/v1/workflows/${id}/schedules`, body)).json.errors));
    expect(await refused({ cron: '* * * *', timezone: 'Mars/Olympus', ...given })).toEqual(
      new Set(['cron', 'timezone', 'inputs.who', 'inputs.x']),
    );
    expect(await refused({ cron: '0 0 30 2 *', timezone: 'Antarctica/Troll', inputs: {} })).toEqual(new Set(['cron', 'inputs.who']));
    const inDocument = { ...READS, schedule: { cron: '* * * *', timezone: 'Mars/Olympus', ...given } };
    const { json } = await call<{ errors: Json[] }>('POST', '/v1/workflows/validate', inDocument);
    expect(new Set(pathsIn(json.errors))).toEqual(
      new Set(['schedule.cron', 'schedule.timezone', 'schedule.inputs.who', 'schedule.inputs.x']),
    );
  });

  it('says in words what form a text has to have, and what a calculation came to', async () => {
    const nodes = [
      node('1bad', 'Text.Template', { template: 'x' }),
      node('wait', 'Delay', { until: 'soon' }),
      node('tell', 'Notify.Webhook', { type: 'Film Ready' }),
    ];
    const edges = [edge('1bad.text', 'wait.value'), edge('wait.value', 'tell.data')];
    const { json } = await call<{ errors: Json[] }>('POST', '/v1/workflows/validate', document(nodes, edges, { outputs: { a: 't' } }));
    const said = json.errors.map(({ message }) => String(message));
    expect(said).toContain('must be of the form of "2026-11-28T09:00:00Z"');
    expect(said).toContain('must be of the form of "film.ready"');
    expect(said).toContain('must be of the form of "n1.text"');
    expect(said.filter((message) => message.includes('pattern'))).toEqual([]);
    const id = await made(
      document([node('n', 'Input.Number', { default: 0 }), node('t', 'Text.Template', { template: '{{1 / inputs.n}}' })]),
    );
    expect((await flows.ended(id)).error).toMatchObject({
      node: 't',
      message: 'template: comes to no number: is something divided by zero?',
    });
  });

  it('is told all that is wrong with the order of a video, and at once', async () => {
    const order = { durationSeconds: 5, zzz: 1, visuals: { mode: 'imagess' } };
    const nodes = [node('about', 'Input.Text', { default: 'the sea' }), node('film', 'Video.Create', { order })];
    const { status, nodes: shown, error } = await flows.ended(await made(document(nodes, [edge('about.text', 'film.prompt')])));
    expect([status, error]).toMatchObject(['failed', { node: 'film', code: 'validation_failed', retryable: false }]);
    const message = String(error?.['message']);
    for (const path of ['zzz', 'visuals.mode']) expect(message).toContain(`${path} `);
    expect(shown.find(({ id }) => id === 'film')).toMatchObject({ attempts: 1 });
  }, 30_000);
});
