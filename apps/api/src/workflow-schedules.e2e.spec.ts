import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { Ticker, ZoneData } from '#workflows';
import { allWait, BRANCHING, document, edge, Flows, type Json, node, type Run, statuses } from './testing/flows.js';

const flows = Flows.forFile();
const { call, made, ended, localOf } = flows;

interface Tick {
  readonly dueAt: string;
  readonly outcome: string;
  readonly runId: string | null;
  readonly reason: string | null;
}

describe('a schedule', () => {
  const EPISODE = document(
    [
      node('who', 'Input.Text', { required: true }),
      node('said', 'Text.Template', { template: '{{inputs.who}} {{schedule.episode}} {{schedule.localDate}} {{schedule.timezone}}' }),
    ],
    [],
    { outputs: { said: 'said.text' } },
  );
  const EVERY_MINUTE = { cron: '* * * * *', timezone: 'Asia/Tokyo', inputs: { who: 'part {{schedule.episode}}' } };

  const scheduled = async (workflowId: string, body: Json, key = flows.app.apiKey): Promise<string> => {
    const { status, json } = await call('POST', `/v1/workflows/${workflowId}/schedules`, body, key);
    expect([status, json]).toEqual([201, expect.objectContaining({ workflowId })]);
    return String(json['id']);
  };
  const ticksOf = async (id: string, key = flows.app.apiKey): Promise<readonly Tick[]> =>
    (await call<{ data: Tick[] }>('GET', `/v1/workflow-schedules/${id}/ticks?limit=100`, undefined, key)).json.data;
  /** As if nobody had looked since then. */
  const rewind = async (id: string, minutes: number): Promise<void> => {
    const sql = `UPDATE workflows.schedules SET next_due_at = date_trunc('minute', now()) - $2 * interval '1 minute',
      look_at = date_trunc('milliseconds', now()) WHERE schedule_id = $1`;
    await flows.app.sql.query(sql, [id, minutes]);
  };
  const until = async <T>(look: () => Promise<T | false | undefined>): Promise<T> => {
    for (const deadline = Date.now() + 90_000; Date.now() < deadline;) {
      const found = await look();
      if (found) return found;
      await new Promise((go) => setTimeout(go, 50));
    }
    throw new Error('it did not come to be');
  };
  const decided = (id: string, count: number, key = flows.app.apiKey) =>
    until(async () => {
      const ticks = await ticksOf(id, key);
      return ticks.length >= count && ticks.every(({ outcome }) => outcome !== 'buffered') && ticks;
    });
  const allEnded = (ticks: readonly Tick[]): Promise<readonly Run[]> =>
    Promise.all(
      ticks.map(({ runId }) =>
        until(async () => {
          const { json } = await call<Run>('GET', `/v1/workflow-runs/${runId}`);
          return json.status !== 'running' && json;
        }),
      ),
    );

  it('starts a run at each tick, with the number of the series and its day', async () => {
    const id = await scheduled(await made(EPISODE), { ...EVERY_MINUTE, missed: 'all', overlap: 'allow', episode: 7 });
    await rewind(id, 3);
    const ticks = await decided(id, 4);
    expect(ticks.map(({ outcome, reason }) => [outcome, reason])).toEqual(ticks.map(() => ['fired', null]));
    const runs = await allEnded([...ticks].reverse());
    const words = runs.map(({ outputs }) => String(outputs['said']?.value));
    expect(words.slice(0, 4)).toEqual(
      [7, 8, 9, 10].map((n) => expect.stringMatching(new RegExp(`^part ${n} ${n} \\d{4}-\\d\\d-\\d\\d Asia/Tokyo$`))),
    );
    expect(runs[0]).toMatchObject({ trigger: 'schedule', schedule: { scheduleId: id, episode: 7, dueAt: ticks.at(-1)?.dueAt } });
    const listed = await call<{ data: Json[] }>('GET', `/v1/workflow-runs?scheduleId=${id}`);
    expect(listed.json.data.length).toBe(ticks.length);
    const first = await call<{ data: Tick[]; nextCursor: string }>('GET', `/v1/workflow-schedules/${id}/ticks?limit=3&outcome=fired`);
    const second = await call<{ data: Tick[] }>('GET', `/v1/workflow-schedules/${id}/ticks?limit=100&cursor=${first.json.nextCursor}`);
    expect([...first.json.data, ...second.json.data]).toEqual(ticks);
    await call('POST', `/v1/workflow-schedules/${id}/pause`);
  });

  it('starts one run a tick however many look at once, and whatever they believe to hold', async () => {
    const workflowId = await made(EPISODE);
    const ids = await Promise.all([1, 2, 3].map(() => scheduled(workflowId, { ...EVERY_MINUTE, missed: 'all', overlap: 'allow' })));
    for (const id of ids) await rewind(id, 15);
    const ticker = flows.app.app.get(Ticker, { strict: false });
    for (let round = 0; round < 12; round += 1) {
      // Claims that run out under their holders.
      await flows.app.sql.query(`UPDATE workflows.schedules SET claimed_until = '-infinity'`);
      await Promise.all([
        ticker.look(),
        ticker.look(),
        ticker.look(),
        flows.app.sql.query(`UPDATE workflows.schedules SET claimed_until = '-infinity'`),
      ]);
    }
    for (const id of ids) {
      const ticks = await decided(id, 16);
      expect(new Set(ticks.map(({ runId }) => runId)).size).toBe(ticks.length);
      const { rows } = await flows.app.sql.query<{ episode: string }>(
        `SELECT data->'schedule'->>'episode' AS episode FROM eventing.events WHERE type = 'RunRequested' AND data->'schedule'->>'scheduleId' = $1
          ORDER BY data->'schedule'->>'dueAt'`,
        [id],
      );
      expect(rows.map(({ episode }) => Number(episode))).toEqual(ticks.map((_, at) => at + 1));
      await call('DELETE', `/v1/workflow-schedules/${id}`);
    }
  });

  it('that is due beside others does not stand behind them: their runs are accepted together while the account is held', async () => {
    const many = 40;
    const name = { name: 'Punctual', plan: 'unlimited' };
    const { json: owner } = await call<{ id: string; apiKey: { key: string } }>('POST', '/v1/admin/organisations', name);
    const { key } = owner.apiKey;
    const workflowId = String((await call('POST', '/v1/workflows', EPISODE, key)).json['id']);
    const yearly = { ...EVERY_MINUTE, cron: '0 0 1 1 *', overlap: 'allow' };
    const ids = await Promise.all(Array.from({ length: many }, () => scheduled(workflowId, yearly, key)));
    // Its account is there from its first run on.
    expect((await call('POST', `/v1/workflows/${workflowId}/runs`, { inputs: { who: 'me' } }, key)).status).toBe(202);
    const { sql } = flows.app;
    await sql.query('BEGIN');
    expect((await sql.query('SELECT 1 FROM billing.live WHERE org_id = $1 FOR UPDATE', [owner.id])).rowCount).toBe(1);
    const due = `UPDATE workflows.schedules SET next_due_at = date_trunc('milliseconds', now()), look_at = date_trunc('milliseconds', now())
      WHERE schedule_id = ANY($1::uuid[])`;
    const other = new Client({ connectionString: flows.app.databaseUrl });
    await other.connect();
    try {
      await other.query(due, [ids]);
      const held = async (): Promise<boolean> =>
        (await other.query('SELECT 1 FROM workflows.schedules WHERE schedule_id = ANY($1::uuid[]) AND claimed_until > now()', [ids]))
          .rowCount === many;
      await until(held);
      await allWait(other);
    } finally {
      await sql.query('COMMIT');
      await other.end();
    }
    for (const id of ids) expect((await decided(id, 1, key)).map(({ outcome }) => outcome)).toEqual(['fired']);
    const { rows } = await sql.query<{ runs: number; transactions: number }>(
      `SELECT count(*)::int AS runs, count(DISTINCT xmin::text)::int AS transactions
         FROM eventing.events WHERE type = 'RunRequested' AND data->'schedule'->>'scheduleId' = ANY($1::text[])`,
      [ids],
    );
    expect(rows[0]?.runs).toBe(many);
    // One that was there when the account was held, and those behind it.
    expect(rows[0]?.transactions).toBeLessThanOrEqual(3);
  }, 60_000);

  it('says of each tick that has no run why: missed, overlap, no room, a deleted workflow', async () => {
    const last = await scheduled(await made(EPISODE), { ...EVERY_MINUTE, overlap: 'allow' });
    await rewind(last, 3);
    const missed = (await decided(last, 4)).map(({ outcome, reason }) => [outcome, reason]);
    expect(missed.slice(-3)).toEqual([
      ['fired', null],
      ['skipped', 'missed'],
      ['skipped', 'missed'],
    ]);

    const { json: poor } = await call<{ id: string; apiKey: { key: string } }>('POST', '/v1/admin/organisations', {
      name: 'Poor',
      plan: 'free',
    });
    const { key } = poor.apiKey;
    await call('PUT', `/v1/admin/organisations/${poor.id}/plan`, { plan: 'free', overrides: { storage_bytes: 0 } });
    const { json: theirs } = await call('POST', '/v1/workflows', EPISODE, key);
    const short = await scheduled(String(theirs['id']), EVERY_MINUTE, key);
    await rewind(short, 0);
    expect((await decided(short, 1, key)).at(-1)).toMatchObject({ outcome: 'refused', reason: 'quota_exceeded', runId: null });
    expect((await call<{ data: Json[] }>('GET', '/v1/workflow-runs', undefined, key)).json.data).toEqual([]);
    // Whoever listens hears of it, and not of the next one that is refused for the same reason.
    await flows.app.sql.query('DELETE FROM workflows.ticks WHERE schedule_id = $1', [short]);
    await rewind(short, 0);
    await decided(short, 1, key);
    const told = () => call<{ data: { data: Json }[] }>('GET', '/v1/events?types=schedule.tick_refused', undefined, key);
    await until(async () => (await told()).json.data.length > 0);
    expect((await told()).json.data.map(({ data }) => [data['scheduleId'], data['code']])).toEqual([[short, 'quota_exceeded']]);

    const workflowId = await made(EPISODE);
    const orphan = await scheduled(workflowId, EVERY_MINUTE);
    await call('DELETE', `/v1/workflows/${workflowId}`);
    expect((await decided(orphan, 1)).at(0)).toMatchObject({ outcome: 'refused', reason: 'workflow_not_found' });
    const { json: over } = await call('GET', `/v1/workflow-schedules/${orphan}`);
    expect(over).toMatchObject({ status: 'ended', reason: 'workflow_deleted', nextAt: null });
    expect((await call('POST', `/v1/workflow-schedules/${orphan}/run`)).json).toMatchObject({ code: 'schedule_ended' });
  });

  it('is run now and made up afterwards with numbers that go on, pauses and goes on', async () => {
    const id = await scheduled(await made(EPISODE), { cron: '0 9 * * *', timezone: 'Europe/Berlin', inputs: { who: 'x' }, enabled: false });
    expect((await call('GET', `/v1/workflow-schedules/${id}`)).json).toMatchObject({ status: 'paused', reason: 'person', nextAt: null });
    const now = await call<Json>('POST', `/v1/workflow-schedules/${id}/run`);
    expect([now.status, now.json, now.headers.get('location')]).toEqual([
      202,
      expect.objectContaining({ trigger: 'manual', schedule: expect.objectContaining({ episode: 1 }) }),
      `/v1/workflow-runs/${String(now.json['id'])}`,
    ]);
    const range = { from: '2026-03-28T00:00:00Z', to: '2026-03-31T00:00:00Z' };
    const filled = await call<{ ticks: Tick[] }>('POST', `/v1/workflow-schedules/${id}/backfill`, range);
    const dueAt = ['2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z', '2026-03-30T07:00:00.000Z'];
    expect([filled.status, filled.json.ticks.map((tick) => tick.dueAt)]).toEqual([202, dueAt]);
    const ticks = (await decided(id, 4)).filter(({ reason }) => reason !== 'manual');
    const runs = await allEnded([...ticks].reverse());
    expect(runs.map((run) => (run as unknown as { schedule: Json }).schedule)).toEqual(
      dueAt.map((at, n) => expect.objectContaining({ dueAt: at, episode: n + 2 })),
    );
    expect((await call<{ ticks: Tick[] }>('POST', `/v1/workflow-schedules/${id}/backfill`, range)).json.ticks).toEqual([]);
    const years = { from: '2020-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    expect((await call('POST', `/v1/workflow-schedules/${id}/backfill`, years)).json).toMatchObject({ code: 'too_many_ticks' });
    expect((await call('POST', `/v1/workflow-schedules/${id}/resume`)).json).toMatchObject({
      status: 'active',
      nextAt: expect.any(String),
    });
    const changed = await call('PATCH', `/v1/workflow-schedules/${id}`, { cron: '30 10 * * *', maxRuns: 4 });
    expect(changed.json).toMatchObject({ cron: '30 10 * * *', timezone: 'Europe/Berlin', episode: 5, runs: 4, text: 'At 10:30' });
    await rewind(id, 0);
    expect(await until(async () => (await call('GET', `/v1/workflow-schedules/${id}`)).json['status'] === 'ended')).toBe(true);
    expect((await call('DELETE', `/v1/workflow-schedules/${id}`)).status).toBe(204);
    expect((await call('GET', `/v1/workflow-schedules/${id}`)).json).toMatchObject({ code: 'workflow_schedule_not_found' });
  });

  it('waits, is skipped or takes the place of a run that goes on', async () => {
    const slow = document(
      [node('who', 'Input.Text', { default: 'A lighthouse at night. '.repeat(400) }), node('v', 'Voice.TTS')],
      [edge('who.text', 'v.text')],
    );
    const tried = async (overlap: string) => {
      const id = await scheduled(await made(slow), { cron: '* * * * *', timezone: 'UTC', overlap, missed: 'all' });
      await rewind(id, 2);
      const ticks = await until(async () => (await ticksOf(id)).length >= 3 && (await ticksOf(id)));
      await call('POST', `/v1/workflow-schedules/${id}/pause`);
      for (const { runId } of ticks) if (runId) await call('POST', `/v1/workflow-runs/${runId}/cancel`);
      return ticks.slice(-3).map(({ outcome, reason }) => [outcome, reason]);
    };
    expect(await tried('skip')).toEqual([
      ['skipped', 'overlap'],
      ['skipped', 'overlap'],
      ['fired', null],
    ]);
    expect(await tried('buffer_one')).toEqual([
      ['skipped', 'overlap'],
      ['buffered', 'overlap'],
      ['fired', null],
    ]);
    expect(await tried('cancel_other')).toEqual([
      ['fired', null],
      ['fired', null],
      ['fired', null],
    ]);
  }, 60_000);

  it('pauses after failures in a row, and stands in a document', async () => {
    const broken = {
      ...document([node('bad', 'Text.Template', { template: '{{[1][5]}}' })]),
      schedule: { cron: '@daily', timezone: 'UTC', pauseAfterFailures: 2, missed: 'all', overlap: 'allow' },
    };
    const workflowId = await made(broken);
    const schedules = async () => (await call<{ data: Json[] }>('GET', `/v1/workflows/${workflowId}/schedules`)).json.data;
    const [{ id = '' } = {}] = (await schedules()) as { id: string }[];
    await call('POST', `/v1/workflow-schedules/${id}/run`);
    await call('POST', `/v1/workflow-schedules/${id}/run`);
    await allEnded(await decided(id, 2));
    await rewind(id, 0);
    await until(async () => (await schedules())[0]?.['status'] === 'paused');
    expect(await schedules()).toMatchObject([{ status: 'paused', reason: 'failures', runs: 2 }]);
    const told = await until(async () => {
      const { json } = await call<{ data: { data: Json }[] }>('GET', '/v1/events?types=schedule.paused&limit=100');
      return json.data.find(({ data }) => data['scheduleId'] === id);
    });
    expect(told.data).toEqual({ scheduleId: id, workflowId, reason: 'failures' });
    expect((await call('GET', `/v1/workflows/${workflowId}`)).json).toMatchObject({ schedule: broken.schedule });
    // The same document again changes nothing; another one is followed.
    await call('PUT', `/v1/workflows/${workflowId}`, broken);
    expect(await schedules()).toMatchObject([{ status: 'paused' }]);
    await call('PUT', `/v1/workflows/${workflowId}`, { ...broken, schedule: { ...broken.schedule, cron: '@hourly' } });
    expect(await schedules()).toMatchObject([{ status: 'active', cron: '@hourly' }]);
    await call('PUT', `/v1/workflows/${workflowId}`, { ...broken, schedule: undefined });
    expect(await schedules()).toEqual([]);
    await call('PUT', `/v1/workflows/${workflowId}`, { ...broken, schedule: { ...broken.schedule, enabled: false } });
    expect(await schedules()).toMatchObject([{ status: 'paused', reason: 'person' }]);
  });

  it('has ticks that were calculated with other zone data calculated again, and no others', async () => {
    const id = await scheduled(await made(EPISODE), { ...EVERY_MINUTE, cron: '0 9 * * *', enabled: false });
    const nextOf = async () =>
      (await flows.app.sql.query<{ at: Date }>('SELECT next_due_at AS at FROM workflows.schedules WHERE schedule_id = $1', [id])).rows[0]
        ?.at;
    const right = await nextOf();
    const shift = (zone: string) =>
      flows.app.sql.query(
        `UPDATE workflows.schedules SET next_due_at = next_due_at + interval '1 hour', zone_data = $2 WHERE schedule_id = $1`,
        [id, zone],
      );
    await shift('1999a');
    await flows.app.app.get(ZoneData, { strict: false }).recalculate();
    expect(await nextOf()).toEqual(right);
    await shift(process.versions['tz'] ?? '');
    await flows.app.app.get(ZoneData, { strict: false }).recalculate();
    expect(await nextOf()).not.toEqual(right);
  });

  it('is refused with all that is wrong with it, and previewed without being kept', async () => {
    const workflowId = await made(EPISODE);
    const pathsOf = async (method: string, route: string, body: Json) => {
      const { status, json } = await call<{ errors: { path: string; code?: string }[] }>(method, route, body);
      return [status, json.errors.map(({ path, code = '' }) => `${path} ${code}`).sort()];
    };
    const at = `/v1/workflows/${workflowId}/schedules`;
    expect(await pathsOf('POST', at, { cron: '61 * * * *', timezone: 'Mars/X', overlap: 'maybe', surplus: 1 })).toEqual([
      400,
      ['cron invalid_cron', 'overlap ', 'surplus ', 'timezone unknown_timezone'],
    ]);
    expect(await pathsOf('POST', at, { cron: '0 9 * * *', timezone: 'UTC' })).toEqual([400, ['inputs.who required_input_without_value']]);
    expect(await pathsOf('POST', at, { ...EVERY_MINUTE, inputs: { who: '{{inputs.x}} {{run.id}}' } })).toEqual([
      400,
      ['inputs.who unknown_variable'],
    ]);
    expect(await pathsOf('POST', '/v1/workflows', { ...EPISODE, schedule: { cron: 'x', timezone: 'y' } })).toEqual([
      400,
      ['schedule.cron invalid_cron', 'schedule.inputs.who required_input_without_value', 'schedule.timezone unknown_timezone'],
    ]);
    expect(await pathsOf('POST', '/v1/workflow-schedules/preview', { cron: '0 0 30 2 *', timezone: 'UTC' })).toEqual([
      400,
      ['cron never_fires'],
    ]);
    const ask = { cron: '30 2 * * *', timezone: 'Europe/Berlin', from: '2026-10-25T00:00:00Z', count: 2 };
    expect((await call('POST', '/v1/workflow-schedules/preview', ask)).json).toEqual({
      text: 'At 02:30',
      next: [
        { at: '2026-10-25T00:30:00.000Z', localTime: '2026-10-25T02:30:00+02:00', note: expect.stringContaining('twice') },
        { at: '2026-10-26T01:30:00.000Z', localTime: '2026-10-26T02:30:00+01:00', note: expect.stringContaining('back') },
      ],
    });
  });
});

interface FullRun extends Run {
  readonly trigger: string;
  readonly forkedFrom: string | null;
  readonly approvals: readonly { node: string; take: number; status: string; comment: string | null; subject: Json }[];
}

describe('a gate', () => {
  const gated = (params: Json, more: readonly object[] = [], edges: readonly object[] = []) =>
    document(
      [
        node('who', 'Input.Text', { default: 'world' }),
        node('words', 'Text.Template', { template: 'Hello, {{inputs.who}}!' }),
        node('look', 'Approve', { title: 'Is it good?', ...params }),
        node('after', 'Text.Template', { template: 'sent: {{nodes.look.approved}}' }),
        ...more,
      ],
      [edge('words.text', 'look.subject'), ...edges],
      { outputs: { sent: 'after.text', ...(params['onReject'] === 'branch' && { why: 'why.text' }) } },
    );
  const read = async (id: string) => (await call<FullRun>('GET', `/v1/workflow-runs/${id}`)).json;
  const became = async (id: string, status: string, isSo: (run: FullRun) => boolean = () => true): Promise<FullRun> => {
    for (const deadline = Date.now() + 90_000; Date.now() < deadline; await new Promise((go) => setTimeout(go, 50))) {
      const run = await read(id);
      if (run.status === status && isSo(run)) return run;
    }
    throw new Error(`it did not become ${status}: ${JSON.stringify(await read(id))}`);
  };
  const started = async (body: object): Promise<string> => (await call<Run>('POST', `/v1/workflows/${await made(body)}/runs`, {})).json.id;
  const decide = (id: string, how: string, body: Json = {}) => call<Json>('POST', `/v1/workflow-runs/${id}/approvals/look/${how}`, body);

  it('waits for a person, lets through what was edited, and is decided once', async () => {
    const id = await started(gated({ message: 'Look.' }));
    const run = await became(id, 'awaiting_approval');
    expect(run.approvals).toEqual([
      expect.objectContaining({
        node: 'look',
        take: 0,
        status: 'pending',
        title: 'Is it good?',
        message: 'Look.',
        subject: { type: 'text', value: 'Hello, world!' },
      }),
    ]);
    expect((await call<{ data: Json[] }>('GET', '/v1/workflow-runs?status=awaiting_approval')).json.data.map((one) => one['id'])).toContain(
      id,
    );
    expect((await decide(id, 'approve', { edits: 'Good evening.', take: 4 })).json).toMatchObject({ code: 'not_awaiting_approval' });
    expect((await decide(id, 'approve', { edits: 'Good evening.', comment: 'so' })).status).toBe(200);
    const done = await became(id, 'completed');
    expect(done).toMatchObject({ outputs: { sent: { value: 'sent: Good evening.' } }, approvals: [{ status: 'approved', comment: 'so' }] });
    const again = await decide(id, 'reject');
    expect([again.status, again.json]).toEqual([409, expect.objectContaining({ code: 'already_decided', runId: id })]);
    expect((await call('POST', `/v1/workflow-runs/${id}/approvals/words/approve`)).json).toMatchObject({ code: 'approval_not_found' });
  });

  it('ends the run, or takes another branch, when it is rejected', async () => {
    const stopped = await started(gated({}));
    await became(stopped, 'awaiting_approval');
    await decide(stopped, 'reject', { comment: 'no' });
    expect(await became(stopped, 'failed')).toMatchObject({
      error: { node: 'look', code: 'rejected' },
      approvals: [{ status: 'rejected', comment: 'no' }],
    });
    const why = node('why', 'Text.Template', { template: 'because: {{nodes.look.comment}} ({{nodes.look.rejected}})' });
    const branched = await started(gated({ onReject: 'branch' }, [why]));
    await became(branched, 'awaiting_approval');
    await decide(branched, 'reject', { comment: 'too short' });
    const done = await became(branched, 'completed');
    expect([done.outputs, statuses(done)['after']]).toEqual([
      { why: { type: 'text', value: 'because: too short (Hello, world!)' } },
      'skipped',
    ]);
  });

  it('has what comes in made again with what was said, so often and no more', async () => {
    const again = document(
      [
        node('script', 'Script.Generate', { prompt: 'A lighthouse', durationSeconds: 5, language: 'en' }),
        node('look', 'Approve', { onReject: 'redo', maxRedos: 1 }),
      ],
      [edge('script.text', 'look.subject')],
    );
    const id = await started(again);
    const first = (await became(id, 'awaiting_approval')).approvals[0]?.subject;
    expect((await decide(id, 'reject', { comment: 'By night, with a storm.' })).status).toBe(200);
    const second = await became(id, 'awaiting_approval', ({ approvals }) => approvals.length > 1);
    expect(second.approvals.map(({ take, status }) => [take, status])).toEqual([
      [0, 'rejected'],
      [1, 'pending'],
    ]);
    expect(second.approvals[1]?.subject).not.toEqual(first);
    expect(second.nodes.find((one) => one.id === 'script')).toMatchObject({ take: 1, status: 'succeeded' });
    await decide(id, 'reject', { comment: 'No.' });
    expect(await became(id, 'failed')).toMatchObject({ error: { code: 'too_many_redos' } });
  }, 60_000);

  it('is decided by a link without an account, once, and by nobody who only looks', async () => {
    const id = await started(gated({ title: '<b>Is it good?</b>', message: 'Look closely.' }));
    await became(id, 'awaiting_approval');
    const links = `/v1/workflow-runs/${id}/approvals/look/links`;
    const { status, json } = await call<{ id: string; url: string; node: string; take: number }>('POST', links, { label: 'Anna' });
    expect([status, json.node, json.take]).toEqual([201, 'look', 0]);
    const page = `${flows.app.url}${new URL(json.url).pathname}`;
    const look = async () => (await fetch(page, { headers: { 'accept-language': 'en' } })).text();
    const shown = [await look(), await look()];
    expect(shown[0]).toContain('&lt;b&gt;Is it good?&lt;/b&gt;');
    expect(shown[0]).toContain('Hello, world!');
    expect([(await read(id)).status, shown[1]]).toEqual(['awaiting_approval', shown[0]]);
    const answer = (decision: string) =>
      fetch(page, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ decision, comment: 'by hand' }) });
    expect((await answer('maybe')).status).toBe(400);
    expect((await answer('approve')).status).toBe(303);
    expect(await became(id, 'completed')).toMatchObject({ approvals: [{ status: 'approved', comment: 'by hand' }] });
    expect((await answer('reject')).status).toBe(409);
    expect(await look()).toContain('Approved');
    expect((await call<{ data: Json[] }>('GET', links)).json.data).toEqual([
      expect.objectContaining({ id: json.id, label: 'Anna', take: 0 }),
    ]);
    expect((await call('POST', links)).json).toMatchObject({ code: 'already_decided' });
    expect((await call('DELETE', `${links}/${json.id}`)).status).toBe(204);
    expect((await fetch(page)).status).toBe(404);
  });

  it('is decided by its deadline as it says', async () => {
    const approved = await started(gated({ deadlineSeconds: 1, onDeadline: 'approve' }));
    expect(await became(approved, 'completed')).toMatchObject({ approvals: [{ status: 'approved', byDeadline: true }] });
    const lapsed = await started(gated({ deadlineSeconds: 1 }));
    expect(await became(lapsed, 'failed')).toMatchObject({ error: { code: 'approval_lapsed' } });
  });
});

