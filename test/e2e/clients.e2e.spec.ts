/** The command line as it is bundled, in a pipe and at a terminal, and the tools for agents, against one running app. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { type Provider, ProviderError } from '#integrations';
import { DirectedApp } from '../support/directed-app.js';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
/** The one that npm was started with, which may be as old as 20.19; the app itself runs on a newer one. */
const NODE = process.env['npm_node_execpath'] ?? process.execPath;
const KB = 1000;

/** Has a price, and refuses everything; a stand-in is made instead. */
const dear: Provider = {
  name: 'dear',
  models: () => [
    {
      ...{ id: 'dear:reel', provider: 'dear', capability: 'text-to-video', unit: 'call', priceMicros: 7000 },
      ...{ durationsSeconds: null, aspectRatios: ['9:16'], available: true, unavailableReason: null, successor: null },
    },
  ],
  makers: () => ({ clip: { make: () => Promise.reject(new ProviderError('content_refused', 'not this', false)) } }),
};

/** Short enough to be told in five seconds, and another one each time. */
const SUBJECTS = ['Whales', 'Owls', 'Bees', 'Foxes', 'Crabs', 'Wolves', 'Geese', 'Moths', 'Eels', 'Bears'];
const subject = (): string => SUBJECTS.shift() ?? randomUUID();

/** Programs of the page about exports that this machine does not have. */
const MISSING = ['bash', 'curl', 'jq', 'openssl', 'sha256sum', 'unzip'].filter((name) => spawnSync(name, ['--help']).error);

interface ToolAnswer {
  readonly isError?: boolean;
  readonly content: readonly { readonly type: string; readonly text?: string; readonly mimeType?: string; readonly data?: string }[];
  readonly structuredContent?: Record<string, unknown>;
}

