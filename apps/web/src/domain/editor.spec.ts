import { describe, expect, it } from '@jest/globals';
import { type WorkflowGraphBody, type WorkflowNodeType } from '@kadr/sdk';
import { begun, freeId, redone, stepped, undone, withChanged, withEdge, withNode, withoutEdge, withoutNode, withParam } from './edit-graph';
import { nodeBeside, placed } from './graph';
import { diffOf, isSame } from './graph-diff';
import { misfitOf, type NodeTypes, offersFrom, outputsOf, typeOf } from './ports';
import { copyOf, readCopy, readGraph } from './workflow-copy';

const type = (name: string, inputs: WorkflowNodeType['inputs'], outputs: WorkflowNodeType['outputs']): [string, WorkflowNodeType] => [
  name,
  {
    ...{ type: name, title: name, group: 'test', description: '', version: 1, inputs, outputs, params: {}, expressions: [] },
    ...{ exactlyOne: [], atLeastOne: [], weight: name === 'Map' ? ('map' as const) : ('light' as const) },
  },
];
const into = (name: string, types: string[], more: object = {}) => ({ name, types, description: '', ...more });
const out = (name: string, what: string, more: object = {}) => ({ name, type: what, description: '', ...more });
const TYPES: NodeTypes = new Map([
  type('Words', [], [out('text', 'text')]),
  type('Picture', [into('prompt', ['text'])], [out('image', 'image')]),
  type('Show', [into('image', ['image'])], []),
  type('Hand', [into('value', ['any'])], [out('value', 'same')]),
  type('Gather', [into('values', ['any'], { list: true })], [out('list', 'list')]),
  type('Film', [into('clips', ['image[]'], { list: true })], [out('film', 'video')]),
  type('Map', [into('list', ['json', 'image[]']), into('each', ['any'])], [out('list', 'each'), out('item', 'item')]),
  type(
    'Two',
    [],
    [
      out('image', 'image', { when: { param: 'kind', is: ['image', null] } }),
      out('sound', 'audio', { when: { param: 'kind', is: ['audio'] } }),
    ],
  ),
]);
const at = (node: string, port: string) => ({ node, port });
const graphOf = (nodes: readonly [string, string][], wires: readonly [string, string][] = []): WorkflowGraphBody => ({
  nodes: nodes.map(([id, what]) => ({ id, type: what })),
  edges: wires.map(([from, to]) => ({ from, to })),
});

