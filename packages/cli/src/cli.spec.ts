import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HostileServer, json, lost, problem } from '../../sdk/src/testing/hostile-server.js';
import { shortWaits } from '../../sdk/src/testing/short-waits.js';
import { configFolder } from './cli.config.js';
import { Terminal } from './testing/terminal.js';

const ID = '0197a1f0-0000-7000-8000-000000000000';
const VIDEO = {
  ...{ id: ID, status: 'queued', stage: 'queued', title: 'A whale', approvals: [], artifacts: [], video: null, error: null },
  progress: { percent: 0, message: 'Waiting', segments: { total: 0, imagesDone: 0, videosDone: 0, fallbacks: 0, failed: 0 } },
  ...{
    cost: { amountMicros: 0, currency: 'USD', items: [] },
    createdAt: '2026-11-01T10:00:00Z',
    updatedAt: '2026-11-01T10:00:00Z',
    completedAt: null,
  },
};
const estimate = (amountMicros: number, more: object = {}) =>
  json({ segments: 6, resources: [], cost: { amountMicros, currency: 'USD', items: [] }, allowed: true, refusals: [], ...more });
const ordered = json(VIDEO, 202);
/** Of `film`. */
const SHA = createHash('sha256').update('film').digest('hex');

describe('kadr', () => {
  let server: HostileServer;
  let terminal: Terminal;
  shortWaits();
  beforeAll(async () => void (server = await HostileServer.start()));
  afterAll(() => server.stop());
  beforeEach(() => void (terminal = new Terminal(server.url)));
  afterEach(() => terminal.dispose());

  const bodies = (): unknown[] =>
    server.asked.map(({ body }) => (body === '' ? null : JSON.parse(Buffer.from(body, 'latin1').toString('utf8'))));
  const config = (): string => path.join(terminal.home, '.config/kadr/config.json');

  describe('ends with a code that says why', () => {
    it.each([
      [401, 'unauthorized', 3],
      [403, 'forbidden', 3],
      [404, 'not_found', 4],
      [409, 'already_decided', 5],
      [402, 'quota_exceeded', 6],
      [402, 'key_budget_exceeded', 6],
      [429, 'rate_limited', 6],
      [400, 'validation_failed', 7],
      [500, 'internal', 1],
      [503, 'overloaded', 10],
    ])('%d %s', async (status, code, exit) => {
      server.replies(problem(status, code));
      const seen = await terminal.kadr(['show', ID]);
      expect(seen).toMatchObject({ code: exit, stdout: '' });
      expect(seen.stderr).toContain(`about ${code}`);
      const asJson = await terminal.kadr(['show', ID, '--json']);
      expect(asJson).toMatchObject({ code: exit, stdout: '' });
      expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { code, exitCode: exit, message: `about ${code}` } });
    });

    it('when nobody answers, and when there is no key', async () => {
      server.replies(lost);
      expect(await terminal.kadr(['show', ID])).toMatchObject({ code: 10, stdout: '' });
      const strange = new Terminal(server.url, null);
      expect(await strange.kadr(['show', ID])).toMatchObject({ code: 3, stderr: expect.stringContaining('kadr login') });
      strange.dispose();
    });

    it('names each fault of a request with its path', async () => {
      const errors = [
        { path: 'voice.speed', message: 'must be less', code: 'max' },
        { path: '', message: 'needs a prompt\u001b[2J' },
      ];
      server.replies(problem(400, 'validation_failed', { errors }));
      const seen = await terminal.kadr(['estimate', 'A whale']);
      expect(seen.code).toBe(7);
      expect(seen.stderr.split('\n').slice(1, 3)).toEqual(['  voice.speed: must be less', '  the request: needs a prompt [2J']);
    });

    it.each([
      [[]],
      [['lst']],
      [['show']],
      [['show', ID, 'x']],
      [['list', '--status', 'done']],
      [['list', '--limit', '0']],
      [['approve', ID, 'skript']],
      [['regenerate', ID, '-1']],
      [['create', 'x', '--max-cost', '1,5']],
      [['create', 'x', '--set', 'voice']],
      [['create', 'x', '--set', '__proto__.a=1']],
      [['create', 'x', '--json-body', 'missing.json']],
      [['listen', '--forward-to', 'ftp://x']],
      [['listen', '--since', 'yesterday']],
      [['profiles', 'use', 'nobody']],
      [['show', ID, '--profile', 'nobody']],
      [['show', ID, '--url', 'http://user:secret@localhost']],
    ])('%j is refused before anything is asked', async (words) => {
      server.replies(json({}));
      const seen = await terminal.kadr(words);
      expect(seen).toMatchObject({ code: 2, stdout: '' });
      expect(seen.stderr).not.toBe('');
      expect(seen.stderr).not.toContain('secret');
      expect(server.asked).toEqual([]);
    });

    it('is 0 for help, which is data', async () => {
      expect(await terminal.kadr(['create', '--help'])).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringContaining('--max-cost'),
      });
    });
  });

  describe('create', () => {
    it('puts an order together of a file, options and single fields', async () => {
      server.replies(estimate(0), ordered);
      writeFileSync(path.join(terminal.home, 'order.json'), '\ufeff{"voice":{"speed":1},"title":"Old","visuals":{"seed":7}}');
      const words = [
        'create',
        'A whale',
        '--json-body',
        'order.json',
        '--title',
        'New',
        '--duration',
        '60',
        '--ratio',
        '9:16',
        '--sections',
      ];
      const more = [
        '--gates',
        'script,images',
        '--model',
        'a:b',
        '--set',
        'voice.speed=1.1',
        '--set',
        'visuals.fallback.0=stock',
        '--metadata',
        'sku=W=7',
      ];
      expect(await terminal.kadr([...words, ...more, '--quiet'])).toEqual({ code: 0, stdout: `${ID}\n`, stderr: '' });
      expect(bodies()[0]).toEqual({
        ...{
          prompt: 'A whale',
          title: 'New',
          durationSeconds: 60,
          aspectRatio: '9:16',
          approvals: ['script', 'images'],
          metadata: { sku: 'W=7' },
        },
        ...{ voice: { speed: 1.1 }, visuals: { seed: 7, models: ['a:b'], fallback: ['stock'] }, segmentation: { mode: 'sections' } },
      });
    });

    it('takes the script or the order from stdin', async () => {
      server.replies(estimate(0), ordered);
      await terminal.kadr(['create', '--script', '-'], { stdin: 'Кит поёт.' });
      expect(bodies()[1]).toEqual({ script: 'Кит поёт.', maxCostMicros: 0 });
      server.replies(estimate(0), ordered);
      await terminal.kadr(['create', '--json-body', '-'], { stdin: '{"idea":"whales"}' });
      expect(bodies()[1]).toEqual({ idea: 'whales', maxCostMicros: 0 });
      expect(await terminal.kadr(['create', '--json-body', '-'], { stdin: '[1]' })).toMatchObject({ code: 2 });
    });

    it('gives one document to programs, and its price to people beside it', async () => {
      server.replies(estimate(0), ordered);
      const seen = await terminal.kadr(['create', 'A whale', '--json']);
      expect(JSON.parse(seen.stdout)).toEqual(VIDEO);
      expect(seen.stdout.trim()).not.toContain('\n');
      expect(seen.stderr).toBe('Price: $0.00 for 6 segments\n');
    });

    it('orders nothing that costs something before somebody has agreed', async () => {
      server.replies(estimate(1_250_000), ordered);
      expect(await terminal.kadr(['create', 'x'])).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('--yes'),
      });
      expect(server.asked).toHaveLength(1);
      server.replies(estimate(1_250_000), ordered);
      expect(await terminal.kadr(['create', 'x'], { isTerminal: true, stdin: 'n\n' })).toMatchObject({ code: 2 });
      expect(server.asked).toHaveLength(1);
      server.replies(estimate(1_250_000), ordered);
      expect(await terminal.kadr(['create', 'x'], { isTerminal: true, stdin: 'y\n' })).toMatchObject({ code: 0 });
      expect(bodies()[1]).toEqual({ prompt: 'x', maxCostMicros: 1_250_000 });
      server.replies(estimate(1_250_000), ordered);
      expect(await terminal.kadr(['create', 'x', '--yes', '--max-cost', '2'])).toMatchObject({ code: 0 });
      expect(bodies()).toEqual([{ prompt: 'x' }, { prompt: 'x', maxCostMicros: 2_000_000 }]);
    });

    it('orders nothing above the limit or the quota', async () => {
      server.replies(estimate(1_250_000), ordered);
      expect(await terminal.kadr(['create', 'x', '--yes', '--max-cost', '1.24'])).toMatchObject({ code: 6, stdout: '' });
      expect(server.asked).toHaveLength(1);
      const refusals = [{ resource: 'videos', limit: 5, used: 4, reserved: 1, requested: 1, resetsAt: '2026-12-01T00:00:00Z' }];
      server.replies(estimate(0, { allowed: false, refusals }), ordered);
      const seen = await terminal.kadr(['create', 'x', '--yes']);
      expect(seen).toMatchObject({ code: 6, stderr: expect.stringContaining('videos: 1 asked for, 0 of 5 left') });
      expect(server.asked).toHaveLength(1);
    });

    it('whose answer is lost is sent again as the same order', async () => {
      server.replies(estimate(0), lost, ordered);
      expect(await terminal.kadr(['create', 'x', '--quiet'])).toMatchObject({ code: 0, stdout: `${ID}\n` });
      const [, first, second] = server.asked.map(({ headers }) => headers['idempotency-key']);
      expect(first).toBeDefined();
      expect(second).toBe(first);
    });
  });

  it('regenerates for nothing, or for a price that was agreed to', async () => {
    server.replies(problem(402, 'cost_above_limit', { estimatedMicros: 30_000, maxCostMicros: 0 }), ordered);
    expect(await terminal.kadr(['regenerate', ID, '2'])).toMatchObject({ code: 2 });
    expect(bodies()).toEqual([{ maxCostMicros: 0 }]);
    server.replies(problem(402, 'cost_above_limit', { estimatedMicros: 30_000, maxCostMicros: 0 }), ordered);
    expect(await terminal.kadr(['regenerate', ID, '2', '--prompt', 'a calf', '--yes'])).toMatchObject({ code: 0 });
    expect(bodies()).toEqual([
      { prompt: 'a calf', maxCostMicros: 0 },
      { prompt: 'a calf', maxCostMicros: 30_000 },
    ]);
    server.replies(problem(402, 'cost_above_limit', { estimatedMicros: 30_000, maxCostMicros: 0 }), ordered);
    expect(await terminal.kadr(['regenerate', ID, '2', '--max-cost', '0.02'])).toMatchObject({ code: 6 });
    expect(server.asked).toHaveLength(1);
  });

  it('shows operators what the installation does, and leaves out what is empty or nought', async () => {
    const status = {
      ...{ release: '1.2.0', at: '2026-11-01T10:00:00Z', videos: [{ stage: 'assets', videos: 3 }], consumers: [] },
      queues: [
        { queue: 'render', due: 2, leased: 1, waiting: 0, oldestDueSeconds: 1.26 },
        { queue: 'remote', due: 0, leased: 0, waiting: 0, oldestDueSeconds: 0 },
      ],
      instances: [{ instance: 'a-1\u001b[2J', release: '1.2.0', roles: ['api', 'worker'], since: '2026-11-01T09:00:00Z', leads: [] }],
    };
    server.replies(json(status), json(status), problem(403, 'forbidden'));
    const { code, stdout } = await terminal.kadr(['status']);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Kadr 1.2.0  2026-11-01T10:00:00Z',
      ...['', 'Videos under way', '  stage   videos', '  assets  3'],
      ...['', 'Queues', '  queue   due  leased  waiting  oldestDueSeconds', '  render  2    1       0        1.3'],
      ...['', 'Processes', expect.stringMatching(/^ {2}instance +release +roles +since +leads$/)],
      expect.stringMatching(/^ {2}a-1 \[2J +1\.2\.0 +api,worker +2026-11-01T09:00:00Z +–$/),
      '',
    ]);
    expect(server.asked.map(({ method, path: route }) => [method, route])).toEqual([['GET', '/status']]);
    expect(JSON.parse((await terminal.kadr(['status', '--json'])).stdout)).toEqual(status);
    expect(await terminal.kadr(['status'])).toMatchObject({ code: 3, stdout: '' });
  });

  it('has workflows run by the clock', async () => {
    const schedule = {
      ...{ id: ID, workflowId: ID, name: 'Daily', text: 'At 09:00', timezone: 'Europe/Berlin', nextAt: '2026-12-01T08:00:00Z' },
      ...{ status: 'paused', reason: 'failures', episode: 7 },
    };
    const times = ['--cron', '0 9 * * *', '--timezone', 'Europe/Berlin'];
    server.replies(json(schedule, 201));
    const made = await terminal.kadr([
      'schedules',
      'create',
      ID,
      ...times,
      '--input',
      'topic=whales',
      '--input',
      'n=3',
      '--missed',
      'last',
    ]);
    expect([made.code, bodies().at(-1)]).toEqual([
      0,
      { cron: '0 9 * * *', timezone: 'Europe/Berlin', inputs: { topic: 'whales', n: 3 }, missed: 'last' },
    ]);
    server.replies(json({ data: [schedule], nextCursor: null }));
    expect((await terminal.kadr(['schedules', 'list'])).stdout).toMatch(
      /paused: failures +2026-12-01T08:00:00Z +7 +At 09:00, Europe\/Berlin +Daily/,
    );
    server.replies(json({ text: 'At 09:00', next: [{ at: '2026-12-01T08:00:00Z', localTime: '2026-12-01T09:00', note: null }] }));
    expect((await terminal.kadr(['schedules', 'next', ID, '--quiet'])).stdout).toBe('2026-12-01T08:00:00Z\n');
    expect(await terminal.kadr(['schedules', 'create', ID])).toMatchObject({ code: 2, stdout: '' });
    server.replies(json(schedule));
    expect(await terminal.kadr(['schedules', 'resume', ID, '--quiet'])).toMatchObject({ code: 0 });
  });

  it('approves and rejects what waits, named or not', async () => {
    server.replies(ordered);
    expect(await terminal.kadr(['approve', ID, 'script'])).toMatchObject({ code: 0, stdout: '' });
    expect(server.asked[0]).toMatchObject({ path: `/v1/videos/${ID}/approvals/script/approve` });
    server.replies(json({ ...VIDEO, approvals: [{ type: 'images', status: 'pending' }] }));
    await terminal.kadr(['reject', ID, '--segments', '3,4', '--comment', 'brighter']);
    expect(server.asked[1]).toMatchObject({ path: `/v1/videos/${ID}/approvals/images/reject` });
    expect(bodies()[1]).toEqual({ comment: 'brighter', segments: [3, 4] });
    server.replies(json(VIDEO));
    expect(await terminal.kadr(['approve', ID])).toMatchObject({ code: 5 });
  });

  describe('lists', () => {
    const rows = ['A', '\u001b]0;owned\u0007B\u202e', '鯨'.repeat(60)].map((title, at) => ({
      ...VIDEO,
      id: `${ID.slice(0, -1)}${at}`,
      title,
    }));

    it('fit the terminal, line by line, and steer it nowhere', async () => {
      server.replies(json({ data: rows, nextCursor: 'next' }));
      const out: string[] = [];
      const io = terminal.io({}, { write: (text) => out.push(text), isTTY: true, columns: 80 }, { write: () => undefined });
      const { run } = await import('./program.js');
      expect(await run(['list'], io)).toBe(0);
      expect(out).toHaveLength(4);

      for (const line of out) expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
      expect(out[3]).toContain('…');
      expect(out[0]).toMatch(/^ID +STATUS +% +COST +ORDERED +TITLE\n$/);
    });

    it('are whole documents for programs, ids for scripts, and go on to their end', async () => {
      server.replies(json({ data: rows.slice(0, 2), nextCursor: 'next' }), json({ data: rows.slice(2), nextCursor: null }));
      const seen = await terminal.kadr(['list', '--all', '--json', '--status', 'failed', '--metadata', 'sku=7']);
      expect(JSON.parse(seen.stdout)).toEqual({ data: rows, nextCursor: null });

      expect(seen.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      expect(server.asked.map(({ path: asked }) => asked)).toEqual([
        '/v1/videos?status=failed&metadata%5Bsku%5D=7',
        '/v1/videos?status=failed&metadata%5Bsku%5D=7&cursor=next',
      ]);
      server.replies(json({ data: rows, nextCursor: null }));
      expect(await terminal.kadr(['list', '--quiet'])).toEqual({ code: 0, stdout: rows.map(({ id }) => `${id}\n`).join(''), stderr: '' });
    });
  });

  describe('download', () => {
    const artifacts = ['final.mp4', 'frames/000.png', '../../outside'].map((name) => ({
      name,
      url: '',
      contentType: 'text/plain',
      bytes: 4,
      sha256: SHA,
    }));

    it('writes one file, or several below a folder', async () => {
      server.replies(
        json({ ...VIDEO, artifacts: artifacts.slice(0, 2) }),
        json({ ...VIDEO, artifacts }),
        (_request, response) => void response.end('film'),
      );
      expect(await terminal.kadr(['download', ID, '--quiet'])).toMatchObject({ code: 0, stdout: `${ID}\n` });
      expect(readFileSync(path.join(terminal.home, `${ID}.mp4`), 'utf8')).toBe('film');
    });

    it('writes nothing outside of the folder, whatever files are called', async () => {
      server.replies(json({ ...VIDEO, artifacts }));
      expect(await terminal.kadr(['download', ID, '--all', '--output', 'here'])).toMatchObject({ code: 1 });
      expect(server.asked).toHaveLength(1);
      expect(readdirSync(terminal.home)).toEqual([]);
    });

    it('says where it cannot write', async () => {
      server.replies(json({ ...VIDEO, artifacts }), json({ ...VIDEO, artifacts }), (_request, response) => void response.end('film'));
      const seen = await terminal.kadr(['download', ID, '--output', 'missing/film.mp4']);
      expect(seen).toMatchObject({ code: 1, stdout: '' });
      expect(seen.stderr).toMatch(/missing\/film\.mp4/);
    });
  });

  describe('keys', () => {
    it('are typed unseen or come on stdin, and are kept where only their owner reads', async () => {
      server.replies(json({ organisation: { id: '1', name: 'Acme', plan: 'free' }, key: { id: '2', scopes: ['videos:read'] } }));
      const strange = new Terminal(server.url, null);
      const seen = await strange.kadr(['login', server.url], { stdin: 'kadr_abc\n' });
      expect(seen).toMatchObject({ code: 0, stdout: '' });
      expect(seen.stderr).toContain('Acme');
      expect(seen.stderr).not.toContain('kadr_abc');
      const file = path.join(strange.home, '.config/kadr/config.json');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
      server.replies(json(VIDEO));
      expect(await strange.kadr(['show', ID])).toMatchObject({ code: 0 });
      expect(server.asked.at(-1)?.headers.authorization).toBe('Bearer kadr_abc');
      strange.dispose();
    });

    it('that do not work are not kept', async () => {
      server.replies(problem(401, 'unauthorized'));
      expect(await terminal.kadr(['login', server.url], { stdin: 'kadr_abc\n' })).toMatchObject({ code: 3 });
      expect(readdirSync(terminal.home)).toEqual([]);
    });

    it('go to the address that they were kept for and to no other', async () => {
      const strange = new Terminal(server.url, null);
      keep(strange, { current: 'a', profiles: { a: { url: 'http://127.0.0.1:1', apiKey: 'kadr_other' } } });
      server.replies(json(VIDEO));
      expect(await strange.kadr(['show', ID])).toMatchObject({ code: 3 });
      expect(await strange.kadr(['show', ID, '--url', `${server.url}/v1`])).toMatchObject({ code: 3 });
      expect(server.asked).toEqual([]);
      strange.dispose();
    });

    it('of a profile that is named come before the environment', async () => {
      keep(terminal, { profiles: { a: { url: server.url, apiKey: 'kadr_a' } } });
      server.replies(json(VIDEO));
      await terminal.kadr(['show', ID, '--profile', 'a']);
      await terminal.kadr(['show', ID]);
      expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer kadr_a', 'Bearer kadr_secret']);
    });

    it('stay where the file cannot be understood, and lose the eyes of others', async () => {
      keep(terminal, '{ half');
      const seen = await terminal.kadr(['profiles', 'list']);
      expect(seen).toMatchObject({ code: 2, stderr: expect.stringContaining('is no JSON') });
      expect(readFileSync(config(), 'utf8')).toBe('{ half');
      keep(terminal, { profiles: { a: { url: server.url, apiKey: 'kadr_a' } } });
      const list = await terminal.kadr(['profiles', 'list', '--json']);
      expect(list.stdout + list.stderr).not.toContain('kadr_a');
      expect(statSync(config()).mode & 0o077).toBe(0);
    });

    it('are where each system keeps such things', () => {
      const at = (platform: NodeJS.Platform, env: Record<string, string>): string =>
        configFolder({ platform, env, home: platform === 'win32' ? 'C:\\Users\\я' : '/home/я' });
      expect(at('linux', {})).toBe('/home/я/.config/kadr');
      expect(at('linux', { XDG_CONFIG_HOME: '/x' })).toBe('/x/kadr');
      expect(at('linux', { XDG_CONFIG_HOME: 'x' })).toBe('/home/я/.config/kadr');
      expect(at('darwin', {})).toBe('/home/я/Library/Application Support/kadr');
      expect(at('win32', {})).toBe('C:\\Users\\я\\AppData\\Roaming\\kadr');
      expect(at('win32', { APPDATA: 'D:\\r' })).toBe('D:\\r\\kadr');
      expect(at('linux', { KADR_CONFIG_DIR: '/y' })).toBe('/y');
    });

    function keep(who: Terminal, stored: unknown): void {
      const file = path.join(who.home, '.config/kadr/config.json');
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, typeof stored === 'string' ? stored : JSON.stringify(stored), { mode: 0o644 });
    }
  });
});