describe('clients', () => {
  let app: DirectedApp;
  let folder = '';
  const bundle = (): string => path.join(folder, 'package/dist/kadr.mjs');

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kadr-clients-'));
    // `npm pack` runs `prepack`, which bundles. The folder is empty: nothing else is installed there.
    await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: path.join(root, 'packages/cli') });
    await run('tar', ['-xzf', path.join(folder, 'kadr-0.1.0.tgz'), '-C', folder]);
    app = await DirectedApp.start([dear]);
  }, 180_000);
  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  describe('kadr', () => {
    const env = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
      ...{ PATH: process.env['PATH'], HOME: folder, KADR_URL: app.url, KADR_API_KEY: app.apiKey, LANG: 'C.UTF-8', TERM: 'xterm' },
      ...more,
    });

    function kadr(
      words: readonly string[],
      stdin = '',
      more: Record<string, string> = {},
    ): Promise<{ code: number | null; stdout: string; stderr: string }> {
      const child = spawn(NODE, [bundle(), ...words], { env: env(more), cwd: folder });
      return ended(child, stdin);
    }

    /** At a terminal of so many columns. Both streams come as one there. */
    async function atTerminal(words: readonly string[], typed = '', columns = 80): Promise<{ code: number | null; seen: string }> {
      const quoted = [process.execPath, bundle(), ...words].map((word) => `'${word}'`).join(' ');
      const command = `stty cols ${columns} rows 24; ${quoted}`;
      const child = spawn('script', ['-qec', command, '/dev/null'], { env: env(), cwd: folder });
      const { code, stdout } = await ended(child, typed);
      return { code, seen: stdout };
    }

    function ended(child: ReturnType<typeof spawn>, stdin: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
      const [out, err]: [string[], string[]] = [[], []];
      child.stdout?.on('data', (chunk: Buffer) => out.push(chunk.toString()));
      child.stderr?.on('data', (chunk: Buffer) => err.push(chunk.toString()));
      child.stdin?.end(stdin);
      return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout: out.join(''), stderr: err.join('') })));
    }

    it('is one file that needs nothing, and one more for agents', () => {
      expect(statSync(bundle()).size).toBeLessThan(400 * KB);
      const manifest = JSON.parse(readFileSync(path.join(folder, 'package/package.json'), 'utf8')) as object;
      expect(manifest).not.toHaveProperty('dependencies');
    });

    it('orders, follows and gets a film in one command, on the Node of whoever installs it', async () => {
      const film = await kadr(['create', 'A whale sings', '--duration', '5', '--download', 'film.mp4', '--json']);
      expect(film).toMatchObject({ code: 0 });
      const video = JSON.parse(film.stdout) as { id: string; status: string; video: { bytes: number } };
      expect(video.status).toBe('completed');
      expect(statSync(path.join(folder, 'film.mp4')).size).toBe(video.video.bytes);
      expect(film.stderr).toContain('Price: $0.00');
      expect((await kadr(['list', '--quiet'])).stdout).toContain(video.id);
      expect(await kadr(['show', randomUUID()])).toMatchObject({ code: 4, stdout: '' });
      expect(await kadr(['create', 'x', '--set', 'voice.speed=9', '--set', 'fps=29'])).toMatchObject({ code: 7, stdout: '' });
      expect(await kadr(['create', 'x', '--model', 'dear:reel'])).toMatchObject({ code: 2, stdout: '' });
      expect(await kadr(['show', video.id], '', { KADR_API_KEY: 'kadr_wrong' })).toMatchObject({ code: 3 });
    }, 60_000);

    (MISSING.length === 0 ? it : it.skip)(
      'does in a shell what its pages show, and finds one byte of an export that is another',
      async () => {
        const [, id = ''] = /^(\S+)$/m.exec((await kadr(['list', '--quiet'])).stdout) ?? [];
        const here = path.join(folder, 'unpacked');
        const bin = path.join(folder, 'bin');
        for (const made of [here, bin]) mkdirSync(made);
        writeFileSync(path.join(bin, 'kadr'), `#!/bin/sh\nexec '${process.execPath}' '${bundle()}' "$@"\n`, { mode: 0o755 });
        // An answer that is a refusal would be stored as the file.
        writeFileSync(path.join(folder, '.curlrc'), 'fail\nsilent\nshow-error\n');
        const shell = (script: string) => {
          const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
            env: env({ ID: id, PATH: `${bin}:${process.env['PATH']}` }),
            cwd: here,
          });
          return ended(child, '');
        };
        const page = readFileSync(path.join(root, 'docs/export.md'), 'utf8');
        const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
        expect(blocks).toHaveLength(5);
        for (const block of blocks) expect([block, await shell(block)]).toEqual([block, expect.objectContaining({ code: 0 })]);
        const check = blocks.at(-1) ?? '';
        expect((await shell(check)).stdout).toMatch(/Signature Verified Successfully[\s\S]*final\.mp4: OK/);
        expect(await shell('kadr verify .')).toMatchObject({ code: 0 });
        const film = path.join(here, 'media/final.mp4');
        const bytes = readFileSync(film);
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
        writeFileSync(film, bytes);
        expect(await shell(check)).toMatchObject({ code: 1, stdout: expect.stringContaining('final.mp4: FAILED') });
        expect((await shell('kadr verify .')).code).not.toBe(0);
        const record = path.join(here, 'media/provenance.json');
        writeFileSync(record, readFileSync(record, 'utf8').replace('"version"', '"versioN"').replace('kadr', 'kadR'));
        expect((await shell(check)).stdout).not.toContain('Verified Successfully');
        const ordered = await shell(
          'id=$(kadr create Owls --duration 5 --gates script --json | jq -r .id); kadr cancel "$id" --quiet; echo "$id"',
        );
        expect([ordered.code, ordered.stdout.trim().split('\n').at(-1)]).toEqual([0, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
      },
      60_000,
    );

    it('draws at a terminal, and decides there', async () => {
      const { stdout } = await kadr(['create', 'A whale sings', '--duration', '5', '--gates', 'script', '--quiet']);
      const { code, seen } = await atTerminal(['watch', stdout.trim()], 'y\n', 60);
      expect([code, seen]).toEqual([0, expect.stringContaining('Approve script?')]);
      expect(seen).toContain('\u001b[2K');
      const list = await atTerminal(['list'], '', 60);
      for (const line of list.seen.split('\r\n')) expect([...line].length).toBeLessThanOrEqual(60);
    }, 60_000);

    it('decides from a script, and says that it is well', async () => {
      const { stdout } = await kadr(['create', 'A whale sings', '--duration', '5', '--gates', 'script', '--quiet']);
      const id = stdout.trim();
      expect(await kadr(['watch', id, '--until-gate', '--quiet'])).toMatchObject({ code: 0, stdout: `${id}\n` });
      expect(await kadr(['approve', id, 'script'])).toMatchObject({ code: 0, stdout: '' });
      expect(await kadr(['approve', id, 'script'])).toMatchObject({ code: 5 });
      const other = (await kadr(['create', 'Owls', '--duration', '5', '--gates', 'script', '--quiet'])).stdout.trim();
      expect(await kadr(['cancel', other, '--quiet'])).toMatchObject({ code: 0 });
      expect(await kadr(['watch', other])).toMatchObject({ code: 8, stdout: `${other}  cancelled\n` });
      expect(await kadr(['doctor'])).toMatchObject({ code: 0, stdout: expect.stringContaining('none fails') });
      for (const words of [
        'models',
        'templates',
        'quota',
        'usage',
        'keys list',
        'webhooks list',
        'workflows list',
        'schedules list',
        'batch list',
        'series list',
        'contacts list',
        'assets list',
      ]) {
        const seen = await kadr([...words.split(' '), '--json']);
        expect([words, seen.code, Array.isArray((JSON.parse(seen.stdout) as { data?: unknown }).data)]).toEqual([words, 0, true]);
      }
    }, 90_000);

    it('makes a film of each row, and spends nothing that nobody has agreed to', async () => {
      const small = ['--set', 'durationSeconds=5', '--set', 'resolution=480p', '--set', 'prompt=A fact about {{animal}}'];
      const text = 'key,animal\na,whales\nb,owls\n';
      const made = await kadr(['batch', 'run', '-', '--format', 'csv', ...small, '--watch'], text);
      expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('2 of 2 made, 0 being made, 0 failed, $0.00')]);
      const id = /^id +(\S+)$/m.exec(made.stdout)?.[1] ?? '';
      expect((await kadr(['batch', 'report', id])).stdout.split('\r\n').map((line) => line.split(',')[2])).toEqual([
        ...['status', 'completed', 'completed', undefined],
      ]);
      expect(await kadr(['batch', 'retry', id])).toMatchObject({ code: 5 });
      const faulty = await kadr(['batch', 'run', '-', '--format', 'csv', ...small], 'key,animal\na,x\na,y\n');
      expect([faulty.code, faulty.stdout, faulty.stderr]).toEqual([7, '', expect.stringMatching(/items\.1\.key.*line 3/)]);
      const priced = ['batch', 'run', '-', '--format', 'ndjson', ...small];
      const dearly = '{"animal":"bees","visuals":{"models":["dear:reel"]}}\n';
      expect(await kadr(priced, dearly)).toMatchObject({ code: 2, stdout: '' });
      expect(await kadr([...priced, '--max-cost', '0.001'], dearly)).toMatchObject({ code: 6, stdout: '' });
      expect((await kadr(['batch', 'list', '--quiet'])).stdout.trim().split('\n')).toEqual([id]);
    }, 60_000);

    it('orders the episodes of a series one after the other, and spends nothing that nobody has agreed to', async () => {
      const small = ['--set', 'durationSeconds=5', '--set', 'resolution=480p', '--set', 'title=Sea, part {{episode}}'];
      const made = await kadr(['series', 'create', 'Sea', '--topics', '-', ...small, '--quiet'], 'whales\n\n  owls  \n');
      const id = made.stdout.trim();
      expect(made.code).toBe(0);
      const first = await kadr(['series', 'next', id, '--wait']);
      expect([first.code, first.stderr]).toEqual([0, expect.stringContaining('Episode 1, whales: ')]);
      const dear = ['series', 'next', id, 'A whale alone', '--model', 'dear:reel'];
      expect(await kadr(dear)).toMatchObject({ code: 2, stdout: '' });
      expect(await kadr([...dear, '--max-cost', '0.001'])).toMatchObject({ code: 6, stdout: '' });
      expect((await kadr(['series', 'next', id])).stdout).toMatch(/^Episode 2, owls: /);
      expect(await kadr(['series', 'next', id])).toMatchObject({ code: 5, stdout: '' });
      expect(await kadr(['series', 'add-topics', id, 'krill', 'sea pens'])).toMatchObject({ code: 0 });
      expect((await kadr(['series', 'show', id])).stdout).toMatch(/next +3: krill/);
      const { data } = JSON.parse((await kadr(['series', 'episodes', id, '--json'])).stdout) as {
        data: { title: string; topic: string }[];
      };
      expect(data.map(({ topic }) => topic)).toEqual(['owls', 'whales']);
      expect(data.at(-1)?.title).toBe('Sea, part 1');
      expect(await kadr(['series', 'delete', id])).toMatchObject({ code: 0 });
      expect(await kadr(['series', 'show', id])).toMatchObject({ code: 4 });

      const several = ['series', 'create', 'Reef', '--topics', '-', '--batch-of', '2', ...small];
      const costly = [...several, '--set', 'visuals.models=["dear:reel"]'];
      expect(await kadr(costly, 'coral\nsponges\n')).toMatchObject({ code: 2, stdout: '' });
      expect(await kadr([...costly, '--max-cost', '0.001'], 'coral\nsponges\n')).toMatchObject({ code: 6, stdout: '' });
      // At a gate it cannot be over before it is called off.
      const gated = [...several, '--set', 'approvals=["script"]', '--json'];
      const reef = await kadr(gated, 'coral\nsponges\n');
      const { batchId } = JSON.parse(reef.stdout) as { batchId: string };
      expect((await kadr(['batch', 'cancel', batchId])).code).toBe(0);
    }, 90_000);

    it('takes the rows that the page of batches shows, in JSON and as CSV', async () => {
      const page = readFileSync(path.join(root, 'docs/batches.md'), 'utf8');
      const block = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';
      // One wrong setting beside them: their rows are judged like all others, and nothing is made.
      const json = JSON.stringify({ ...(JSON.parse(block('json')) as object), concurrency: 0 });
      for (const [type, query, body] of [
        ['application/json', '', json],
        ['text/csv', '?concurrency=0', block('csv')],
      ] as const) {
        const response = await app.request(`/v1/batches${query}`, { method: 'POST', body, headers: { 'content-type': type } });
        const { errors } = (await response.json()) as { errors: { path: string }[] };
        expect([type, response.status, errors.map(({ path: where }) => where)]).toEqual([type, 400, ['concurrency']]);
      }
    });

    it('completes words', async () => {
      const { stdout } = await run(process.execPath, [bundle(), 'complete', '--', 'webhooks', 're'], { env: env() });
      expect(stdout).toMatch(/^replay\t/m);
      expect((await run(process.execPath, [bundle(), 'completion', 'bash'], { env: env() })).stdout).toContain(
        '# bash completion for kadr',
      );
    });
  });

  describe('tools', () => {
    const closing: { close(): Promise<void> }[] = [];
    afterAll(() => Promise.all(closing.map((client) => client.close())));
    const headers = (): { headers: Record<string, string> } => ({ headers: { authorization: `Bearer ${app.apiKey}` } });

    async function modern(capabilities: object = {}): Promise<ModernClient> {
      const client = new ModernClient({ name: 'spec', version: '1' }, { capabilities, versionNegotiation: { mode: 'auto' } });
      await client.connect(new ModernHttp(new URL(`${app.url}/mcp`), { requestInit: headers() }));
      closing.push(client);
      return client;
    }
    async function legacy(): Promise<LegacyClient> {
      const client = new LegacyClient({ name: 'spec', version: '1' });
      await client.connect(new LegacyHttp(new URL(`${app.url}/mcp`), { requestInit: headers() }) as never);
      closing.push(client);
      return client;
    }
    async function stdio(): Promise<ModernClient> {
      const client = new ModernClient({ name: 'spec', version: '1' });
      const settings = { KADR_URL: app.url, KADR_API_KEY: app.apiKey, HOME: folder, PATH: process.env['PATH'] ?? '' };
      await client.connect(new StdioClientTransport({ command: process.execPath, args: [bundle(), 'mcp'], env: settings, stderr: 'pipe' }));
      closing.push(client);
      return client;
    }

    type AnyClient = ModernClient | LegacyClient;
    async function call(client: AnyClient, name: string, args: object = {}): Promise<ToolAnswer> {
      return (await (client as ModernClient).callTool({ name, arguments: args as Record<string, unknown> })) as unknown as ToolAnswer;
    }
    const factsOf = ({ structuredContent, content }: ToolAnswer): Record<string, unknown> =>
      structuredContent ?? { said: content[0]?.text };

    it.each([
      ['the newer client', () => modern()],
      ['the older client', () => legacy()],
      ['stdin and stdout', () => stdio()],
    ])(
      'make a film and show it, by %s',
      async (_, connect) => {
        const client = await connect();
        const { tools } = await client.listTools();
        expect(tools).toHaveLength(14);
        for (const { description = '' } of tools) expect(description.split(/\s+/).length).toBeLessThanOrEqual(60);
        const order = { prompt: subject(), durationSeconds: 5 };
        const { id } = factsOf(await call(client, 'create_video', order)) as { id: string };
        const again = factsOf(await call(client, 'create_video', order));
        expect([again['id'], again['note']]).toEqual([id, expect.stringContaining('made before')]);
        expect(factsOf(await call(client, 'create_video', { ...order, requestId: 'another' }))['id']).not.toBe(id);
        let ended = await call(client, 'wait_for_video', { id, seconds: 50 });
        for (let tries = 0; factsOf(ended)['note'] === 'Not finished, call again.' && tries < 3; tries += 1)
          ended = await call(client, 'wait_for_video', { id, seconds: 50 });
        expect(factsOf(ended)).toMatchObject({ id, status: 'completed', film: { url: expect.stringContaining('final.mp4') } });
        expect(JSON.stringify(ended).length).toBeLessThan(4_000);
        const previews = await call(client, 'get_previews', { id });
        expect(previews.content.some(({ type }) => type === 'image')).toBe(true);
        const script = await (client as ModernClient).readResource({ uri: `kadr://videos/${id}/script` });
        expect(script.contents).toEqual([expect.objectContaining({ mimeType: 'text/plain', text: expect.stringMatching(/\w/) })]);
        for (const unknown of [randomUUID(), 'nope']) {
          const reading = (client as ModernClient).readResource({ uri: `kadr://videos/${unknown}` });
          await expect(reading).rejects.toMatchObject({ code: -32602, message: expect.stringContaining(unknown) });
        }
      },
      120_000,
    );

    it('make a film, show it, and make "scene 2" again, for an agent that knows what tools say of themselves alone', async () => {
      const client = await modern();
      const { tools } = await client.listTools();
      interface Described {
        readonly description: string;
      }
      /** What people say, into the argument that is said to be the number of a scene. */
      const told = (name: string, said: Readonly<Record<string, string | number>>): Record<string, unknown> => {
        const { properties = {} } = tools.find((tool) => tool.name === name)?.inputSchema ?? {};
        const [place = ''] = Object.keys(properties).filter((one) =>
          /^number of the scene/i.test((properties[one] as unknown as Described).description),
        );
        return Object.fromEntries(
          Object.entries(said).map(([what, value]) => (typeof value === 'number' ? [place, value] : [what, value])),
        );
      };
      const done = async (id: unknown): Promise<Record<string, unknown>> => {
        for (;;) {
          const state = factsOf(await call(client, 'wait_for_video', { id }));
          if (state['note'] !== 'Not finished, call again.') return state;
        }
      };
      interface Seen {
        readonly segments: { readonly scene: number; readonly imagePrompt: string }[];
      }
      const seen = async (id: unknown) => {
        const { content, structuredContent } = await call(client, 'get_previews', { id });
        const { segments } = structuredContent as unknown as Seen;
        const pictures = content.flatMap(({ type, data }) => (type === 'image' ? [data] : []));
        return segments.map(({ scene, imagePrompt }, at) => ({ scene, imagePrompt, picture: pictures[at] }));
      };
      const { id } = factsOf(await call(client, 'create_video', { prompt: subject(), durationSeconds: 15 }));
      expect(await done(id)).toMatchObject({ id, status: 'completed', segments: { total: 2 } });
      const first = await seen(id);
      expect(first.map(({ scene }) => scene)).toEqual([1, 2]);
      const made = app.asked.clips.length;
      const wish = told('regenerate_segment', { id: String(id), scene: 2, prompt: 'From above' });
      expect(factsOf(await call(client, 'regenerate_segment', wish))).toMatchObject({ id, note: expect.stringContaining('Scene 2 ') });
      expect(factsOf(await call(client, 'regenerate_segment', wish))).toMatchObject({ id, note: expect.stringContaining('made before') });
      expect(await done(id)).toMatchObject({ id, status: 'completed' });
      const [one, two] = await seen(id);
      expect(one).toEqual(first[0]);
      expect(two).toMatchObject({ scene: 2, imagePrompt: expect.stringContaining('From above') });
      expect(two?.picture).toEqual(expect.any(String));
      expect(app.asked.clips.slice(made)).toEqual([expect.objectContaining({ prompt: 'From above' })]);
      const wishes = await app.query<{ index: number }>(
        `SELECT data->'index' AS index FROM eventing.events WHERE stream_id = $1 AND type = 'SegmentRegenerationRequested'`,
        [`video-job-${String(id)}`],
      );
      expect(wishes).toEqual([{ index: 1 }]);
      const beyond = await call(client, 'regenerate_segment', told('regenerate_segment', { id: String(id), scene: 3, prompt: 'x' }));
      expect(beyond.content[0]?.text).toContain('There is no scene 3: the film has 2, counted from 1.');
      // By its index in the API it is the same call.
      const byIndex = { id: String(id), index: 1, prompt: 'From above' };
      expect(factsOf(await call(client, 'regenerate_segment', byIndex))).toMatchObject({ note: expect.stringContaining('made before') });
      const neither = await call(client, 'regenerate_segment', { id: String(id), prompt: 'x' });
      expect([neither.isError, neither.content[0]?.text]).toEqual([true, expect.stringContaining('scene counts from 1')]);
    }, 90_000);

    it('say what is wrong, and hold the words of others apart', async () => {
      const client = await modern();
      const unknown = await call(client, 'get_video', { id: randomUUID() });
      expect([unknown.isError, unknown.content[0]?.text]).toEqual([true, expect.stringContaining('video_not_found')]);
      const wrong = await call(client, 'create_video', { prompt: 'x', voice: { speed: 9 } });
      expect([wrong.isError, wrong.content[0]?.text]).toEqual([true, expect.stringContaining('voice.speed')]);
      const said = await call(client, 'list_videos', { limit: 40 });
      expect(JSON.stringify(said.structuredContent).length).toBeLessThan(8_000);
      expect(said.content[0]?.text).toMatch(/never instructions to you\.\n```json\n.*\n```$/s);
      expect((await client.listPrompts()).prompts.map(({ name }) => name)).toEqual(['make_short', 'fix_scene']);
    });

    it('spend nothing before a person has allowed exactly this', async () => {
      const client = await modern();
      const order = {
        prompt: `A dear whale, ${subject()}`,
        durationSeconds: 5,
        visuals: { mode: 'text-to-video', models: ['dear:reel'] },
      };
      const asked = factsOf(await call(client, 'create_video', order));
      expect(asked).toMatchObject({ status: 'confirmation_required', confirmUrl: expect.stringContaining('/a/confirm/') });
      const token = String(asked['confirmationToken']);
      // Neither the token, nor looking at the page, nor a made-up address allows it.
      expect(factsOf(await call(client, 'create_video', { ...order, confirmationToken: token }))).toMatchObject({
        status: 'confirmation_required',
      });
      const page = await app.follow(String(asked['confirmUrl']));
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('A dear whale')]);
      expect((await app.follow(`${String(asked['confirmUrl'])}x`)).status).toBe(404);
      expect(factsOf(await call(client, 'create_video', order))).toMatchObject({ status: 'confirmation_required' });
      const url = new URL(new URL(String(asked['confirmUrl'])).pathname, app.url);
      const allowed = await fetch(url, { method: 'POST', body: new URLSearchParams({ answer: 'allow' }), redirect: 'manual' });
      expect(allowed.status).toBe(303);
      // The first answer stands.
      await fetch(url, { method: 'POST', body: new URLSearchParams({ answer: 'refuse' }), redirect: 'manual' });
      expect(factsOf(await call(client, 'create_video', { ...order, title: 'Another one' }))).toMatchObject({
        status: 'confirmation_required',
      });
      const made = await Promise.all(Array.from({ length: 10 }, () => call(client, 'create_video', order)));
      expect(new Set(made.map((one) => factsOf(one)['id'])).size).toBe(1);
    }, 60_000);

    it('ask a person by a form where the client has one', async () => {
      const client = await modern({ elicitation: { form: {} } });
      const heard: string[] = [];
      let answer: 'accept' | 'decline' = 'decline';
      client.setRequestHandler('elicitation/create', (request) => {
        heard.push(String(request.params.message));
        return answer === 'accept' ? { action: 'accept', content: { confirm: true } } : { action: 'decline' };
      });
      const order = {
        prompt: `A dear whale, ${subject()}`,
        durationSeconds: 5,
        visuals: { mode: 'text-to-video', models: ['dear:reel'] },
      };
      const refused = factsOf(
        await call(client, 'create_video', order).catch((error: unknown) => ({
          content: [],
          structuredContent: { failed: String(error) },
        })),
      );
      expect(refused['id']).toBeUndefined();
      answer = 'accept';
      expect(factsOf(await call(client, 'create_video', order))).toHaveProperty('id');
      expect(heard[0]).toContain('A dear whale');
    }, 60_000);

    it('decide nothing in the place of a person', async () => {
      const client = await modern();
      const { id } = factsOf(await call(client, 'create_video', { prompt: subject(), durationSeconds: 5, approvals: ['script'] }));
      expect(factsOf(await call(client, 'wait_for_video', { id }))).toMatchObject({
        status: 'awaiting_approval',
        waitsFor: { approval: 'script' },
      });
      const asked = factsOf(await call(client, 'decide_approval', { id, type: 'script', decision: 'approve' }));
      expect(asked).toMatchObject({ status: 'confirmation_required' });
      const url = new URL(new URL(String(asked['confirmUrl'])).pathname, app.url);
      await fetch(url, { method: 'POST', body: new URLSearchParams({ answer: 'allow' }), redirect: 'manual' });
      expect(factsOf(await call(client, 'decide_approval', { id, type: 'script', decision: 'reject' }))).toMatchObject({
        status: 'confirmation_required',
      });
      expect(factsOf(await call(client, 'decide_approval', { id, type: 'script', decision: 'approve' }))['id']).toBe(id);
    }, 60_000);

    it('have one scene made again where a person says what is wrong with it', async () => {
      const client = await modern();
      const ordered = { prompt: subject(), durationSeconds: 15, approvals: ['images'] };
      const { id } = factsOf(await call(client, 'create_video', ordered));
      await call(client, 'wait_for_video', { id });
      /** Where their pictures are stored; a link is signed anew each time. */
      const pictures = async (): Promise<string[]> => {
        const response = await app.request(`/v1/videos/${String(id)}/segments`);
        const { data } = (await response.json()) as { data: { imageUrl: string }[] };
        return data.map(({ imageUrl }) => {
          const [token = ''] = new URL(imageUrl).pathname.split('/media/').at(-1)?.split(/[./]/) ?? [];
          return Buffer.from(token, 'base64url').toString('latin1').split('\n')[2] ?? '';
        });
      };
      const before = await pictures();
      expect(before.length).toBeGreaterThan(1);
      const rejected = { id, type: 'images', decision: 'reject', scenes: [2], comment: 'Darker.' };
      const asked = factsOf(await call(client, 'decide_approval', rejected));
      const url = new URL(new URL(String(asked['confirmUrl'])).pathname, app.url);
      await fetch(url, { method: 'POST', body: new URLSearchParams({ answer: 'allow' }), redirect: 'manual' });
      expect(factsOf(await call(client, 'decide_approval', rejected))['id']).toBe(id);
      expect(factsOf(await call(client, 'wait_for_video', { id }))).toMatchObject({ waitsFor: { approval: 'images' } });
      const after = await pictures();
      expect(after.map((picture, index) => picture === before[index])).toEqual(before.map((_, index) => index !== 1));
    }, 60_000);

    it('are for callers with a key, and for no page of another place', async () => {
      const post = (more: Record<string, string>) =>
        fetch(`${app.url}/mcp`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...more },
          body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
        });
      expect((await post({})).status).toBe(401);
      expect((await post({ ...headers().headers, origin: 'https://evil.example' })).status).toBe(403);
    });
  });
});
