import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Graph } from '../../../contracts/graph.js';
import { documentFaults } from '../../application/document-schema.js';
import { expressionChecks } from '../../application/templates.js';
import { CATALOGUE, edge, graph, node, PORTS } from '../../../testing/graphs.js';
import { compile, compileBody } from '../compile.js';
import { type GraphFault } from '../fault.js';
import { validateGraph } from './validate-graph.js';

const faultsOf = (one: object): GraphFault[] => [...documentFaults({ name: 'x', graph: one }), ...validateGraph(one, CATALOGUE, PORTS)];
const text = (id: string, template = 'x') => node(id, 'Text.Template', { template });
const chain = (count: number) => graph(Array.from({ length: count }, (_, i) => text(`n${i}`, i === 0 ? 'x' : `{{nodes.n${i - 1}.text}}`)));

const inside = (id: string, type: string, params = {}, parent = 'm') => node(id, type, params, { parent });
/** A map with a text inside of it, and whatever else. */
const mapped = (nodes: readonly object[], edges: readonly object[] = [], template = '{{item}}', more = {}) =>
  graph(
    [node('l', 'Input.Json', { default: [1] }), node('m', 'Map', { maxItems: 10 }), inside('x', 'Text.Template', { template }), ...nodes],
    [edge('l.json', 'm.list'), edge('x.text', 'm.each'), ...edges],
    more,
  );