describe('a wire', () => {
  const graph = graphOf(
    [
      ['words', 'Words'],
      ['picture', 'Picture'],
      ['show', 'Show'],
      ['hand', 'Hand'],
    ],
    [['words.text', 'picture.prompt']],
  );
  it.each([
    [at('picture', 'image'), at('show', 'image'), null],
    [at('words', 'text'), at('show', 'image'), 'type'],
    [at('words', 'text'), at('picture', 'prompt'), 'there'],
    [at('hand', 'value'), at('picture', 'prompt'), 'taken'],
    [at('hand', 'value'), at('show', 'image'), null],
    [at('words', 'text'), at('nobody', 'image'), 'type'],
  ])('from %o to %o: %s', (from, to, misfit) => expect(misfitOf(graph, TYPES, from, to)).toBe(misfit));

  it('that leads round is refused, however long the way', () => {
    const round = graphOf(
      [
        ['a', 'Hand'],
        ['b', 'Hand'],
        ['c', 'Hand'],
      ],
      [
        ['a.value', 'b.value'],
        ['b.value', 'c.value'],
      ],
    );
    expect(misfitOf(round, TYPES, at('c', 'value'), at('a', 'value'))).toBe('circle');
  });
  it('from what stands in a list back to it is none that leads round', () => {
    const nodes = [
      { id: 'each', type: 'Map' },
      { id: 'inner', type: 'Hand', parent: 'each' },
    ];
    const mapped = { nodes, edges: [{ from: 'each.item', to: 'inner.value' }] };
    expect(misfitOf(mapped, TYPES, at('inner', 'value'), at('each', 'each'))).toBeNull();
  });
  it('carries what was handed on, gathered, or made for each', () => {
    const chain = graphOf(
      [
        ['picture', 'Picture'],
        ['hand', 'Hand'],
        ['gather', 'Gather'],
        ['map', 'Map'],
        ['film', 'Film'],
        ['loose', 'Hand'],
      ],
      [
        ['picture.image', 'hand.value'],
        ['hand.value', 'gather.values'],
        ['gather.list', 'map.list'],
        ['map.item', 'map.each'],
      ],
    );
    expect(typeOf(chain, TYPES, at('hand', 'value'))).toBe('image');
    expect(typeOf(chain, TYPES, at('gather', 'list'))).toBe('image[]');
    expect(typeOf(chain, TYPES, at('map', 'item'))).toBe('image');
    expect(typeOf(chain, TYPES, at('map', 'list'))).toBe('image[]');
    expect(typeOf(chain, TYPES, at('loose', 'value'))).toBeNull();
    expect(misfitOf(chain, TYPES, at('hand', 'value'), at('film', 'clips'))).toBeNull();
    expect(typeOf(withEdge(chain, at('loose', 'value'), at('loose', 'value')), TYPES, at('loose', 'value'))).toBeNull();
  });
  it('is offered where it fits first, and says elsewhere why not', () => {
    const offered = (from: Parameters<typeof offersFrom>[2]) => offersFrom(graph, TYPES, from).map(({ node, misfit }) => [node, misfit]);
    expect(offered(at('picture', 'image'))).toEqual([
      ['show', null],
      ['hand', null],
    ]);
    expect(offered(at('words', 'text'))).toEqual([
      ['hand', null],
      ['picture', 'there'],
      ['show', 'type'],
    ]);
  });
  it('leaves by ports that the settings of a node give it', () => {
    const names = (params: object, onError?: 'edge') =>
      outputsOf({ id: 'two', type: 'Two', params: { ...params }, ...(onError && { onError }) }, TYPES).map(({ name }) => name);
    expect([names({}), names({ kind: 'audio' }), names({ kind: 'image' }, 'edge')]).toEqual([['image'], ['sound'], ['image', 'error']]);
  });
});

describe('a graph that is changed', () => {
  const graph = {
    ...graphOf(
      [
        ['a', 'Words'],
        ['b', 'Picture'],
      ],
      [['a.text', 'b.prompt']],
    ),
    outputs: { picture: 'b.image' },
  };
  it('takes with a node whatever leads to it or from it', () => {
    expect(withoutNode(graph, 'b')).toEqual({ nodes: [graph.nodes[0]], edges: [], outputs: {} });
    const inside = withNode(graph, { id: 'c', type: 'Hand', parent: 'a' });
    expect(withoutNode(inside, 'a').nodes.find(({ id }) => id === 'c')).toMatchObject({ parent: null });
  });
  it('is what it was when a change was put back', () => {
    expect(withoutEdge(withEdge(graph, at('b', 'image'), at('a', 'x')), { from: 'b.image', to: 'a.x' })).toEqual(graph);
    expect(withChanged(withChanged(graph, 'a', { name: 'Say' }), 'a', { name: '' })).toEqual(graph);
    expect(withParam(withParam(graph, 'a', 'seed', 7), 'a', 'seed', undefined).nodes[0]?.params).toEqual({});
    expect(isSame(withParam(withParam(graph, 'a', 'seed', 7), 'a', 'seed', undefined), graph)).toBe(true);
  });
  it('has names of nodes that are free', () => {
    expect(freeId(graph, 'Script.Generate')).toBe('generate');
    const two = withNode(withNode(graph, { id: 'generate', type: 'x' }), { id: 'generate2', type: 'x' });
    expect(freeId(two, 'Image.Generate')).toBe('generate3');
  });
  it('is taken back step by step, letters of one field in one step, a hundred steps at the most', () => {
    let history = begun(0);
    for (const next of [1, 2, 3]) history = stepped(history, next, 'name');
    history = stepped(history, 4, null);
    expect(undone(history)?.now).toBe(3);
    const back = undone(undone(history) ?? history);
    expect(back?.now).toBe(0);
    expect(back && redone(back)?.now).toBe(3);
    expect(undone(begun(0))).toBeNull();
    expect(redone(history)).toBeNull();
    for (let n = 0; n < 150; n += 1) history = stepped(history, n, null);
    let steps = 0;
    for (let one = undone(history); one; one = undone(one)) steps += 1;
    expect(steps).toBe(100);
  });
});

