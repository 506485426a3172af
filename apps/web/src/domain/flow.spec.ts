import { describe, expect, it } from '@jest/globals';
import { readWorkflowSearch } from './address';
import { found, goesTo } from './commands';
import { longestWay, placed } from './graph';
import { fieldsOf, inputsOf } from './run-inputs';
import { pickedAfter } from './sheet';

const node = (id: string, type = 'Text.Template') => ({ id, type });
const GRAPH = {
  nodes: [node('end'), node('left'), node('start'), node('right'), node('alone')],
  edges: [
    { from: 'start.text', to: 'left.a' },
    { from: 'start.text', to: 'right.a' },
    { from: 'left.text', to: 'end.a' },
    { from: 'right.text', to: 'end.b' },
    { from: 'gone.text', to: 'end.c' },
  ],
};

describe('a graph that is drawn', () => {
  const drawn = placed(GRAPH);
  const at = (id: string) => drawn.nodes.find((one) => one.id === id) ?? { x: 0, y: 0, height: 0, inputs: [] };

  it('has each node right of all that it needs, and none over another', () => {
    for (const { from, to } of drawn.edges) expect(at(from).x).toBeLessThan(at(to).x);
    expect(at('left').x).toBe(at('right').x);
    for (const [n, one] of drawn.nodes.entries()) {
      for (const other of drawn.nodes.slice(n + 1)) {
        const isBeside = one.x !== other.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
        expect([one.id, other.id, isBeside]).toEqual([one.id, other.id, true]);
      }
    }
  });
  it('leaves out wires that lead nowhere, and draws circles all the same', () => {
    expect(drawn.edges).toHaveLength(4);
    expect(at('end').inputs).toEqual(['a', 'b'].map((name) => ({ name, type: null })));
    const circle = {
      nodes: [node('a'), node('b')],
      edges: [
        { from: 'a.x', to: 'b.x' },
        { from: 'b.x', to: 'a.x' },
      ],
    };
    expect(placed(circle).nodes).toHaveLength(2);
    expect(placed({ nodes: [], edges: [] })).toMatchObject({ nodes: [], edges: [] });
  });
  it('says what its end waited for', () => {
    const ended = (id: string, second: number) => ({ id, finishedAt: `2026-01-01T00:00:0${second}Z` });
    expect(longestWay(GRAPH, [ended('start', 1), ended('left', 2), ended('right', 5), ended('end', 6)])).toEqual(['start', 'right', 'end']);
    expect(longestWay(GRAPH, [{ id: 'start', finishedAt: null }])).toEqual([]);
  });
});

describe('the inputs of a run', () => {
  const fields = fieldsOf({
    type: 'object',
    required: ['topic'],
    properties: {
      topic: { type: 'string', title: 'Topic' },
      seconds: { type: 'number', default: 15 },
      tone: { type: 'string', enum: ['calm', 'wild'] },
      isLoud: { type: 'boolean' },
      words: { type: 'array' },
    },
  });
  it('are fields of what they are', () => {
    expect(fields.map(({ name, kind, isRequired, first }) => [name, kind, isRequired, first])).toEqual([
      ['topic', 'text', true, ''],
      ['seconds', 'number', false, '15'],
      ['tone', 'choice', false, ''],
      ['isLoud', 'boolean', false, ''],
      ['words', 'json', false, ''],
    ]);
    expect(fieldsOf({})).toEqual([]);
  });
  it('are sent as what they are; what is empty is left out, what cannot be read goes as it was typed', () => {
    expect(inputsOf(fields, { topic: '42', isLoud: 'false', words: '["a"]' })).toEqual({
      topic: '42',
      seconds: 15,
      isLoud: false,
      words: ['a'],
    });
    expect(inputsOf(fields, { seconds: '', words: '[a' })).toEqual({ words: '[a' });
  });
});

describe('segments that are picked', () => {
  const shown = [0, 2, 3, 5];
  const with_ = (isRange: boolean) => ({ isOneMore: !isRange, isRange });
  it('are one more or one less', () => {
    expect(pickedAfter({ picked: [5], from: 0, shown }, 2, with_(false))).toEqual([2, 5]);
    expect(pickedAfter({ picked: [2, 5], from: 0, shown }, 2, with_(false))).toEqual([5]);
  });
  it('are all that is shown from there to here, either way', () => {
    expect(pickedAfter({ picked: [], from: 2, shown }, 5, with_(true))).toEqual([2, 3, 5]);
    expect(pickedAfter({ picked: [0], from: 5, shown }, 3, with_(true))).toEqual([0, 3, 5]);
    expect(pickedAfter({ picked: [], from: 1, shown }, 3, with_(true))).toEqual([3]);
  });
});

describe('the palette', () => {
  const command = (label: string) => ({ id: label, to: '/', label, keys: '' });
  it('finds by the beginnings of words first', () => {
    const commands = ['Reusage', 'Usage', 'New video'].map(command);
    expect(found(commands, ' us ').map(({ label }) => label)).toEqual(['Usage', 'Reusage']);
    expect(found(commands, 'vid').map(({ label }) => label)).toEqual(['New video']);
    expect(found(commands, '')).toHaveLength(3);
  });
  it('leads on by keys', () => {
    expect([goesTo('w', true), goesTo('w', false), goesTo('c', false), goesTo('c', true)]).toEqual(['/workflows', null, '/create', null]);
  });
});

it('the address of a workflow says what is shown, and nothing that is unknown', () => {
  expect(readWorkflowSearch({ view: 'runs', node: 'a' })).toEqual({ view: 'runs', node: 'a' });
  expect(readWorkflowSearch({ view: 'nowhere', node: '' })).toEqual({});
});