/** A graph with one fault: its code, where it is, and the node it concerns. */
type Planted = readonly [code: string, path: string, nodeId: string | null, faulty: ReturnType<typeof graph>];
const PLANTED: readonly Planted[] = [
  ['parent_not_map', 'graph.nodes.1.parent', 'x', graph([text('a'), inside('x', 'Text.Template', { template: 'x' }, 'a')])],
  ['parent_not_map', 'graph.nodes.0.parent', 'm', graph([inside('m', 'Map', {}, 'm')])],
  ['boundary_crossed', 'graph.edges.2', 's', mapped([node('s', 'Select')], [edge('x.text', 's.value')])],
  ['boundary_crossed', 'graph.edges.2', 's', mapped([node('s', 'Select')], [edge('m.item', 's.value')])],
  ['boundary_crossed', 'graph.nodes.3.params', 'a', mapped([text('a', '{{nodes.x.text}}')])],
  [
    'boundary_crossed',
    'graph.edges.0',
    'm',
    graph([text('a'), node('m', 'Map', { maxItems: 10 })], [edge('a.text', 'm.each'), edge('a.text', 'm.list')]),
  ],
  ['boundary_crossed', 'graph.outputs.o', 'x', mapped([], [], 'x', { outputs: { o: 'x.text' } })],
  ['missing_input', 'graph.nodes.1', 'm', graph([node('l', 'Input.Json'), node('m', 'Map')], [edge('l.json', 'm.list')])],
  ['unknown_variable', 'graph.nodes.0.params.template', 'a', graph([text('a', '{{item}}')])],
  [
    'too_many_executions',
    'graph.nodes',
    null,
    graph(
      [node('m', 'Map', { maxItems: 1_000 }), ...Array.from({ length: 11 }, (_, i) => inside(`x${i}`, 'Text.Template', { template: 'x' }))],
      [edge('m.item', 'm.list')],
    ),
  ],
  ['nesting_too_deep', 'graph.nodes.4', 'c', mapped([inside('b', 'Map', { maxItems: 2 }), inside('c', 'Map', { maxItems: 2 }, 'b')])],
  ['cycle', 'graph.nodes.1', 'm', mapped([text('a', '{{nodes.m.list}}'), inside('y', 'Text.Template', { template: '{{nodes.a.text}}' })])],
  ['url_not_allowed', 'graph.nodes.0.params.url', 'f', graph([node('f', 'Fetch', { url: 'ftp://x' })])],
  ['invalid_timeout', 'graph.nodes.0.timeoutSeconds', 'a', graph([node('a', 'Select', {}, { timeoutSeconds: 5 })])],
  ['unknown_variable', 'graph.nodes.0.params.template', 'a', graph([text('a', '{{secrets.token}}')])],
  ['not_in_map', 'graph.nodes.3', 'f', mapped([inside('f', 'Fetch', { url: 'https://x' })])],
  ['invalid_document', 'graph.nodes.0.params.template', null, graph([text('a', 'x\0')])],
  ['invalid_document', 'graph.nodes.0.params.template', null, graph([text('a', 'half of \ud83d')])],
  ['invalid_id', 'graph.nodes.0.id', 'a b', graph([text('a b')])],
  ['duplicate_id', 'graph.nodes.1.id', 'a', graph([text('a'), text('a')])],
  ['unknown_type', 'graph.nodes.0.type', 'a', graph([node('a', 'Nothing')])],
  ['invalid_params', 'graph.nodes.0.params.template', 'a', graph([node('a', 'Text.Template')])],
  ['invalid_params', 'graph.nodes.0.params.surplus', 'a', graph([node('a', 'Text.Template', { template: 'x', surplus: 1 })])],
  ['secret_in_params', 'graph.nodes.0.params.template', 'a', graph([text('a', 'kadr_secret')])],
  ['invalid_fallback', 'graph.nodes.0.fallback', 'a', graph([node('a', 'Text.Template', { template: 'x' }, { fallback: { text: 'y' } })])],
  [
    'unknown_port',
    'graph.nodes.0.fallback.z',
    'a',
    graph([node('a', 'Text.Template', { template: 'x' }, { onError: 'fallback', fallback: { z: 1 } })]),
  ],
  [
    'invalid_fallback',
    'graph.nodes.0.fallback.image',
    'a',
    graph([node('a', 'Paint', { prompt: 'x' }, { onError: 'fallback', fallback: { image: 'x' } })]),
  ],
  [
    'unknown_node',
    'graph.edges.0.from',
    'z',
    graph([node('s', 'Select'), text('a')], [edge('z.text', 's.value'), edge('a.text', 's.value')]),
  ],
  ['unknown_port', 'graph.edges.0.from', 'a', graph([text('a'), node('s', 'Select')], [edge('a.nope', 's.value')])],
  ['unknown_port', 'graph.edges.0.to', 's', graph([text('a'), node('s', 'Select')], [edge('a.text', 's.nope'), edge('a.text', 's.value')])],
  ['unknown_port', 'graph.edges.0.from', 'a', graph([text('a'), node('s', 'Select')], [edge('a.error', 's.value')])],
  ['duplicate_edge', 'graph.edges.1', 's', graph([text('a'), node('s', 'Select')], [edge('a.text', 's.value'), edge('a.text', 's.value')])],
  [
    'port_taken',
    'graph.edges.1.to',
    'p',
    graph([text('a'), text('b'), node('p', 'Paint')], [edge('a.text', 'p.prompt'), edge('b.text', 'p.prompt')]),
  ],
  ['port_taken', 'graph.nodes.1', 'v', graph([text('a'), node('v', 'Speak')], [edge('a.text', 'v.text'), edge('a.text', 'v.script')])],
  ['ill_typed_edge', 'graph.edges.0', 'v', graph([node('p', 'Paint', { prompt: 'x' }), node('v', 'Speak')], [edge('p.image', 'v.text')])],
  ['ill_typed_edge', 'graph.nodes.1.params', 't', graph([node('p', 'Paint', { prompt: 'x' }), text('t', '{{nodes.p.image}}')])],
  ['missing_input', 'graph.nodes.0', 'p', graph([node('p', 'Paint')])],
  ['missing_input', 'graph.nodes.0', 'v', graph([node('v', 'Speak')])],
  ['cycle', 'graph.nodes.0', 'a', graph([text('a', '{{nodes.b.text}}'), text('b', '{{nodes.a.text}}')])],
  ['cycle', 'graph.nodes.0', 'a', graph([text('a', '{{nodes.a.text}}')])],
  [
    'unreachable',
    'graph.nodes.2',
    't',
    graph(
      [node('n', 'Input.Number'), node('b', 'Branch', { condition: 'value > 1' }), text('t', '{{nodes.b["true"]}}{{nodes.b["false"]}}')],
      [edge('n.number', 'b.value')],
    ),
  ],
  [
    'redo_not_an_ancestor',
    'graph.nodes.1.params.redoFrom',
    'g',
    graph([text('a'), node('g', 'Approve', { redoFrom: 'z' }), text('z', '{{nodes.g.approved}}')], [edge('a.text', 'g.subject')]),
  ],
  ['no_output', 'graph', null, graph([text('a'), node('s', 'Stop')], [edge('a.text', 's.when')])],
  ['no_output', 'graph', null, mapped([node('s', 'Stop')], [edge('m.list', 's.when')])],
  ['unused_result', 'graph.nodes.1', 'p', graph([text('a'), node('p', 'Paint', { prompt: 'x' })], [], { outputs: { a: 'a.text' } })],
  ['unknown_node', 'graph.outputs.o', 'z', graph([text('a')], [], { outputs: { o: 'z.text' } })],
  ['unknown_port', 'graph.outputs.o', 'a', graph([text('a')], [], { outputs: { o: 'a.nope' } })],
  ['invalid_expression', 'graph.nodes.0.params.template', 'a', graph([text('a', '{{1 +}}')])],
  ['unknown_variable', 'graph.nodes.0.params.template', 'a', graph([text('a', '{{inputs.nobody}}')])],
  ['unknown_variable', 'graph.nodes.0.params.template', 'a', graph([text('a', '{{nodes.z.text}}')])],
  [
    'expression_too_complex',
    'graph.nodes.1.params.template',
    'a',
    graph([node('l', 'Input.Json'), text('a', '{{inputs.l.map(x, inputs.l.map(y, y))}}')]),
  ],
  ['input_name_taken', 'graph.nodes.1.params.name', 'b', graph([node('a', 'Input.Text'), node('b', 'Input.Text', { name: 'a' })])],
  ['invalid_default', 'graph.nodes.0.params.default', 'a', graph([node('a', 'Input.Number', { default: 5, max: 3 })])],
  ['too_deep', 'graph.nodes', null, chain(101)],
  ['too_many_nodes', 'graph.nodes', null, graph(Array.from({ length: 201 }, (_, i) => text(`n${i}`)))],
  ['too_many_inputs', 'graph.nodes', null, graph(Array.from({ length: 51 }, (_, i) => node(`n${i}`, 'Input.Text')))],
];

