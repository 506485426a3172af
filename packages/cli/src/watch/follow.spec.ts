import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HostileServer } from '../../../sdk/src/testing/hostile-server.js';
import { takeAtOnce } from '../../../sdk/src/testing/short-waits.js';
import { Terminal, type TerminalOptions } from '../testing/terminal.js';

const ID = '0197a1f0-0000-7000-8000-000000000000';
const OTHER = '0197a1f0-0000-7000-8000-000000000001';
const SEGMENT = { index: 0, imageStatus: 'completed', videoStatus: 'generating', source: null, isFallback: false, text: 'x' };

/** A server with videos that go on as the spec says. */
class Studio {
  videos = new Map<string, Record<string, unknown>>();
  /** Answers of event streams, one after the other; the last one stays open. */
  streams: string[] = [];
  /** How many requests are not answered before the next one is. */
  away = 0;

  constructor(readonly server: HostileServer) {
    server.replies((request, response, { path, method }) => {
      if (this.away > 0) {
        this.away -= 1;
        return void request.socket.destroy();
      }
      const [, id = '', rest = ''] = /^\/v1\/videos\/([^/]+)(.*)$/.exec(path) ?? [];
      if (rest === '/events') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const text = this.streams.shift();
        return void (text === undefined ? response.write(': here\n\n') : response.end(text));
      }
      if (method === 'POST') this.change(id, { status: 'completed', approvals: [], decided: rest });
      const body = rest === '/segments' ? { data: [SEGMENT] } : this.videos.get(id);
      response
        .writeHead(body ? 200 : 404, { 'content-type': 'application/json' })
        .end(JSON.stringify(body ?? { code: 'not_found', detail: 'none' }));
    });
  }

  change(id: string, change: object): this {
    this.videos.set(id, { ...(this.videos.get(id) ?? video(id)), ...change });
    return this;
  }
}

