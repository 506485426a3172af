/** The SDK and the packed command line, over a proxy that loses answers and a server that dies. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kadr } from '#sdk';
import { repositoryRoot } from '../../scripts/services.mjs';
import { AppProcess } from '../support/app-process.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

const run = promisify(execFile);
const PASSED_ON = ['authorization', 'content-type', 'idempotency-key', 'accept'];
/** Waits for a person, and costs nothing meanwhile. */
const WAITING = { durationSeconds: 5, resolution: '480p' as const, approvals: ['script' as const] };

describe('where connections break', () => {
  let services: PrivateServices;
  let app: AppProcess;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kadr-broken-'));
    await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: path.join(repositoryRoot, 'packages/cli') });
    await run('tar', ['-xzf', path.join(folder, 'kadr-0.1.0.tgz'), '-C', folder]);
    services = await startServices();
    app = await new AppProcess(services).start();
  }, 240_000);
  afterAll(async () => {
    await app?.dispose();
    await services?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const apiKey = (): string => app.authorization.replace('Bearer ', '');
  const client = (baseUrl: string): Kadr => new Kadr({ apiKey: apiKey(), baseUrl });

  it('an order through a proxy that drops every second answer is one video', async () => {
    let answers = 0;
    const passOn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = Object.entries(request.headers).filter(([name]) => PASSED_ON.includes(name)) as [string, string][];
      const init = { method: request.method ?? 'GET', headers, ...(chunks.length > 0 && { body: Buffer.concat(chunks) }) };
      const answer = await fetch(`${app.url}${request.url}`, init);
      const text = await answer.text();
      answers += 1;
      if (answers % 2 === 1) request.socket.destroy();
      else response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(text);
    };
    const proxy = createServer((request, response) => void passOn(request, response)).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    try {
      const kadr = client(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
      const made: string[] = [];
      for (const prompt of ['Whales', 'Owls', 'Bees']) made.push((await kadr.videos.create({ prompt, ...WAITING })).id);
      expect(answers).toBe(6);
      const there: string[] = [];
      for await (const { id } of client(app.url).videos.list()) there.push(id);
      expect(there.sort()).toEqual(made.sort());
      for (const id of made) expect((await kadr.videos.cancel(id)).status).toBe('cancelled');
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  }, 60_000);

  it('`kadr listen` hears every event once, whenever the server is killed', async () => {
    const env = { PATH: process.env['PATH'], HOME: folder, KADR_URL: app.url, KADR_API_KEY: apiKey(), LANG: 'C.UTF-8' };
    const listening = spawn(process.execPath, [path.join(folder, 'package/dist/kadr.mjs'), 'listen', '--since', '0', '--json'], { env });
    const heard = linesOf(listening);
    const isHeard = (wanted: string): Promise<unknown> =>
      until(`${wanted} is heard`, 90_000, () => heard.some(({ type, data }) => type === 'job.cancelled' && data.jobId === wanted));
    const cancelled = async (prompt: string): Promise<string> => {
      const { id } = await client(app.url).videos.create({ prompt, ...WAITING });
      await client(app.url).videos.cancel(id);
      return id;
    };
    try {
      await isHeard(await cancelled('Foxes'));
      // What is announced only after the restart, and what has been announced and not been heard, as luck will have it.
      const unheard = [await cancelled('Crabs'), await cancelled('Geese')];
      await app.kill();
      await app.start();
      for (const id of [...unheard, await cancelled('Eels')]) await isHeard(id);
      await app.kill();
      await app.start();
      await isHeard(await cancelled('Moths'));
      const { data: all } = await client(app.url).events.list({ limit: 100 }).page();
      expect(all.length).toBeGreaterThanOrEqual(8);
      await until('the last one is heard', 30_000, () => heard.length >= all.length);
      expect(heard.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    } finally {
      listening.kill('SIGINT');
    }
    expect((await once(listening, 'close'))[0]).toBe(130);
  }, 300_000);
});

interface Heard {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly jobId?: string };
}

/** What it writes, line by line, as it comes. */
function linesOf({ stdout }: ChildProcess): readonly Heard[] {
  const lines: Heard[] = [];
  let rest = '';
  stdout?.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((line) => JSON.parse(line) as Heard));
  });
  return lines;
}
