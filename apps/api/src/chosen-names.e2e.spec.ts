import { describe, expect, it } from '@jest/globals';
import { document, edge, Flows, type Json, node, statuses } from './testing/flows.js';

const flows = Flows.forFile();
const { call, made, ended } = flows;

/** Every object answers to these. */
const NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty'];

describe('a name that every object answers to', () => {
  // Expressions read nothing that is called `constructor`, whatever it is.
  it.each(NAMES.slice(1))('%s is the id of a node like any other', async (name) => {
    const id = await made(
      document(
        [
          node(name, 'Input.Text', { default: 'x' }),
          node('read', 'Text.Template', { template: `{{inputs["${name}"]}} {{nodes["${name}"].text}}` }),
          node('list', 'Input.Json', { default: [1, 2] }),
          node('each', 'Map'),
          node('part', 'Text.Template', { template: `{{item}} {{inputs["${name}"]}}` }, { parent: 'each' }),
        ],
        [edge('list.json', 'each.list'), edge('part.text', 'each.each')],
        { outputs: { [name]: 'read.text', parts: 'each.list' } },
      ),
    );
    const run = await ended(id);
    expect(run).toMatchObject({ status: 'completed', outputs: { [name]: { value: 'x x' }, parts: { value: ['1 x', '2 x'] } } });
    expect(statuses(run)).toEqual({ [name]: 'succeeded', read: 'succeeded', list: 'succeeded', each: 'succeeded' });
  });

  it.each(NAMES)('%s is the id of a node that fails', async (name) => {
    const failing = node(name, 'Text.Template', { template: '{{1 / 0}}' }, { onError: 'fallback', fallback: { text: 'instead' } });
    const id = await made(
      document([failing, node('said', 'Select')], [edge(`${name}.text`, 'said.value')], { outputs: { said: 'said.value' } }),
    );
    expect(await ended(id)).toMatchObject({ status: 'completed', outputs: { said: { value: 'instead' } } });
  });

  it.each([...NAMES, '__proto__'])('%s is no type of a node', async (type) => {
    const { status, json } = await call<{ errors: Json[] }>('POST', '/v1/workflows/validate', document([node('a', type)]));
    expect([status, json.errors.map(({ code }) => code)]).toEqual([200, ['invalid_document', 'unknown_type']]);
  });
});

describe('a part of a graph', () => {
  const WORDS = [
    node('a', 'Input.Text', { required: true }),
    node('b', 'Input.Text', { required: true }),
    node('ta', 'Text.Template', { template: 'a {{inputs.a}}' }),
    node('tb', 'Text.Template', { template: 'b {{inputs.b}}' }),
  ];
  const GRAPH = document(WORDS);
  const IN_A_MAP = document(
    [
      ...WORDS,
      node('list', 'Input.Json', { default: [1] }),
      node('each', 'Map'),
      node('in', 'Text.Template', { template: '{{inputs.b}}' }, { parent: 'each' }),
    ],
    [edge('list.json', 'each.list'), edge('in.text', 'each.each')],
  );
  const pins = { tb: { text: 'p' }, b: { text: 'q' } };
  const start = async (body: Json, graph = GRAPH) =>
    call<{ errors: { path: string }[] }>('POST', `/v1/workflows/${await made(graph)}/runs`, body);

  it('needs the inputs that it reads, and no others', async () => {
    const run = await ended(await made(GRAPH), { until: ['ta'], inputs: { a: 'x' } });
    expect(run).toMatchObject({ status: 'completed', outputs: { 'ta.text': { value: 'a x' } } });
    for (const [body, missing, graph] of [
      [{ until: ['ta'] }, 'a', GRAPH],
      [{ until: ['ta'], inputs: { b: 'y' } }, 'a', GRAPH],
      [{ pins }, 'a', GRAPH],
      [{ until: ['each'], inputs: { a: 'x' } }, 'b', IN_A_MAP],
      [{ inputs: { a: 'x' } }, 'b', GRAPH],
    ] as const) {
      const { status, json } = await start(body, graph);
      expect([status, json.errors.map(({ path }) => path)]).toEqual([400, [`inputs.${missing}`]]);
    }
  });

  it('that is given a result of a node does not ask for the input of that node', async () => {
    const run = await ended(await made(GRAPH), { pins, inputs: { a: 'x' } });
    expect(run).toMatchObject({ status: 'completed', outputs: { 'tb.text': { value: 'p' } } });
  });

  it('is refused with everything that is wrong with it', async () => {
    const { json } = await start({ until: ['nope'], pins: { other: {}, ta: { text: 5 } }, inputs: { c: 1, a: 'x', b: 'y' } });
    expect(json.errors.map(({ path }) => path).sort()).toEqual(['inputs.c', 'pins.other', 'pins.ta.text', 'until.0']);
  });
});

describe('a list', () => {
  it('takes no cursor of another list, nor of the same list of something else', async () => {
    const [first, second] = [await made(GREETING), await made(GREETING)];
    for (const id of [first, first, second, second]) await ended(id);
    const nextOf = async (route: string) => String((await call('GET', `${route}?limit=1`)).json['nextCursor']);
    const lists = [
      '/v1/workflows',
      '/v1/workflow-runs',
      `/v1/workflows/${first}/runs`,
      `/v1/workflows/${second}/runs`,
      '/v1/models',
      '/v1/workflow-nodes',
      '/v1/event-types',
    ];
    for (const from of lists) {
      const cursor = await nextOf(from);
      for (const to of lists) {
        const { status, json } = await call('GET', `${to}?limit=1&cursor=${cursor}`);
        expect([from, to, status, json['code']]).toEqual([from, to, ...(from === to ? [200, undefined] : [400, 'invalid_cursor'])]);
      }
    }
    const again = await call(
      'GET',
      `/v1/workflows/${first.toUpperCase()}/runs?limit=1&cursor=${await nextOf(`/v1/workflows/${first}/runs`)}`,
    );
    expect(again.status).toBe(200);
  });
});

const GREETING = document([node('hello', 'Text.Template', { template: 'hello' })]);

describe('what says nothing', () => {
  it.each([
    ['/v1/videos', { prompt: '\u200b\u200b' }],
    ['/v1/videos', { script: '\u2800' }],
    ['/v1/videos/estimate', { idea: '\u3164' }],
    ['/v1/ideas/expand', { idea: '\ufeff\u00ad' }],
    ['/v1/generations', { model: 'local:illustrator', input: { prompt: '\u{e0041}' } }],
    ['/v1/series', { name: '\u200b' }],
    ['/v1/series', { name: 'x', topics: ['fine', '\u200d'] }],
    ['/v1/batches', { items: [{ prompt: '\u202e' }] }],
    ['/v1/api-keys', { name: '\u2060', scopes: ['videos:read'] }],
  ])('is refused as a text that is needed: %s %j', async (route, body) => {
    const { status, json } = await call('POST', route, body);
    expect([status, json['code']]).toEqual([400, 'validation_failed']);
  });

  it('as null in a change leaves everything as it is', async () => {
    const { json: series } = await call('POST', '/v1/series', {
      name: 'Deep sea',
      bible: 'calm',
      topics: ['squid'],
      defaults: { durationSeconds: 15 },
    });
    for (const member of ['name', 'bible', 'topics', 'defaults']) {
      const { status, json } = await call('PATCH', `/v1/series/${String(series['id'])}`, { [member]: null });
      expect([status, json]).toEqual([
        200,
        expect.objectContaining({ name: 'Deep sea', bible: 'calm', topics: ['squid'], defaults: { durationSeconds: 15 } }),
      ]);
    }
  });
});
