import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createRequire, SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from '../../scripts/lib/build.mjs';
import { repositoryRoot } from '../../scripts/services.mjs';

const run = promisify(execFile);
/** Loaded on demand: exporters, and what Nest would take if it were there. */
const OF_OTHERS = /^(@opentelemetry\/(sdk-node|exporter-metrics-otlp-proto)|@nestjs\/(microservices|websockets)(\/.*)?)$/;

describe('the build', () => {
  let root = '';
  const inRoot = (...names: string[]): string => path.join(root, ...names);
  const source = (text: string): void => writeFileSync(inRoot('apps/api/src/main.ts'), `export const said: string = '${text}';\n`);

  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'kadr-build-'));
    mkdirSync(inRoot('apps/api/src'), { recursive: true });
    cpSync(path.join(repositoryRoot, '.swcrc'), inRoot('.swcrc'));
    writeFileSync(inRoot('package.json'), '{ "type": "module", "imports": {} }');
    symlinkSync(path.join(repositoryRoot, 'node_modules'), inRoot('node_modules'));
    source('first');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('that several ask for at once is made once, and whole for all of them', async () => {
    // All of them did the work, since it was the same; a second one of its own would have torn the folder of the first apart.
    expect(await Promise.all([build(root), build(root), build(root, { force: true })])).toEqual([true, true, true]);
    expect(readFileSync(inRoot('dist/apps/api/src/main.js'), 'utf8')).toContain('first');
    expect(readdirSync(root).filter((name) => name.startsWith('.dist-'))).toEqual([]);
    expect(await build(root)).toBe(false);
  });

  it('is made again when something has changed, and fails for all who asked when it cannot be', async () => {
    source('second one');
    expect(await build(root)).toBe(true);
    expect(readFileSync(inRoot('dist/apps/api/src/main.js'), 'utf8')).toContain('second one');
    writeFileSync(inRoot('apps/api/src/main.ts'), 'export const = ;\n');
    const failed = await Promise.allSettled([build(root), build(root)]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    // What was there before stays, and the next one begins anew.
    expect(existsSync(inRoot('dist/apps/api/src/main.js'))).toBe(true);
    source('third of them');
    expect(await build(root)).toBe(true);
  });
});

describe('the built server', () => {
  const folder = path.join(repositoryRoot, 'dist/apps/api/src');
  const chunks = (): string[] => readdirSync(folder).filter((name) => /^(main|otel)\.(?!config|modules).*js$/.test(name));
  const imports = (): ReadonlySet<string> => {
    const code = chunks().map((name) => readFileSync(path.join(folder, name), 'utf8'));
    return new Set(
      code.flatMap((text) => [...text.matchAll(/^(?:import|export)\b[^'"\n]*["']([^'"\n]+)["'];$/gm)].map(([, id = '']) => id)),
    );
  };
  beforeAll(() => build(repositoryRoot), 120_000);

  it('brings packages of many small modules in a file: to find, read and link them is half of a start', () => {
    const loaded = [...imports()];
    const small = /^(#|@nestjs\/|@opentelemetry\/|es-toolkit|rxjs|bullmq|typeorm|class-|express|ioredis|ajv|undici)/;
    expect(loaded.filter((id) => small.test(id) && !OF_OTHERS.test(id))).toEqual([]);
    // Telemetry patches it as it is loaded.
    expect(loaded).toContain('pg');
  });

  it('has each package once: what is looked up by its name is not one that is in a file already', () => {
    const { resolve } = createRequire(path.join(folder, 'main.js'));
    const isThere = (id: string): boolean => {
      try {
        return path.isAbsolute(resolve(id));
      } catch {
        return false;
      }
    };
    const asked = chunks().flatMap((name) => [
      ...readFileSync(path.join(folder, name), 'utf8').matchAll(/\b(?:__)?require(?:\$\d+)?\("([^"]+)"\)/g),
    ]);
    expect([...new Set(asked.map(([, id = '']) => id).filter(isThere))].toSorted()).toEqual([
      'ajv/dist/runtime/validation_error', // in code that it writes for others
      'iconv-lite',
      'msgpackr',
      'pg',
      'supports-color',
      'swagger-ui-dist/absolute-path.js',
    ]);
  });

  it('warns of nothing that an installed package asks for: what stands between the two is one of them', async () => {
    const telemetry = path.join(repositoryRoot, 'dist/apps/api/src/otel.js');
    const asks = ['--import', telemetry, '--input-type=module', '-e', "await import('grammy')"];
    const { stderr } = await run(process.execPath, asks, { cwd: repositoryRoot });
    expect(stderr).toBe('');
  });

  it('is written in letters of one byte: with a single other one, a file takes twice its size in memory', () => {
    const wide = chunks().flatMap((name) => {
      const code = readFileSync(path.join(folder, name), 'utf8');
      return [...code.matchAll(/[\u0080-\uffff]/g)].map(({ index }) => `${name}: ${code.slice(index - 40, index + 20)}`);
    });
    expect(wide).toEqual([]);
  });

  it('loads no client of the web before somebody wants it: it is 16 MB', async () => {
    const told = `process.on('exit', () => console.log(JSON.stringify(process.moduleLoadList.filter((name) => /undici| http$/.test(name)))))`;
    // All modules are loaded when its settings are refused.
    const entry = ['--import', path.join(folder, 'otel.js'), '--import', `data:text/javascript,${told}`, path.join(folder, 'main.js')];
    const { stdout } = await run(process.execPath, entry, { env: { PATH: process.env['PATH'], PORT: 'none' } }).catch(
      (error: { stdout: string }) => error,
    );
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual(['NativeModule http']);
  });

  it('leads from a stack trace to file and line, by maps that are soon read: no process can do anything else meanwhile', () => {
    const maps = readdirSync(folder).filter((name) => /^(main|otel)\.(?!config|modules).*js\.map$/.test(name));
    expect(maps.length).toBeGreaterThan(1);
    for (const name of maps) {
      const { sourcesContent, mappings } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as SourceMapPayload;
      expect([name, sourcesContent, mappings.includes(',')]).toEqual([name, undefined, false]);
    }
    const lineOf = (file: string, text: string): number =>
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((line) => line.includes(text));
    const source = path.join(repositoryRoot, 'libs/webhooks/src/delivery/signature.ts');
    const map = new SourceMap(JSON.parse(readFileSync(path.join(folder, 'main.js.map'), 'utf8')) as SourceMapPayload);
    const found = map.findEntry(lineOf(path.join(folder, 'main.js'), 'function signedHeaders('), 9) as SourceMapping;
    expect([path.resolve(folder, found.originalSource), found.originalLine]).toEqual([source, lineOf(source, 'function signedHeaders(')]);
  });

  it('has a map of its own modules alone: the first stack trace that is read parses all of a file', () => {
    for (const entry of ['main', 'otel']) {
      const installed = chunks().filter((name) => name.startsWith(`${entry}.installed-`));
      expect(installed).toHaveLength(1);
      expect(existsSync(path.join(folder, `${installed[0]}.map`))).toBe(false);
      const { sources } = JSON.parse(readFileSync(path.join(folder, `${entry}.js.map`), 'utf8')) as { sources: readonly string[] };
      expect(sources.filter((name) => name.includes('node_modules'))).toEqual([]);
    }
  });
});
