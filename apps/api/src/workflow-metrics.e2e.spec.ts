import { afterAll, describe, expect, it } from '@jest/globals';
import { ToldMetrics } from '#platform/testing';
import { document, edge, Flows, node } from './testing/flows.js';

const metrics = new ToldMetrics();
const flows = Flows.forFile();
const { made, ended } = flows;
afterAll(() => metrics.end());

describe('nodes inside of a map', () => {
  it('are counted and timed as those outside: once for each item, also where maps stand in maps', async () => {
    flows.answer = () => ({ status: 200, text: 'a' });
    const within = (parent: string) => ({ parent });
    const id = await made(
      document(
        [
          node('lists', 'Input.Json', { default: [[[1], []], [[3]]] }),
          node('outer', 'Map', { maxItems: 10 }),
          node('inner', 'Map', { maxItems: 10, onItemError: 'skip' }, within('outer')),
          node('ask', 'Http.Request', { url: `${flows.web}/x` }, within('inner')),
          node('said', 'Text.Template', { template: '{{nodes.ask.text}}{{item[0]}}' }, within('inner')),
        ],
        [
          edge('lists.json', 'outer.list'),
          edge('outer.item', 'inner.list'),
          edge('said.text', 'inner.each'),
          edge('inner.list', 'outer.each'),
        ],
        { outputs: { list: 'outer.list' } },
      ),
    );
    expect((await ended(id)).outputs['list']?.value).toEqual([['a1'], ['a3']]);
    const inside = /type=(Http\.Request|Text\.Template)/;
    expect((await metrics.of('kadr_workflow_nodes')).filter((one) => inside.test(one))).toEqual([
      'type=Http.Request,outcome=succeeded 3',
      'type=Text.Template,outcome=failed 1',
      'type=Text.Template,outcome=succeeded 2',
    ]);
    const timed = (await metrics.of('kadr_workflow_node_duration_seconds')).filter((one) => inside.test(one));
    expect(timed.map((one) => one.split(' ').slice(0, 2))).toEqual([['type=Http.Request', '3']]);
  }, 90_000);
});
