import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { document, Flows, node, type Run } from './testing/flows.js';

const HOUSE = {
  ...document(
    [node('topic', 'Input.Text', { required: true }), node('said', 'Text.Template', { template: 'Our house says {{inputs.topic}}' })],
    [],
  ),
  ...{ name: 'House style', description: 'As our house does it' },
};
const folder = mkdtempSync(path.join(tmpdir(), 'kadr-graphs-'));
writeFileSync(path.join(folder, 'house-style.json'), JSON.stringify(HOUSE));
const flows = Flows.forFile({ KADR_WORKFLOWS_DIR: folder });
const { call } = flows;
afterAll(() => rmSync(folder, { recursive: true }));

describe('graphs of the operator', () => {
  it('are listed among those that come with Kadr, and begun with by their ids', async () => {
    const { json } = await call<{ data: { id: string; name: string }[] }>('GET', '/v1/workflow-templates');
    expect(json.data.map(({ id }) => id)).toEqual(expect.arrayContaining(['house-style', 'stock-narration']));
    expect(json.data.find(({ id }) => id === 'house-style')).toMatchObject({ name: 'House style', description: 'As our house does it' });
    const id = await flows.made({ template: 'house-style', name: 'Mine' });
    const run: Run = await flows.ended(id, { inputs: { topic: 'welcome' } });
    expect(run.outputs).toMatchObject({ 'said.text': { value: 'Our house says welcome' } });
    const refused = await call<{ errors: { code: string; message: string }[] }>('POST', '/v1/workflows', { template: 'nowhere' });
    expect([refused.status, JSON.stringify(refused.json)]).toEqual([400, expect.stringContaining('house-style')]);
  });
});
