/** The package as others get it: packed, unpacked into an empty folder, and used from there. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { minify } from '@swc/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HostileServer, json } from '../src/testing/hostile-server.js';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');
const KB = 1024;

describe('the package', () => {
  let folder = '';
  let server: HostileServer;
  const unpacked = (...names: string[]): string => path.join(folder, 'node_modules/@kadr/sdk', ...names);

  beforeAll(async () => {
    server = await HostileServer.start();
    folder = mkdtempSync(path.join(tmpdir(), 'kadr-package-'));
    // `npm pack` runs `prepack`, which compiles.
    await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: path.resolve(import.meta.dirname, '..') });
    const [tarball = ''] = readdirSync(folder);
    mkdirSync(unpacked(), { recursive: true });
    await run('tar', ['-xzf', path.join(folder, tarball), '-C', unpacked(), '--strip-components=1']);
    symlinkSync(path.join(root, 'node_modules/@types'), path.join(folder, 'node_modules/@types'));
    symlinkSync(path.join(root, 'node_modules/undici-types'), path.join(folder, 'node_modules/undici-types'));
  }, 180_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  });

  it('brings its code, its page and nothing else, and needs nothing', () => {
    const manifest = JSON.parse(readFileSync(unpacked('package.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest).not.toHaveProperty('dependencies');
    expect(readdirSync(unpacked()).sort()).toEqual(['README.md', 'dist', 'package.json']);
    const files = readdirSync(unpacked('dist'), { recursive: true }) as string[];
    expect(files.filter((file) => /spec|testing/.test(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['esm/index.js', 'esm/index.d.ts', 'cjs/index.js', 'cjs/index.d.ts', 'cjs/package.json']));
  });

  const USE = `
    const kadr = new Kadr({ apiKey: 'kadr_a', baseUrl: process.argv[2] });
    const use = async () => {
      const video = await kadr.videos.create({ prompt: 'A whale' });
      const done = await kadr.videos.waitFor(video.id);
      const fault = await verifyWebhook('{}', {}, 'whsec_YQ==').catch((error) => error);
      const { blob } = await kadr.videos.download(video.id, 'final.mp4', { verify: false });
      const asset = await kadr.assets.upload(process.argv[1], { verify: false });
      console.log([done.status, fault instanceof WebhookVerificationError, fault.reason, (await blob.text()).length > 2, asset.status].join(' '));
    };
    use();
  `;
  // Whatever Node is the system's, and the one that comes along.
  const nodes = [...new Set([process.execPath, '/usr/local/bin/node', '/usr/bin/node'])].filter((node) => {
    return readdirSync(path.dirname(node)).includes('node');
  });

  it.each(nodes.flatMap((node) => ['esm.mjs', 'cjs.cjs'].map((file) => [node, file])))('works with %s as %s', async (node, file) => {
    const names = '{ Kadr, verifyWebhook, WebhookVerificationError }';
    const head = file.endsWith('.mjs') ? `import ${names} from '@kadr/sdk';` : `const ${names} = require('@kadr/sdk');`;
    writeFileSync(path.join(folder, file), `${head}\n${USE}`);
    server.replies(json({ id: '7', status: 'completed', artifacts: [], progress: {}, sha256: null }));
    const { stdout } = await run(node, [path.join(folder, file), server.url], { env: { PATH: process.env['PATH'] } });
    expect(stdout.trim()).toBe('completed true missing_header true completed');
  });

  /** @returns what the compiler says of a program that uses the package */
  async function compiled(name: string, program: string, options: object): Promise<string> {
    writeFileSync(path.join(folder, name), program);
    const compilerOptions = { strict: true, noEmit: true, target: 'es2022', skipLibCheck: false, ...options };
    const config = path.join(folder, `${name}.tsconfig.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions, files: [name] }));
    return run(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', config], { cwd: folder }).then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    );
  }

  const RIGHT = `
import { ApiError, Kadr, QuotaExceeded, verifyWebhook, type Video, type VideoEvent } from '@kadr/sdk';
export async function right(kadr: Kadr, error: unknown): Promise<unknown> {
  const video: Video = await kadr.videos.create({ prompt: 'A', maxCostMicros: 2_000_000, voice: false, approvals: ['script', { type: 'videos', deadlineSeconds: 60 }] });
  for await (const { id } of kadr.videos.list({ status: 'failed', metadata: { sku: 'A' } })) id.toUpperCase();
  for await (const event of kadr.videos.events(video.id, { after: '1.0' })) {
    if (event.event === 'progress') event.data.percent.toFixed();
    else if (event.event === 'completed') event.data.video?.url.length;
  }
  const event: VideoEvent | undefined = undefined;
  const { data, rateLimit } = await kadr.billing.quota().withResponse();
  if (error instanceof ApiError && error.is('quota_exceeded')) error.problem.requested.toFixed();
  if (error instanceof ApiError && error.is('asset_not_ready')) error.problem.errors;
  if (error instanceof QuotaExceeded) error.limit.toFixed();
  const csv: string = await kadr.billing.usageCsv({ groupBy: 'day' });
  return [data.resources, rateLimit?.remaining, csv, event, (await verifyWebhook('', {}, ['a', 'b'])).type];
}`;
  // An expected error that does not come is an error itself.
  const WRONG = `
export async function wrong(kadr: Kadr, video: Video, error: ApiError): Promise<unknown> {
  return [
    // @ts-expect-error there is no film before it is rendered
    video.video.url,
    // @ts-expect-error there is no such field
    kadr.videos.create({ prompt: 'A', durationSecond: 8 }),
    // @ts-expect-error there is no such gate
    kadr.videos.approve(video.id, 'skript'),
    // @ts-expect-error the index is a number
    kadr.videos.regenerate(video.id, '3'),
    // @ts-expect-error there is no such problem
    error.is('quota_exceded'),
    // @ts-expect-error only some problems have it
    error.problem?.estimatedMicros,
    // @ts-expect-error there is no such state
    kadr.videos.list({ status: 'done' }),
    // @ts-expect-error the body is parsed already
    verifyWebhook({ type: 'job.completed' }, {}, 'whsec_'),
    // @ts-expect-error it ends, or waits at a gate
    kadr.videos.waitFor(video.id, { until: 'never' }),
  ];
}`;

  it.each([
    ['esm.mts', { module: 'nodenext', types: ['node'], lib: ['es2023'] }],
    ['cjs.cts', { module: 'node16', types: ['node'], lib: ['es2023'] }],
    [
      'bundled.ts',
      { module: 'esnext', moduleResolution: 'bundler', types: [], lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'] },
    ],
  ])(
    'has types for %s: what is right compiles, what is wrong does not, and the examples of its page do',
    async (name, options) => {
      const examples = [...readFileSync(unpacked('README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = '']) => text);
      expect(examples.length).toBeGreaterThan(6);
      examples.forEach((text, at) => writeFileSync(path.join(folder, `example-${at}.mts`), `${text}\nexport {};\n`));
      const imports = name === 'esm.mts' ? examples.map((_, at) => `import './example-${at}.mjs';`) : [];
      expect(await compiled(name, [...imports, RIGHT, WRONG].join('\n'), options)).toBe('');
    },
    120_000,
  );

  it('is small: 12 kB of what a page loads at first, minified and compressed', async () => {
    const lazy = /^(wait-for|transfer\/)/;
    const files = (readdirSync(unpacked('dist/esm'), { recursive: true }) as string[]).filter((file) => file.endsWith('.js'));
    const sizeOf = async (chosen: string[]): Promise<number> => {
      const texts = await Promise.all(chosen.map((file) => minify(readFileSync(unpacked('dist/esm', file), 'utf8'), { module: true })));
      return gzipSync(texts.map(({ code }) => code).join('\n')).length;
    };
    // One after the other: a bundler that puts them into one scope makes them smaller.
    expect(await sizeOf(files.filter((file) => !lazy.test(file)))).toBeLessThan(12 * KB);
    expect(await sizeOf(files)).toBeLessThan(16 * KB);
  });
});