it('two graphs differ by what their nodes are told and by their wires, never by where they are drawn', () => {
  const before: WorkflowGraphBody = {
    nodes: [
      { id: 'a', type: 'Words', params: { seed: 1, style: 'calm' }, position: { x: 1, y: 1 } },
      { id: 'b', type: 'Picture' },
    ],
    edges: [{ from: 'a.text', to: 'b.prompt' }],
  };
  const after: WorkflowGraphBody = {
    nodes: [
      { id: 'a', type: 'Words', params: { seed: 2, style: 'calm' }, name: 'Say' },
      { id: 'c', type: 'Show' },
    ],
    edges: [{ from: 'a.text', to: 'c.image' }],
  };
  expect(diffOf(before, after)).toEqual({
    nodes: [
      {
        ...{ id: 'a', kind: 'changed', type: 'Words' },
        values: [
          { name: 'params.seed', before: '1', after: '2' },
          { name: 'name', before: null, after: 'Say' },
        ],
      },
      { id: 'b', kind: 'removed', type: 'Picture', values: [] },
      { id: 'c', kind: 'added', type: 'Show', values: [] },
    ],
    added: ['a.text → c.image'],
    removed: ['a.text → b.prompt'],
  });
  expect(isSame(before, { ...before, nodes: before.nodes.map(({ position: _position, ...node }) => node) })).toBe(true);
});

describe('a workflow that was not saved', () => {
  const graph = graphOf([['a', 'Words']]);
  it('is read as it was written, and nothing else is', () => {
    const kept = { name: 'One', description: '', graph };
    expect(readCopy(copyOf(kept))).toEqual(kept);
    for (const strange of [
      null,
      '',
      '{',
      '[]',
      '{"version":1}',
      '{"version":2,"name":"","description":"","graph":{"nodes":[],"edges":[]}}',
    ])
      expect(readCopy(strange)).toBeNull();
    expect(readCopy(JSON.stringify({ version: 1, name: 'x', description: '', graph: { nodes: [{ id: 1 }], edges: [] } }))).toBeNull();
  });
  it('is taken from JSON that somebody pastes, alone or in its document', () => {
    expect(readGraph(JSON.stringify(graph))).toEqual(graph);
    expect(readGraph(JSON.stringify({ name: 'x', graph }))).toEqual(graph);
    for (const strange of ['', 'null', '{}', '{"nodes":[],"edges":[1]}', '{"nodes":[{"id":"a","type":"b","params":[]}],"edges":[]}'])
      expect(readGraph(strange)).toBeNull();
  });
});

it('arrows lead to the nearest node on that side', () => {
  const drawn = placed(
    graphOf(
      [
        ['a', 'Words'],
        ['b', 'Picture'],
        ['c', 'Show'],
        ['d', 'Words'],
      ],
      [
        ['a.text', 'b.prompt'],
        ['b.image', 'c.image'],
      ],
    ),
  );
  expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Enter'].map((key) => nodeBeside(drawn, 'a', key))).toEqual([
    'b',
    null,
    'd',
    null,
    null,
  ]);
  expect(nodeBeside(drawn, 'c', 'ArrowDown')).toBeNull();
  expect([nodeBeside(drawn, 'c', 'ArrowLeft'), nodeBeside(drawn, 'd', 'ArrowUp')]).toEqual(['b', 'a']);
});

it('ports stand at a node whether they are wired or not while it is edited', () => {
  const graph = graphOf([
    ['a', 'Words'],
    ['b', 'Picture'],
  ]);
  const [, bare] = placed(graph, { types: TYPES }).nodes;
  const [, whole] = placed(graph, { types: TYPES, hasAllPorts: true }).nodes;
  expect([bare?.inputs, bare?.outputs]).toEqual([[], []]);
  expect([whole?.inputs, whole?.outputs]).toEqual([[{ name: 'prompt', type: 'text' }], [{ name: 'image', type: 'image' }]]);
});
