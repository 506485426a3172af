/** What people get from npm, in an empty folder: SDK and command line from their archives, on every Node that they promise to run on. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../apps/api/src/testing/index.js';
import { repositoryRoot } from '../../scripts/services.mjs';
import { factsOf } from '../support/film.js';
import { OTHER_NODES, otherNode } from '../support/fetched-packages.js';

const run = promisify(execFile);
const inRoot = (...names: string[]): string => path.join(repositoryRoot, ...names);

/** The first example of the SDK's page, with the key and the address of this app and a film that is short. */
function sixLines(app: TestApp, file: string): string {
  const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(inRoot('packages/sdk/README.md'), 'utf8')) ?? [];
  const lines = example.split('\n').filter((line) => line && !line.startsWith('//'));
  expect(lines.length).toBeLessThanOrEqual(6);
  const changes = [
    ['kadr_…', app.apiKey],
    ['http://localhost:3000', app.url],
    [`three hearts'`, `three hearts', durationSeconds: 5, resolution: '480p'`],
    ['film.mp4', file],
  ] as const;
  return changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, lines.join('\n'));
}

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

describe('what npm installs in an empty folder', () => {
  let app: TestApp;
  let home = '';
  let films = '';
  const nodes = new Map<string, string>();

  /** Of somebody who has npm and this Node, and nothing of the repository. */
  const env = (node: string): NodeJS.ProcessEnv => {
    const others = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => !folder.startsWith(repositoryRoot));
    return { PATH: [path.dirname(node), ...others].join(path.delimiter), HOME: home, LANG: 'C.UTF-8', KADR_CONFIG_DIR: home };
  };
  const started = (name: string, words: readonly string[]): Promise<Ended> => {
    const node = nodes.get(name) ?? '';
    return ended(spawn(node, words, { env: { ...env(node), KADR_URL: app.url, KADR_API_KEY: app.apiKey }, cwd: films }));
  };
  const kadr = (name: string, words: readonly string[]): Promise<Ended> => started(name, ['node_modules/kadr/dist/kadr.mjs', ...words]);

  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'kadr-installed-'));
    films = path.join(home, 'films');
    mkdirSync(films);
    const pack = (name: string) =>
      run('npm', ['pack', '--silent', '--workspace', name, '--pack-destination', home], { cwd: repositoryRoot });
    for (const [name, version] of Object.entries(OTHER_NODES)) nodes.set(name, await otherNode(version));
    nodes.set('bundled', process.execPath);
    const [running] = await Promise.all([startTestApp(), pack('kadr'), pack('@kadr/sdk')]);
    app = running;
    const archives = ['kadr-0.1.0.tgz', 'kadr-sdk-0.1.0.tgz'].map((file) => path.join(home, file));
    // They need nothing, so that nothing has to be asked of a registry.
    await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...archives], { cwd: films });
  }, 300_000);
  afterAll(async () => {
    await app?.close();
    rmSync(home, { recursive: true, force: true });
  }, 60_000);

  it('is the two packages and nothing else', () => {
    const { packages } = JSON.parse(readFileSync(path.join(films, 'package-lock.json'), 'utf8')) as { packages: object };
    expect(Object.keys(packages).sort()).toEqual(['', 'node_modules/@kadr/sdk', 'node_modules/kadr']);
    expect(readdirSync(path.join(films, 'node_modules/.bin'))).toEqual(['kadr']);
  });

  it.each([
    ['20', /^v20\.19\.0$/],
    ['22', /^v22\./],
    ['bundled', /^v2[4-9]\./],
  ])(
    'makes a film by one command and by six lines on Node %s',
    async (name, version) => {
      expect((await started(name, ['--version'])).stdout.trim()).toMatch(version);
      writeFileSync(path.join(films, `six-${name}.mjs`), sixLines(app, `six-${name}.mp4`));
      const order = ['create', 'A whale sings', '--duration', '5', '--set', 'resolution=480p', '--wait', '--json'];
      const [byCommand, bySix] = await Promise.all([kadr(name, order), started(name, [`six-${name}.mjs`])]);
      expect([byCommand.code, byCommand.stderr]).toEqual([0, expect.stringContaining('Price: $0.00')]);
      expect(bySix).toEqual({ code: 0, stderr: '', stdout: expect.stringMatching(/\w/) });
      const video = JSON.parse(byCommand.stdout) as { id: string; status: string; video: { bytes: number; sha256: string } };
      expect(video.status).toBe('completed');
      expect(await kadr(name, ['download', video.id, '--output', `command-${name}.mp4`, '--quiet'])).toMatchObject({ code: 0 });
      expect((await kadr(name, ['list', '--quiet'])).stdout.split('\n')).toContain(video.id);
      expect(await kadr(name, ['watch', video.id, '--quiet'])).toMatchObject({ code: 0, stdout: `${video.id}\n` });
      const asked = { videoCodec: 'h264', width: 480, height: 854, frames: 150 };
      for (const file of [`six-${name}.mp4`, `command-${name}.mp4`]) expect(await factsOf(path.join(films, file))).toMatchObject(asked);
    },
    60_000,
  );

  it('has types that a program finds by the name of the package, and that hold against it', async () => {
    for (const types of ['@types', 'undici-types']) symlinkSync(inRoot('node_modules', types), path.join(films, 'node_modules', types));
    const program = [
      `import { Kadr, type Video } from '@kadr/sdk';`,
      `const video: Video = await new Kadr().videos.create({ prompt: 'A whale', durationSeconds: 5 });`,
      `const ended: Video = await new Kadr().videos.waitFor(video.id);`,
      `await new Kadr().videos.waitFor(ended);`,
    ];
    writeFileSync(path.join(films, 'types.mts'), program.join('\n'));
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node', '--lib', 'es2023'];
    const compiler = spawn(process.execPath, [inRoot('node_modules/typescript-7/bin/tsc'), ...flags, 'types.mts'], { cwd: films });
    // A video is no id; all else is as it says.
    expect((await ended(compiler)).stdout.match(/^\S.*error TS\d+/gm)).toEqual([
      expect.stringMatching(/^types\.mts\(4,\d+\): error TS2345$/),
    ]);
  }, 60_000);
});
