import { describe, expect, it } from '@jest/globals';
import { type Studio, type Visit } from './support/studio.js';
import { becomes } from './support/waits.js';

interface Workflow {
  readonly id: string;
  readonly version: number;
  readonly isDraft: boolean;
  readonly graph: {
    readonly nodes: readonly { readonly id: string; readonly type: string; readonly params?: Record<string, unknown> }[];
    readonly edges: readonly { readonly from: string; readonly to: string }[];
  };
}

const GRAPH = {
  nodes: [
    { id: 'first', type: 'Text.Template', params: { template: 'One' } },
    { id: 'second', type: 'Text.Template', params: { template: '{{nodes.first.text}} and two' } },
  ],
  edges: [],
};

export const editing = (studio: () => Studio): void =>
  describe('a workflow that is edited', () => {
    const json = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;
    const read = (id: string) => json<Workflow>(studio().app.request(`/v1/workflows/${id}`));
    const make = (name: string) => json<Workflow>(studio().app.post('/v1/workflows', { name, graph: GRAPH }));
    const judged = (visit: Visit) => becomes('what is said of it', () => visit.attribute('judgement', 'data-state'), 'current');
    const press = async (visit: Visit, ...keys: readonly string[]) => {
      for (const key of keys) await visit.page.keyboard.press(key);
    };
    const add = async (visit: Visit, letters: string, id: string) => {
      await visit.at('node-add').focus();
      await press(visit, 'Enter');
      await visit.page.getByLabel('What should it do?').fill(letters);
      await press(visit, 'Enter');
      await visit.at(`node-${id}`).waitFor();
      await visit.at('node-form').waitFor();
    };

    it('is built, wired, saved and run by the keyboard alone', async () => {
      const visit = await studio().visit();
      await visit.open('/workflows');
      await visit.at('workflow-new').focus();
      await press(visit, 'Enter');
      await visit.at('editor').waitFor();
      const id = new URL(visit.page.url()).pathname.split('/').at(-1) ?? '';
      await visit.at('node-topic').focus();
      await press(visit, 'Enter');
      await visit.page.getByLabel('default').fill('Bees');
      await add(visit, 'Text.Template', 'template');
      await visit.page.getByLabel('template', { exact: false }).last().fill('{{nodes.topic.text}} dance');
      await add(visit, 'List.Collect', 'collect');
      expect(await visit.axe()).toEqual([]);
      await visit.at('node-template').focus();
      await press(visit, 'w');
      await visit.at('draw-wire').waitFor();
      expect(await visit.axe()).toEqual([]);
      await visit.at('wire-to-collect.values').focus();
      await press(visit, 'Enter');
      await visit.at('draw-wire').waitFor({ state: 'detached' });
      await visit.at('node-template').focus();
      await press(visit, 'ArrowRight');
      expect(await visit.page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('node-collect');
      await press(visit, 'Enter');
      await judged(visit);
      await press(visit, 'Control+s');
      await becomes('the version', async () => (await read(id)).version, 2);
      expect((await read(id)).graph).toEqual({
        nodes: [
          { id: 'topic', type: 'Input.Text', params: { required: true, maxLength: 500, default: 'Bees' } },
          { id: 'template', type: 'Text.Template', params: { template: '{{nodes.topic.text}} dance' } },
          { id: 'collect', type: 'List.Collect' },
        ],
        edges: [{ from: 'template.text', to: 'collect.values' }],
      });
      await visit.at('run-start').focus();
      await press(visit, 'Enter');
      await visit.at('run-price').waitFor();
      await visit.at('run-submit').focus();
      await press(visit, 'Enter');
      await becomes('the end', () => visit.attribute('run-page', 'data-status'), 'completed');
    }, 120_000);

    it('is wired by dragging from port to port, where the wire fits', async () => {
      const { id } = await make('Dragged');
      const visit = await studio().visit();
      await visit.open(`/workflows/${id}?view=edit`);
      await judged(visit);
      await add(visit, 'List.Collect', 'collect');
      await add(visit, 'Voice.TTS', 'tts');
      const middleOf = async (side: 'in' | 'out', port: string) => {
        const box = await visit.page.locator(`[data-${side}="${port}"]`).boundingBox();
        if (!box) throw new Error(`there is no port ${port}`);
        return [box.x + box.width / 2, box.y + box.height / 2] as const;
      };
      const drag = async (from: string, to: string) => {
        await visit.page.locator(`[data-in="${to}"]`).scrollIntoViewIfNeeded();
        await visit.page.mouse.move(...(await middleOf('out', from)));
        await visit.page.mouse.down();
        await visit.page.mouse.move(...(await middleOf('in', to)), { steps: 4 });
        await visit.at('held-wire').waitFor();
      };
      await drag('first.text', 'collect.values');
      expect(await visit.at('wire-misfit').count()).toBe(0);
      await visit.page.mouse.up();
      await visit.at('held-wire').waitFor({ state: 'detached' });
      // What was let go of over nothing, by Escape, or where it does not fit, is no wire.
      await drag('second.text', 'collect.values');
      await visit.page.keyboard.press('Escape');
      await visit.at('held-wire').waitFor({ state: 'detached' });
      await visit.page.mouse.up();
      await drag('tts.audio', 'tts.text');
      await visit.at('wire-misfit').waitFor();
      expect(await visit.axe()).toEqual([]);
      await visit.page.mouse.up();
      await drag('first.text', 'tts.text');
      await visit.page.mouse.up();
      await press(visit, 'Control+s');
      await becomes('the version', async () => (await read(id)).version, 2);
      expect((await read(id)).graph.edges).toEqual([
        { from: 'first.text', to: 'collect.values' },
        { from: 'first.text', to: 'tts.text' },
      ]);
    }, 90_000);

    it('shows faults at their nodes before anything is saved, and takes changes back', async () => {
      const { id } = await make('Faulty');
      const visit = await studio().visit();
      await visit.open(`/workflows/${id}?view=edit`);
      await judged(visit);
      await visit.at('graph-json').click();
      const graph = {
        nodes: [
          { id: 'one', type: 'Text.Template', params: { template: '{{nodes.two.text}}' } },
          { id: 'two', type: 'Text.Template', params: { template: '{{nodes.one.text}}' } },
          { id: 'gate', type: 'Approve' },
          { id: 'picture', type: 'Image.Generate', params: { prompt: 'A bee' } },
          { id: 'voice', type: 'Voice.TTS' },
        ],
        edges: [{ from: 'picture.image', to: 'voice.text' }],
      };
      await visit.page.getByRole('textbox', { name: 'As JSON' }).fill(JSON.stringify(graph));
      await visit.at('json-apply').click();
      await visit.at('node-error-gate').waitFor();
      await judged(visit);
      const codes = new Set<string | null>();
      for (const row of await visit.at('fault-list').locator('[data-code]').all()) codes.add(await row.getAttribute('data-code'));
      expect([...codes]).toEqual(expect.arrayContaining(['cycle', 'missing_input', 'ill_typed_edge']));
      expect([await visit.at('node-error-one').count(), await visit.at('node-error-voice').count()]).toEqual([1, 1]);
      expect(await visit.axe()).toEqual([]);
      expect((await read(id)).version).toBe(1);
      await visit.at('undo').click();
      await visit.at('node-second').waitFor();
      await judged(visit);
      expect(await visit.at('fault-list').locator('.text-fail').count()).toBe(0);
      expect(Number(await visit.attribute('workflow-cost', 'data-value'))).toBe(0);
      expect(await visit.at('critical-path').textContent()).toBe('firstsecond');
    }, 90_000);

    it('that was saved in two tabs shows both versions, and keeps both', async () => {
      const { id } = await make('Two tabs');
      const visit = await studio().visit();
      await visit.open(`/workflows/${id}?view=edit&node=first`);
      await visit.at('node-form').waitFor();
      await visit.page.getByLabel('template', { exact: false }).last().fill('Mine');
      const theirs = { nodes: [{ ...GRAPH.nodes[0], params: { template: 'Theirs' } }, GRAPH.nodes[1]], edges: [] };
      const saved = studio().app.request(`/v1/workflows/${id}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Two tabs', graph: theirs, baseVersion: 1 }),
      });
      expect((await saved).status).toBe(200);
      await visit.at('workflow-save').click();
      await visit.at('conflict').waitFor();
      const said = await visit.at('diff-first').textContent();
      expect([said?.includes('Mine'), said?.includes('Theirs')]).toEqual([true, true]);
      expect(await visit.axe()).toEqual([]);
      await visit.at('save-after-theirs').click();
      await becomes('the newest version', async () => (await read(id)).version, 3);
      expect((await read(id)).graph.nodes[0]?.params).toEqual({ template: 'Mine' });
      await visit.open(`/workflows/${id}?view=versions`);
      await becomes('the versions', () => visit.at('version-row').count(), 3);
      await visit.at('version-row').nth(1).getByRole('button').click();
      await visit.at('graph-diff').waitFor();
      expect(await visit.axe()).toEqual([]);
      await visit.at('version-restore').click();
      await becomes('theirs as the newest', async () => JSON.stringify((await read(id)).graph.nodes[0]?.params), '{"template":"Theirs"}');
    }, 90_000);

    it('is offered as it was after a crash, and asks before it is left', async () => {
      const { id } = await make('Crashed');
      const visit = await studio().visit();
      await visit.open(`/workflows/${id}?view=edit&node=first`);
      await visit.at('node-form').waitFor();
      await visit.page.getByLabel('template', { exact: false }).last().fill('Not saved yet');
      await visit.page.getByRole('navigation').first().getByRole('link', { name: 'Usage' }).click();
      await visit.at('leaving').waitFor();
      expect(await visit.axe()).toEqual([]);
      await visit.at('leave-now').click();
      await visit.at('usage-page').waitFor();
      await visit.open(`/workflows/${id}?view=edit&node=first`);
      await visit.at('workflow-kept-use').click();
      await becomes('what was typed', () => visit.page.getByLabel('template', { exact: false }).last().inputValue(), 'Not saved yet');
      await visit.at('workflow-save').click();
      await becomes('the version', async () => (await read(id)).version, 2);
    }, 90_000);

    it('is read as a list on a phone, and run again with another input', async () => {
      const graph = {
        nodes: [
          { id: 'topic', type: 'Input.Text', params: { name: 'topic', title: 'Topic', required: true } },
          { id: 'word', type: 'Text.Template', params: { template: 'On {{inputs.topic}}' } },
        ],
        edges: [],
      };
      const made = await json<Workflow>(studio().app.post('/v1/workflows', { name: 'On a phone', graph }));
      const run = await json<{ id: string }>(studio().app.post(`/v1/workflows/${made.id}/runs`, { inputs: { topic: 'bees' } }));
      const visit = await studio().visit({ width: 390 });
      await visit.open(`/workflows/${made.id}/runs/${run.id}`);
      await becomes('the end', () => visit.attribute('run-page', 'data-status'), 'completed');
      await visit.at('node-list').waitFor();
      expect(await visit.axe()).toEqual([]);
      await visit.at('run-again').click();
      expect(await visit.page.getByLabel('Topic').inputValue()).toBe('bees');
      await visit.page.getByLabel('Topic').fill('wasps');
      await visit.at('run-price').waitFor();
      await visit.at('run-again-submit').click();
      await visit.page.waitForURL((url) => !url.pathname.endsWith(run.id));
      await becomes('the end', () => visit.attribute('run-page', 'data-status'), 'completed');
      await visit.at('node-word').click();
      await visit.at('node-panel').getByText('On wasps', { exact: true }).waitFor();
      await visit.open(`/workflows/${made.id}?view=edit`);
      await visit.at('node-list').waitFor();
      const overflow = await visit.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect([await visit.axe(), overflow]).toEqual([[], 0]);
    }, 90_000);
  });