describe('a graph', () => {
  it.each(PLANTED)('%s at %s', (code, path, nodeId, faulty) => {
    const found = faultsOf(faulty).filter((one) => one.code === code && one.path === path);
    expect(found).toEqual([expect.objectContaining({ node: nodeId, message: expect.stringMatching(/\w/) })]);
  });

  it('says of a cycle which way it goes', () => {
    const round = graph([
      text('a', '{{nodes.c.text}}'),
      text('b', '{{nodes.a.text}}'),
      text('c', '{{nodes.b.text}}{{nodes.d.text}}'),
      text('d', '{{nodes.a.text}}'),
    ]);
    expect(faultsOf(round).filter(({ code }) => code === 'cycle')).toMatchObject([
      { code: 'cycle', message: 'goes round in a circle: a → b → c → a', related: ['b', 'c'] },
    ]);
  });

  it('is right when it is: nothing is made up', () => {
    expect(faultsOf(chain(100))).toEqual([]);
    // The list of a map comes out, whoever inside takes its items.
    const picked = graph(
      [node('l', 'Input.Json', { default: [1] }), node('m', 'Map', { maxItems: 10 }), inside('x', 'Select')],
      [edge('l.json', 'm.list'), edge('m.item', 'x.value'), edge('x.value', 'm.each')],
    );
    expect(faultsOf(picked)).toEqual([]);
    const both = graph(
      [
        node('n', 'Input.Number'),
        node('b', 'Branch', { condition: 'value > 1' }),
        text('y', '{{nodes.b["true"]}}'),
        text('z', '{{nodes.b["false"]}}'),
        node('s', 'Select'),
        node('v', 'Speak'),
      ],
      [edge('n.number', 'b.value'), edge('y.text', 's.value'), edge('z.text', 's.value'), edge('s.value', 'v.script')],
    );
    expect(faultsOf(both)).toEqual([]);
  });

  it('has each of two faults named, whatever they are', () => {
    const renamed = (one: ReturnType<typeof graph>): ReturnType<typeof graph> =>
      JSON.parse(
        JSON.stringify(one)
          .replace(
            /"(id|from|to|name|o|parent)":"([^"]*)"/g,
            (_, member: string, id: string) => `"${member}":"${member === 'name' ? 'q' : 'q'}${id}"`,
          )
          .replace(/nodes\.(\w)/g, 'nodes.q$1')
          .replace(/inputs\.(\w)/g, 'inputs.q$1'),
      ) as ReturnType<typeof graph>;
    const small = PLANTED.filter(
      ([, , , { nodes, outputs }]: readonly [string, string, string | null, { nodes: readonly object[]; outputs?: unknown }]) =>
        nodes.length < 10 && outputs === undefined,
    ).filter(([code]) => code !== 'no_output');
    fc.assert(
      fc.property(fc.constantFrom(...small), fc.constantFrom(...small), ([one, , , first], [other, , , second]) => {
        const moved = renamed(second);
        const codes = faultsOf(graph([...first.nodes, ...moved.nodes], [...first.edges, ...moved.edges])).map(({ code }) => code);
        expect(codes).toEqual(expect.arrayContaining([one, other]));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('never throws, whatever it is sent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (nodes, edges) => {
        for (const one of [nodes, { nodes, edges }, { nodes: [nodes], edges: [edges] }])
          expect(Array.isArray(faultsOf(one as object))).toBe(true);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('what a run goes by', () => {
  const compiled = (one: object) => compile(one as Graph, CATALOGUE, { expressions: expressionChecks, ladderOf: () => [] });

  /** Random graphs of texts, branches and joins; edges go from earlier to later nodes only. */
  const graphs = fc.integer({ min: 1, max: 30 }).chain((count) =>
    fc.array(fc.record({ kind: fc.nat(2), back: fc.nat(), other: fc.nat() }), { minLength: count, maxLength: count }).map((plans) => {
      const edges: object[] = [];
      const nodes = plans.map(({ kind, back, other }, i) => {
        const port = (at: number) =>
          plans[at]?.kind === 1 && at > 0 ? `n${at}.true` : plans[at]?.kind === 2 && at > 0 ? `n${at}.value` : `n${at}.text`;
        if (i === 0 || kind === 0) return text(`n${i}`, i === 0 ? 'x' : `{{nodes["n${back % i}"]["${port(back % i).split('.')[1]}"]}}`);
        edges.push(edge(port(back % i), `n${i}.value`));
        if (kind === 2 && other % i !== back % i) edges.push(edge(port(other % i), `n${i}.value`));
        return kind === 1 ? node(`n${i}`, 'Branch', { condition: 'true' }) : node(`n${i}`, 'Select');
      });
      return graph(nodes, edges);
    }),
  );

  it('is made of every graph without errors, with sources before what needs them', () => {
    fc.assert(
      fc.property(graphs, (one) => {
        expect(faultsOf(one).filter(({ severity, code }) => severity === 'error' && code !== 'unreachable')).toEqual([]);
        const { nodes, edges } = compiled(one);
        expect(nodes.map(({ id }) => id).sort()).toEqual(one.nodes.map((n) => (n as { id: string }).id).sort());
        for (const { from, to } of edges) expect(from).toBeLessThan(to);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('stays below 64 kB for the largest graph there may be', () => {
    const id = (i: number) => `n${String(i).padStart(63, '0')}`;
    const nodes = Array.from({ length: 200 }, (_, i) => (i < 100 ? text(id(i)) : node(id(i), 'List.Collect')));
    const edges = Array.from({ length: 600 }, (_, i) => edge(`${id(Math.floor(i / 6) % 100)}.text`, `${id(100 + (i % 100))}.values`));
    const unique = [...new Map(edges.map((one) => [JSON.stringify(one), one])).values()];
    expect(JSON.stringify(compiled(graph(nodes, unique))).length).toBeLessThan(64 * 1024);
  });
});

describe('a map', () => {
  const NESTED = graph(
    [
      ...[
        node('l', 'Input.Json', { default: [[1, 2], [3]] }),
        node('m', 'Map', { maxItems: 10 }),
        inside('inner', 'Map', { maxItems: 10 }),
      ],
      inside('y', 'Text.Template', { template: '{{nodes.l.json.size()}}:{{item}}' }, 'inner'),
      inside('j', 'Text.Template', { template: '{{nodes.inner.list.join("+")}}' }),
      node('p', 'Paint', { prompt: '{{nodes.m.count}}' }),
    ],
    [edge('l.json', 'm.list'), edge('m.item', 'inner.list'), edge('y.text', 'inner.each'), edge('j.text', 'm.each')],
  );
  const ports = { expressions: expressionChecks, ladderOf: () => [] };
  const idsOf = ({ nodes }: { readonly nodes: readonly { readonly id: string }[] }) => nodes.map(({ id }) => id);

  it('is right in another map, reads what is around it, and runs as a node of its own', () => {
    expect(faultsOf(NESTED)).toEqual([]);
    const outer = compile(NESTED as Graph, CATALOGUE, ports);
    expect(idsOf(outer)).toEqual(['l', 'm', 'p']);
    expect(outer.edges.map(({ from, to, in: into, need }) => [from, to, into, need])).toEqual([
      [0, 1, 'list', 'one'],
      [0, 1, null, 'maybe'],
      [1, 2, null, 'one'],
    ]);
    const body = compileBody(NESTED as Graph, 'm', CATALOGUE, ports);
    expect([idsOf(body.topology), body.topology.outputs, body.listType]).toEqual([
      ['m', 'l', 'inner', 'j'],
      [{ name: 'each', node: 3, port: 'text' }],
      'json',
    ]);
    expect(idsOf(compileBody(NESTED as Graph, 'inner', CATALOGUE, ports).topology)).toEqual(['inner', 'l', 'y']);
  });

  it('makes pictures of pictures, and a plain list where one may be missing', () => {
    const painted = (params: object) =>
      graph(
        [node('l', 'Input.Json'), node('m', 'Map', { maxItems: 10, ...params }), inside('q', 'Paint', { prompt: '{{item}}' })],
        [edge('l.json', 'm.list'), edge('q.image', 'm.each')],
      ) as Graph;
    expect(compileBody(painted({}), 'm', CATALOGUE, ports).listType).toBe('image[]');
    expect(compileBody(painted({ onItemError: 'null' }), 'm', CATALOGUE, ports).listType).toBe('json');
  });
});