const video = (id: string): Record<string, unknown> => ({
  ...{ id, status: 'processing', stage: 'assets', title: 'A whale', approvals: [], artifacts: [], video: null, error: null },
  progress: { percent: 40, message: 'Pictures', segments: { total: 1, imagesDone: 1, videosDone: 0, fallbacks: 0, failed: 0 } },
  ...{
    cost: { amountMicros: 0, currency: 'USD', items: [] },
    createdAt: '2026-11-01T10:00:00Z',
    updatedAt: '2026-11-01T10:00:00Z',
    completedAt: null,
  },
});
const frames = (...events: [string, object][]): string =>
  events.map(([event, data], at) => `id: 10.${at}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join('');
const GATE = {
  status: 'awaiting_approval',
  approvals: [{ type: 'script', status: 'pending', createdAt: 'x', preview: { script: 'Whales\u001b[2J sing.' } }],
};

describe('watching', () => {
  let server: HostileServer;
  let terminal: Terminal;
  let studio: Studio;
  beforeAll(async () => void (server = await HostileServer.start()));
  afterAll(() => server.stop());
  beforeEach(() => {
    // Waits between tries are taken at once; a second is what a spec has asked for.
    takeAtOnce((ms) => ms >= 375 && ms <= 8_000 && ms !== 1_000);
    terminal = new Terminal(server.url);
    studio = new Studio(server);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    terminal.dispose();
  });

  const watch = (words: readonly string[] = [], options: TerminalOptions = {}) => terminal.kadr(['watch', ID, ...words], options);

  it('ends with the film, over a server that goes away', async () => {
    studio.change(ID, {}).streams = [frames(['stage', { stage: 'assets' }], ['segment', { ...SEGMENT, videoStatus: 'completed' }])];
    const ended = setInterval(() => {
      if (server.asked.some(({ path }) => path.endsWith('/events'))) {
        studio.away = 8;
        studio.change(ID, { status: 'completed', video: { url: 'http://x/film' } });
        clearInterval(ended);
      }
    }, 5);
    expect(await watch()).toMatchObject({
      code: 0,
      stdout: `${ID}  completed  http://x/film\n`,
      stderr: expect.stringContaining('assets  40%  Pictures'),
    });
  });

  it('goes on after the last event it has heard, and gives each to programs once', async () => {
    const said = frames(['progress', { percent: 50, message: 'x', segments: { total: 1 } }], ['segment', SEGMENT]);
    studio.change(ID, {}).streams = [said, said + frames(['completed', { id: ID }]).replace('10.0', '11.0')];
    const done = setInterval(
      () => server.asked.filter(({ path }) => path.endsWith('/events')).length > 1 && studio.change(ID, { status: 'completed' }),
      5,
    );
    const { stdout, code } = await watch(['--json']);
    clearInterval(done);
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual(['10.0', '10.1', '11.0']);
    expect(server.asked.filter(({ path }) => path.endsWith('/events')).map(({ headers }) => headers['last-event-id'])).toEqual([
      undefined,
      '10.1',
    ]);
  });

  it.each(['failed', 'cancelled'])('ends with 8 when the video %s, after all others', async (status) => {
    studio.change(ID, { status, error: { code: 'no_voice', message: 'No voice\u001b[31m' } }).change(OTHER, { status: 'completed' });
    const seen = await terminal.kadr(['watch', ID, OTHER, '--quiet']);
    expect(seen).toMatchObject({ code: 8, stdout: `${ID}\n${OTHER}\n` });
    expect(seen.stderr).toContain('no_voice');
    expect(seen.stderr).not.toContain('\u001b');
  });

  it('ends with 4 where there is no such video', async () => {
    expect(await watch()).toMatchObject({ code: 4, stdout: '' });
  });

  it('leaves the video running at Ctrl-C, and says so', async () => {
    studio.change(ID, {});
    const interrupted = new AbortController();
    const watching = setInterval(() => server.asked.some(({ path }) => path.endsWith('/events')) && interrupted.abort(), 5);
    const seen = await watch([], { signal: interrupted.signal }).finally(() => clearInterval(watching));
    expect(seen).toMatchObject({
      code: 130,
      stdout: '',
      stderr: expect.stringContaining(`The video goes on being made: kadr watch ${ID}`),
    });
    expect(server.asked.map(({ method }) => method)).not.toContain('POST');
  });

  it('ends with 9 when it was waited long enough', async () => {
    studio.change(ID, {});
    expect(await watch(['--timeout', '1'])).toMatchObject({ code: 9, stderr: expect.stringContaining('goes on') });
  });

  it('waits to the end where that comes before a time no timer can wait for', async () => {
    studio.change(ID, GATE);
    expect(await watch(['--until-gate', '--timeout', '9999999'])).toMatchObject({ code: 0 });
  });

  it('asks at a terminal when somebody has to decide, and shows the script as it is', async () => {
    studio.change(ID, GATE);
    const seen = await watch([], { isTerminal: true, stdin: 'what\ny\n' });
    expect(seen).toMatchObject({ code: 0 });
    expect(studio.videos.get(ID)).toMatchObject({ decided: '/approvals/script/approve' });
    expect(seen.stderr).toContain('Whales [2J sing.');
  });

  it('decides nothing by itself in a pipe: it says what is waited for', async () => {
    studio.change(ID, GATE);
    const seen = await watch(['--until-gate']);
    expect(seen).toMatchObject({ code: 0, stdout: `${ID}  awaiting_approval\n` });
    const waited = await watch(['--timeout', '1']);
    expect(waited).toMatchObject({ code: 9, stderr: expect.stringContaining(`kadr approve ${ID} script`) });
    expect(server.asked.map(({ method }) => method)).not.toContain('POST');
  });

  it('draws over what it has drawn, and within the rows', async () => {
    studio.change(ID, { status: 'completed' });
    const { stderr } = await watch([], { isTerminal: true });
    expect(stderr).toContain('\u001b[6A');
    expect(stderr.endsWith('\u001b[J')).toBe(true);
    const inCi = await watch([], { isTerminal: true, env: { CI: '1', NO_COLOR: '1' } });
    expect(inCi.stderr).not.toContain('\u001b');
  });
});
