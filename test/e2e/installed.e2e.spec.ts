/** What people get from npm, in an empty folder: the clients and the server as archives, on every Node that they promise to run on. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultProgramsDir, repositoryRoot } from '../../scripts/services.mjs';
import { OTHER_NODES, otherNode } from '../support/other-nodes.js';
import { isRunning, type ListedProcess, until } from '../support/supervised.js';

const run = promisify(execFile);
const MB = 1_000_000;

/** The example of the SDK's page, without key and address: they are in the environment. */
const SIX_LINES = `
import { Kadr } from '@kadr/sdk';
const kadr = new Kadr();
const video = await kadr.videos.create({ prompt: 'A whale sings', durationSeconds: 5, resolution: '480p' });
await kadr.videos.waitFor(video.id);
await kadr.videos.download(video.id, 'final.mp4', { to: process.argv[2] });
`;

/** Brands of a file start after its first four bytes. */
const isFilm = (file: string): boolean => readFileSync(file).toString('latin1', 4, 8) === 'ftyp';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function ended(child: ChildProcess): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout: out.join(''), stderr: err.join('') })));
}

(process.platform === 'win32' ? describe.skip : describe)('what npm installs in an empty folder', () => {
  let home = '';
  let clients = '';
  let archives = '';
  let cache = '';
  const nodes = new Map<string, string>();
  let server: ChildProcess | null = null;
  let said = '';

  const inHome = (...names: string[]): string => path.join(home, ...names);
  const kadrFile = (): string => path.join(clients, 'node_modules/kadr/dist/kadr.mjs');
  const nodeOf = (name: string): string => nodes.get(name) ?? '';

  /** Of somebody who has npm and this Node, and nothing of the repository. */
  const env = (node: string): NodeJS.ProcessEnv => ({
    PATH: [path.dirname(node), process.env['PATH']?.split(path.delimiter).filter((folder) => !folder.startsWith(repositoryRoot))]
      .flat()
      .join(path.delimiter),
    HOME: home,
    LANG: 'C.UTF-8',
    npm_config_cache: cache,
    npm_config_prefer_offline: 'true',
    // What was fetched for other specs, so that it is not fetched again.
    KADR_PROGRAMS_DIR: defaultProgramsDir(),
  });

  const kadr = (name: string, words: readonly string[]): Promise<Ended> =>
    ended(spawn(nodeOf(name), [kadrFile(), ...words], { env: env(nodeOf(name)), cwd: clients, stdio: ['ignore', 'pipe', 'pipe'] }));

  const listed = (role: string): ListedProcess => {
    const all = JSON.parse(readFileSync(inHome('.kadr/data/run/processes.json'), 'utf8')) as ListedProcess[];
    const found = all.find((one) => one.role === role);
    if (!found) throw new Error(`${role} is not listed`);
    return found;
  };
  const programOf = (pid: number): string => readlinkSync(`/proc/${pid}/exe`);

  /** Runs `kadr up` until it has said how to make a film with it. */
  async function up(name: string, words: readonly string[]): Promise<void> {
    said = '';
    const child = spawn(nodeOf(name), [kadrFile(), 'up', '--port', '0', ...words], {
      env: env(nodeOf(name)),
      cwd: clients,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    server = child;
    const isReady = (): boolean => said.includes('makes a film with it') && said.includes('Ctrl-C stops everything');
    await until('ready or ended', 120_000, () => isReady() || child.exitCode !== null);
    expect([child.exitCode, said]).toEqual([null, expect.stringContaining('Kadr is ready')]);
  }

  async function interrupt(): Promise<number | null> {
    const child = server;
    server = null;
    if (!child) throw new Error('it does not run');
    child.kill('SIGINT');
    await until('stopped', 60_000, () => child.exitCode !== null || child.signalCode !== null);
    return child.exitCode;
  }

  beforeAll(async () => {
    home = realpathSync(mkdtempSync(path.join(tmpdir(), 'kadr-installed-')));
    [clients, archives] = [inHome('films'), inHome('archives')];
    for (const folder of [clients, archives]) mkdirSync(folder);
    cache = (await run('npm', ['config', 'get', 'cache'])).stdout.trim();
    for (const [name, version] of Object.entries(OTHER_NODES)) nodes.set(name, await otherNode(version));
    nodes.set('bundled', process.execPath);
    await Promise.all(
      ['kadr', '@kadr/sdk'].map((name) =>
        run('npm', ['pack', '--silent', '--workspace', name, '--pack-destination', archives], { cwd: repositoryRoot }),
      ),
    );
    await run(process.execPath, ['scripts/pack-server.mjs', '--to', archives], { cwd: repositoryRoot });
    const files = ['kadr-0.1.0.tgz', 'kadr-sdk-0.1.0.tgz'].map((file) => path.join(archives, file));
    await run('npm', ['install', '--no-audit', '--no-fund', ...files], { cwd: clients, env: env(nodeOf('20')) });
    await up('20', ['--server', path.join(archives, 'kadr-server-0.1.0.tgz')]);
  }, 600_000);
  afterAll(async () => {
    if (server) await interrupt();
    rmSync(home, { recursive: true, force: true });
  }, 180_000);

  it('is nothing but itself where the clients are', () => {
    const { packages } = JSON.parse(readFileSync(path.join(clients, 'package-lock.json'), 'utf8')) as { packages: object };
    expect(Object.keys(packages).sort()).toEqual(['', 'node_modules/@kadr/sdk', 'node_modules/kadr']);
  });

  it('is a server with the drawings in use alone, on a newer Node where that of the person is too old', () => {
    expect(said).toContain(inHome('.kadr/data/run/bootstrap-key'));
    const [, folder = ''] = / in (\S+@kadr\/server)$/m.exec(said) ?? [];
    const dir = path.dirname(path.dirname(folder));
    expect(dir).toContain(inHome('.kadr/server/0.1.0-'));
    const icons = [dir, path.join(dir, '@kadr/server/node_modules')]
      .map((modules) => path.join(modules, '@iconify-json/fluent-emoji/icons.json'))
      .flatMap((file) => statSync(file, { throwIfNoEntry: false })?.size ?? []);
    expect(icons).toHaveLength(1);
    expect(icons[0]).toBeLessThan(25 * MB);
    if (process.platform === 'linux') expect(programOf(listed('app').pid)).not.toBe(realpathSync(nodeOf('20')));
    expect(statSync(inHome('.config/kadr/config.json')).mode & 0o077).toBe(0);
  });

  it.each(['20', '22', 'bundled'])(
    'makes a film by one command and by six lines on Node %s',
    async (name) => {
      const script = path.join(clients, `six-${name}.mjs`);
      writeFileSync(script, SIX_LINES);
      const { profiles } = JSON.parse(readFileSync(inHome('.config/kadr/config.json'), 'utf8')) as {
        profiles: { local: { url: string; apiKey: string } };
      };
      const { url, apiKey } = profiles.local;
      const six = spawn(nodeOf(name), [script, `${name}-six.mp4`], {
        env: { ...env(nodeOf(name)), KADR_URL: url, KADR_API_KEY: apiKey },
        cwd: clients,
      });
      const order = ['create', 'A whale sings', '--duration', '5', '--set', 'resolution=480p'];
      const [byCommand, bySix] = await Promise.all([kadr(name, [...order, '--download', `${name}.mp4`, '--json']), ended(six)]);
      expect([byCommand.code, byCommand.stderr]).toEqual([0, expect.stringContaining('Price: $0.00')]);
      expect(bySix).toEqual({ code: 0, stdout: '', stderr: '' });
      for (const file of [`${name}.mp4`, `${name}-six.mp4`]) expect([file, isFilm(path.join(clients, file))]).toEqual([file, true]);
      const video = JSON.parse(byCommand.stdout) as { id: string; status: string; video: { bytes: number } };
      expect([video.status, statSync(path.join(clients, `${name}.mp4`)).size]).toEqual(['completed', video.video.bytes]);
      const again = await kadr(name, [...order, '--json']);
      const { id } = JSON.parse(again.stdout) as { id: string };
      expect(await kadr(name, ['watch', id, '--quiet'])).toMatchObject({ code: 0, stdout: `${id}\n` });
    },
    180_000,
  );

  it('ends as a whole at Ctrl-C, and starts again with the same films on the Node that is there', async () => {
    const before = ['supervisor', 'app', 'postgres', 'nats', 'redis'].map((role) => listed(role).pid);
    const films = (await kadr('22', ['list', '--quiet'])).stdout;
    expect(films.trim().split('\n')).toHaveLength(9);
    expect(await interrupt()).toBe(130);
    expect(before.filter(isRunning)).toEqual([]);
    await up('bundled', ['--server', path.join(archives, 'kadr-server-0.1.0.tgz')]);
    expect(said).not.toContain('Installing');
    if (process.platform === 'linux') expect(programOf(listed('app').pid)).toBe(realpathSync(process.execPath));
    expect((await kadr('22', ['list', '--quiet'])).stdout).toBe(films);
  }, 180_000);
});