describe('what becomes of a run', () => {
  const read = async (id: string) => (await call<FullRun>('GET', `/v1/workflow-runs/${id}`)).json;
  const over = async (id: string): Promise<FullRun> => {
    for (const deadline = Date.now() + 180_000; Date.now() < deadline; await new Promise((go) => setTimeout(go, 50))) {
      const run = await read(id);
      if (run.status !== 'running') return run;
    }
    throw new Error('it did not end');
  };
  const calls = async (runId: string): Promise<number> => {
    const { rows } = await flows.app.sql.query<{ n: string }>(
      `SELECT count(*) AS n FROM tasks.tasks WHERE subject_id = $1 AND kind = 'workflows.run-node'`,
      [runId],
    );
    return Number(rows[0]?.n);
  };
  // Fails while "x" is what it is about, after something was spoken.
  const picky = document(
    [
      node('about', 'Input.Text', { default: 'x' }),
      node('words', 'Input.Text', { default: 'A lighthouse for retries.' }),
      node('voice', 'Voice.TTS'),
      node('list', 'Input.Json', { default: { y: 1 } }),
      node('bad', 'Text.Template', { template: '{{nodes.list.json[inputs.about]}}' }),
      node('both', 'List.Collect'),
    ],
    [edge('words.text', 'voice.text'), edge('voice.audio', 'both.values'), edge('bad.text', 'both.values')],
  );

  it('retries what failed and keeps what is there; a fork takes over what would be the same', async () => {
    const workflowId = await made({ ...picky, settings: { onFailure: 'continue' } });
    const failed = await ended(workflowId, {});
    expect([failed.status, statuses(failed)]).toEqual(['failed', expect.objectContaining({ voice: 'succeeded', bad: 'failed' })]);
    const early = await call<Json>('POST', `/v1/workflow-runs/${failed.id}/retry`, { from: 'nobody' });
    expect([early.status, early.json['code']]).toEqual([400, 'validation_failed']);
    expect((await call<Json>('POST', `/v1/workflow-runs/${failed.id}/retry`, {})).status).toBe(202);
    const again = await over(failed.id);
    expect([again.status, await calls(failed.id)]).toEqual(['failed', 1]);
    const takes = Object.fromEntries(again.nodes.map(({ id, take }) => [id, take]));
    expect(takes).toMatchObject({ voice: 0, bad: 1, both: 1 });

    const fork = await call<FullRun>('POST', `/v1/workflow-runs/${failed.id}/fork`, { inputs: { about: 'y' } });
    expect([fork.status, fork.json]).toEqual([202, expect.objectContaining({ trigger: 'fork', forkedFrom: failed.id })]);
    const forked = await over(fork.json.id);
    expect(forked.status).toBe('completed');
    expect(forked.nodes.find(({ id }) => id === 'voice')).toMatchObject({ status: 'cached', cachedFrom: failed.id });
    const retry = await call<Json>('POST', `/v1/workflow-runs/${forked.id}/retry`, {});
    expect([retry.status, retry.json]).toEqual([409, expect.objectContaining({ code: 'not_failed' })]);

    // Its files are its own: the origin can go.
    const shown = forked.nodes.find(({ id }) => id === 'voice')?.outputs['audio'] as { url: string };
    expect((await call('DELETE', `/v1/workflow-runs/${failed.id}`)).status).toBe(204);
    expect((await call('GET', `/v1/workflow-runs/${failed.id}`)).json).toMatchObject({ code: 'workflow_run_not_found' });
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await new Promise((go) => setTimeout(go, 50))) {
      const { rows } = await flows.app.sql.query(`SELECT 1 FROM eventing.events WHERE type = 'RunFilesRemoved' AND data->>'runId' = $1`, [
        failed.id,
      ]);
      if (rows.length > 0) break;
    }
    const old = failed.nodes.find(({ id }) => id === 'voice')?.outputs['audio'] as { url: string };
    expect([(await fetch(localOf(old.url))).status, (await fetch(localOf(shown.url))).status]).toEqual([404, 200]);
  }, 60_000);

  it('makes the same once, whoever asks at the same moment, unless it is told not to', async () => {
    const same = document(
      [node('words', 'Input.Text', { default: 'A lighthouse, once. '.repeat(4) }), node('voice', 'Voice.TTS')],
      [edge('words.text', 'voice.text')],
    );
    const [one, other] = [await made(same), await made({ ...same, name: 'Other' })];
    const runs = await Promise.all([ended(one), ended(one), ended(other)]);
    const makers = runs.filter(({ nodes }) => nodes[1]?.status === 'succeeded');
    expect([runs.map(({ status }) => status), makers.length]).toEqual([['completed', 'completed', 'completed'], 1]);
    for (const run of runs.filter((each) => each !== makers[0])) {
      expect(run.nodes[1]).toMatchObject({ status: 'cached', cachedFrom: makers[0]?.id });
    }
    expect((await ended(one)).nodes[1]?.status).toBe('cached');
    expect((await ended(one, { cache: 'bypass' })).nodes[1]?.status).toBe('succeeded');
  }, 60_000);

  it('makes a part of it, or one node, with what is given', async () => {
    const id = await made(BRANCHING);
    const part = await ended(id, { inputs: { n: 12 }, until: ['many'] });
    expect([part.status, Object.keys(statuses(part)), part.outputs]).toEqual([
      'completed',
      ['n', 'big', 'many'],
      { 'many.text': { type: 'text', value: 'many: 12' } },
    ]);
    const pinned = await ended(id, { inputs: { n: 12 }, pins: { many: { text: 'given' } } });
    expect(pinned.outputs).toMatchObject({ said: { value: 'given' } });
    const faulty = await call<{ errors: { path: string }[] }>('POST', `/v1/workflows/${id}/runs`, {
      inputs: { n: 1 },
      pins: { many: { nope: 1 }, x: {} },
    });
    expect([faulty.status, faulty.json.errors.map(({ path }) => path)]).toEqual([400, ['pins.many.nope', 'pins.x']]);
    const tried = await call<FullRun>('POST', `/v1/workflows/${id}/nodes/said/try`, { inputs: { value: 'tried' } });
    expect([tried.status, tried.json.trigger]).toEqual([202, 'test']);
    expect((await over(tried.json.id)).outputs).toMatchObject({ 'said.value': { value: 'tried' } });
    expect((await call('POST', `/v1/workflows/${id}/nodes/said/try`, {})).json).toMatchObject({ errors: [{ path: 'inputs.value' }] });
    expect((await call('POST', `/v1/workflows/${id}/nodes/nobody/try`, {})).json).toMatchObject({ code: 'node_not_found' });
  });
});
