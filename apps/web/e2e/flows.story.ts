import { describe, expect, it } from '@jest/globals';
import { type Studio } from './support/studio.js';
import { becomes } from './support/waits.js';

const GRAPH = {
  nodes: [
    { id: 'topic', type: 'Input.Text', params: { name: 'topic', title: 'Topic', required: true } },
    { id: 'gate', type: 'Approve', params: { title: 'Is this the topic?' } },
    { id: 'word', type: 'Text.Template', params: { template: 'A word' } },
  ],
  edges: [{ from: 'topic.text', to: 'gate.subject' }],
};

interface Run {
  readonly status: string;
  readonly nodes: readonly { readonly id: string; readonly status: string }[];
}

export const flows = (studio: () => Studio): void =>
  describe('a workflow', () => {
    const json = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;

    it('is run with what it asks for, asks a person, and shows on each node what the API says', async () => {
      const made = await json<{ id: string }>(studio().app.post('/v1/workflows', { name: 'Morning fact', graph: GRAPH }));
      const visit = await studio().visit();
      await visit.open('/workflows');
      expect(await visit.axe()).toEqual([]);
      await visit.at('workflow-row').filter({ hasText: 'Morning fact' }).getByRole('link').click();
      await visit.at('workflow-page').waitFor();
      await visit.at('node-word').click();
      await visit.at('node-panel').getByText('A word').waitFor();
      expect(await visit.axe()).toEqual([]);

      await visit.at('run-start').click();
      await visit.page.getByLabel('Topic').fill('Why bees dance');
      expect(await visit.axe()).toEqual([]);
      await visit.at('run-submit').click();
      await visit.at('gate-gate').waitFor();
      const runId = new URL(visit.page.url()).pathname.split('/').at(-1) ?? '';
      expect(await visit.attribute('run-page', 'data-status')).toBe('awaiting_approval');
      expect(await visit.attribute('node-gate', 'data-state')).toBe('awaiting_approval');
      expect(await visit.at('gate-gate').textContent()).toContain('Why bees dance');
      expect(await visit.axe()).toEqual([]);
      await visit.at('gate-approve').click();
      await becomes('the end', () => visit.attribute('run-page', 'data-status'), 'completed');
      const run = await json<Run>(studio().app.request(`/v1/workflow-runs/${runId}`));
      for (const { id, status } of run.nodes) expect([id, await visit.attribute(`node-${id}`, 'data-state')]).toEqual([id, status]);

      await visit.open(`/workflows/${made.id}?view=runs`);
      await becomes('the run in the list', () => visit.attribute('run-row', 'data-status'), 'completed');
    }, 90_000);

    it('hears of an answer that was given elsewhere', async () => {
      const made = await json<{ id: string }>(studio().app.post('/v1/workflows', { name: 'Elsewhere', graph: GRAPH }));
      const run = await json<{ id: string }>(studio().app.post(`/v1/workflows/${made.id}/runs`, { inputs: { topic: 'Bees' } }));
      const visit = await studio().visit();
      await visit.open(`/workflows/${made.id}/runs/${run.id}`);
      await visit.at('gate-gate').waitFor();
      expect((await studio().app.post(`/v1/workflow-runs/${run.id}/approvals/gate/reject`, { comment: 'No' })).status).toBe(200);
      await becomes('the end', () => visit.attribute('run-page', 'data-status'), 'failed');
      expect(await visit.at('gate-gate').count()).toBe(0);
    }, 60_000);

    it('runs by itself at the times that the API reckons, over a change of the clocks', async () => {
      const graph = { nodes: [GRAPH.nodes[2]], edges: [] };
      const made = await json<{ id: string }>(studio().app.post('/v1/workflows', { name: 'Daily', graph }));
      const visit = await studio().visit();
      await visit.open(`/workflows/${made.id}?view=schedules`);
      await visit.page.getByLabel('When', { exact: true }).selectOption('own');
      await visit.page.getByLabel('Cron expression').fill('30 2 28-31 3 *');
      await visit.page.getByLabel('Time zone').selectOption('Europe/Berlin');
      const asked = { cron: '30 2 28-31 3 *', timezone: 'Europe/Berlin', count: 5 };
      const { next } = await json<{ next: { at: string }[] }>(studio().app.post('/v1/workflow-schedules/preview', asked));
      const times = async () => {
        const rows = await visit.at('next-run').all();
        return JSON.stringify(await Promise.all(rows.map((row) => row.getAttribute('data-value'))));
      };
      await becomes('the next runs', times, JSON.stringify(next.map(({ at }) => at)));
      expect(await visit.axe()).toEqual([]);
      await visit.at('schedule-open').click();
      await visit.at('schedule').waitFor();
      await visit.at('schedule').getByRole('button', { name: 'Pause' }).click();
      await becomes('the pause', () => visit.attribute('schedule', 'data-status'), 'paused');
    }, 60_000);

    it('is found by a few letters, as every page is', async () => {
      const visit = await studio().visit();
      await visit.open('/videos');
      await visit.page.keyboard.press('Control+k');
      await visit.page.getByRole('combobox').fill('usa');
      expect(await visit.axe()).toEqual([]);
      await visit.page.keyboard.press('Enter');
      await visit.at('usage-page').waitFor();
      await visit.page.keyboard.press('g');
      await visit.page.keyboard.press('w');
      await visit.at('workflows-page').waitFor();
    }, 60_000);
  });
