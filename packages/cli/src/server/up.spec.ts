/** `kadr up` with an npm and a server that do what they are told. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Terminal } from '../testing/terminal.js';
import { version } from '../version.js';

/** Puts a server where npm would, or fails half-way. */
const NPM = `
const fs = require('node:fs');
const path = require('node:path');
const words = process.argv.slice(2);
fs.appendFileSync(process.env.SPEC_NPM_LOG, words.join(' ') + '\\n');
const folder = path.join(words[words.indexOf('--prefix') + 1], 'node_modules/@kadr/server');
fs.mkdirSync(path.join(folder, 'scripts'), { recursive: true });
fs.copyFileSync(process.env.SPEC_SERVER, path.join(folder, 'scripts/bootstrap.cjs'));
if (process.env.SPEC_NPM_FAILS) process.exit(3);
fs.writeFileSync(path.join(folder, 'package.json'), '{}');
`;

/** Ready at once, listed as a supervisor does it; ends at SIGINT, or by itself. */
const SERVER = `
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
if (process.env.SPEC_SERVER_FAILS) process.exit(1);
const run = path.join(process.env.KADR_DATA_DIR, 'run');
fs.mkdirSync(run, { recursive: true });
fs.writeFileSync(path.join(run, 'bootstrap-key'), 'kadr_made\\n');
const server = http.createServer((request, response) => response.writeHead(request.url === '/health/ready' ? 200 : 404).end());
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  const listed = [{ role: 'app', port: server.address().port }];
  fs.writeFileSync(path.join(run, 'processes.json'), JSON.stringify(listed));
});
process.on('SIGINT', () => process.exit(130));
`;

describe('kadr up', () => {
  let terminal: Terminal;
  let env: Record<string, string>;
  const inHome = (...names: string[]): string => path.join(terminal.home, ...names);
  const config = (): unknown => JSON.parse(readFileSync(inHome('.config/kadr/config.json'), 'utf8'));
  const installed = (): string[] => (existsSync(inHome('.kadr/server')) ? readdirSync(inHome('.kadr/server')) : []);
  const npmWasAsked = (): string[] => (existsSync(inHome('npm.log')) ? readFileSync(inHome('npm.log'), 'utf8').trim().split('\n') : []);

  beforeEach(() => {
    terminal = new Terminal('http://127.0.0.1:1', null);
    writeFileSync(inHome('npm.cjs'), NPM);
    writeFileSync(inHome('server.cjs'), SERVER);
    env = { npm_execpath: inHome('npm.cjs'), SPEC_NPM_LOG: inHome('npm.log'), SPEC_SERVER: inHome('server.cjs') };
  });
  afterEach(() => terminal.dispose());

  /** Presses Ctrl-C once the profile is kept. */
  async function upUntilKept(words: readonly string[] = []): Promise<{ code: number; stdout: string; stderr: string }> {
    const interrupted = new AbortController();
    const watch = setInterval(() => {
      const file = inHome('.config/kadr/config.json');
      if (existsSync(file) && readFileSync(file, 'utf8').includes('"local"')) interrupted.abort();
    }, 20);
    try {
      return await terminal.kadr(['up', '--port', '0', ...words], { env, signal: interrupted.signal });
    } finally {
      clearInterval(watch);
    }
  }

  it('installs the server of its own version once, runs it until Ctrl-C, and keeps where it is', async () => {
    expect(await upUntilKept()).toMatchObject({ code: 130, stdout: '', stderr: expect.stringContaining('makes a film with it') });
    expect(config()).toMatchObject({
      current: 'local',
      profiles: { local: { url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), apiKey: 'kadr_made' } },
    });
    expect(existsSync(inHome('.kadr/data/run/bootstrap-key'))).toBe(true);
    expect(await upUntilKept()).toMatchObject({ code: 130 });
    expect(npmWasAsked()).toEqual([expect.stringMatching(new RegExp(`@kadr/server@${version.replaceAll('.', '\\.')}$`))]);
    expect(installed()).toEqual([version]);
  });

  it('takes no other profile away from who works with it', async () => {
    const file = inHome('.config/kadr/config.json');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ current: 'work', profiles: { work: { url: 'https://films.example', apiKey: 'kadr_work' } } }));
    const seen = await upUntilKept(['--data-dir', 'elsewhere']);
    expect([seen.code, seen.stderr]).toEqual([130, expect.stringContaining('`kadr --profile local create')]);
    expect(seen.stderr).not.toMatch(/kadr_made|kadr_work/);
    expect(config()).toMatchObject({ current: 'work', profiles: { work: { apiKey: 'kadr_work' }, local: { apiKey: 'kadr_made' } } });
    expect(existsSync(inHome('elsewhere/run'))).toBe(true);
  });

  it('installs as a whole or not at all', async () => {
    const failed = await terminal.kadr(['up', '--json'], { env: { ...env, SPEC_NPM_FAILS: '1' } });
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('server_not_installed')]);
    expect(installed()).toEqual([]);
  });

  it('says that the server ended, and keeps nothing of it', async () => {
    const ended = await terminal.kadr(['up', '--json'], { env: { ...env, SPEC_SERVER_FAILS: '1' } });
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining('server_ended')]);
    expect(existsSync(inHome('.config/kadr/config.json'))).toBe(false);
  });

  it('has a folder of its own for each archive', async () => {
    for (const text of ['one', 'two']) {
      writeFileSync(inHome('server.tgz'), text);
      await terminal.kadr(['up', '--server', 'server.tgz'], { env: { ...env, SPEC_SERVER_FAILS: '1' } });
    }
    expect(installed().map((name) => name.replace(/-[0-9a-f]{12}$/, '-…'))).toEqual([`${version}-…`, `${version}-…`]);
  });

  it.each([
    [['up', '--port', '70000'], {}],
    [['up', '--port', 'x'], {}],
    [['up', '--server', 'missing.tgz'], {}],
    [['up'], { platform: 'win32' as const }],
  ])('refuses %j %j', async (words, where) => {
    expect(await terminal.kadr(words, { env, ...where })).toMatchObject({ code: 2, stdout: '' });
    expect(npmWasAsked()).toEqual([]);
  });
});
