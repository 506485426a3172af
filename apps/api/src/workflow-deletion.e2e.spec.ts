import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { document, edge, Flows, node } from './testing/flows.js';

const flows = Flows.forFile();
const { call, made, ended } = flows;
const WORD = 'cormorant';

/** A list of words in a list: each is gone through in a map of its own. */
const MAPS = document(
  [
    node('list', 'Input.Json', { default: [[WORD, 'gull'], ['tern']] }),
    node('outer', 'Map', { maxItems: 5 }),
    node('inner', 'Map', { maxItems: 5 }, { parent: 'outer' }),
    node('said', 'Text.Template', { template: '{{item}}!' }, { parent: 'inner' }),
  ],
  [edge('list.json', 'outer.list'), edge('outer.item', 'inner.list'), edge('said.text', 'inner.each'), edge('inner.list', 'outer.each')],
);

describe('a run that was deleted', () => {
  it('leaves no words in the streams of its maps, which end with it', async () => {
    const run = await ended(await made(MAPS));
    expect(run.status).toBe('completed');
    const { sql } = flows.app;
    const opened = await sql.query<{ id: string }>(
      `SELECT DISTINCT stream_id AS id FROM eventing.events WHERE stream_id LIKE 'workflow-map-%' AND data->>'runId' = $1`,
      [run.id],
    );
    const maps = opened.rows.map(({ id }) => id).sort();
    expect(maps.length).toBeGreaterThan(0);
    expect((await call('DELETE', `/v1/workflow-runs/${run.id}`)).status).toBe(204);
    const left = async (): Promise<string[]> => {
      const { rows } = await sql.query<{ id: string }>(
        `SELECT m.id FROM unnest($1::text[]) AS m(id)
          WHERE NOT EXISTS (SELECT FROM eventing.ended_streams e WHERE e.stream_id = m.id)
             OR EXISTS (SELECT FROM eventing.stream_keys k WHERE k.stream_id = m.id AND k.key IS NOT NULL)`,
        [maps],
      );
      return rows.map(({ id }) => id).sort();
    };
    const deadline = Date.now() + 60_000;
    while ((await left()).length > 0 && Date.now() < deadline) await sleep(100);
    expect(await left()).toEqual([]);
  }, 120_000);
});
