import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  billFaults,
  differences,
  type FileStat,
  fingerprint,
  largestFolders,
  npmPackages,
  ownershipFaults,
  sizesOf,
} from '../../scripts/lib/image/contents.mjs';
import { Probes } from '../../scripts/lib/image/probes.mjs';
import { lacking } from '../../scripts/lib/image/tools.mjs';

let root: string;
const write = (file: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
};
beforeEach(() => {
  root = fs.mkdtempSync(path.join(tmpdir(), 'kadr-image-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

describe('what is in an image', () => {
  it('has a size, in which a file of two names counts once', () => {
    write('usr/lib/one.so', 'x'.repeat(1000));
    fs.linkSync(path.join(root, 'usr/lib/one.so'), path.join(root, 'usr/lib/other.so'));
    write('usr/share/text', 'y'.repeat(10));
    const { bytes, folders } = sizesOf(root);
    expect(bytes).toBe(1010);
    expect([...folders]).toEqual(expect.arrayContaining(Object.entries({ '/usr': 1010, '/usr/lib': 1000, '/usr/share': 10 })));
  });

  it('is shown by the folders that hold it, not by those around them', () => {
    const folders = new Map(
      Object.entries({ '/usr': 1100, '/usr/lib': 1000, '/usr/lib/x86': 400, '/usr/share': 100, '/kadr': 900, '/kadr/dist': 800 }),
    );
    expect(largestFolders(folders, 3).map(({ folder }) => folder)).toEqual(['/usr/lib', '/kadr/dist', '/usr/lib/x86']);
  });

  it('was changed when a file is new, gone, longer or somebody else’s', () => {
    write('kept', 'a');
    write('gone', 'b');
    write('longer', 'c');
    write('etc/hosts', 'd');
    const before = fingerprint(root);
    expect(differences(before, fingerprint(root))).toEqual([]);
    fs.rmSync(path.join(root, 'gone'));
    write('longer', 'cc');
    write('new', 'e');
    write('etc/hosts', 'other');
    expect(differences(before, fingerprint(root), ['/etc/hosts'])).toEqual(['/gone', '/longer', '/new']);
  });

  const stat = (uid: number, mode: number, isLink = false): FileStat => ({ uid, gid: uid, mode, isSymbolicLink: () => isLink });
  const faultsOf = (file: string, ...said: Parameters<typeof stat>) => ownershipFaults([{ file, stat: stat(...said) }]);

  it('belongs to root, but for the data folder', () => {
    expect(faultsOf('/kadr/dist/main.js', 0, 0o644)).toEqual([]);
    expect(faultsOf('/var/lib/kadr', 10001, 0o750)).toEqual([]);
    expect(faultsOf('/tmp', 0, 0o1777)).toEqual([]);
    expect(faultsOf('/usr/bin/sh', 0, 0o777, true)).toEqual([]);
    expect(faultsOf('/var/lib/kadr', 0, 0o755)).toHaveLength(1);
    expect(faultsOf('/var/lib/kadr', 10001, 0o755)).toHaveLength(1);
    expect(faultsOf('/kadr/dist/main.js', 1000, 0o644)).toHaveLength(1);
    expect(faultsOf('/etc/passwd', 10001, 0o644)).toHaveLength(1);
    expect(faultsOf('/usr/share/all', 0, 0o777)).toHaveLength(1);
  });

  it('is named by its bill, each package and nothing else', () => {
    const manifest = (name: string, version: string) => JSON.stringify({ name, version });
    write('node_modules/pg/package.json', manifest('pg', '8.1.0'));
    write('node_modules/@nestjs/core/package.json', manifest('@nestjs/core', '11.0.0'));
    write('node_modules/pg/node_modules/ms/package.json', manifest('ms', '2.0.0'));
    write('node_modules/pg/lib/package.json', '{"type":"commonjs"}');
    const npm = npmPackages(path.join(root, 'node_modules'));
    expect(npm.sort()).toEqual(['@nestjs/core@11.0.0', 'ms@2.0.0', 'pg@8.1.0']);
    const one = (kind: string, name: string, version: string) => ({ name, version, purl: `pkg:${kind}/${name}@${version}` });
    const components = [
      one('npm', '@nestjs/core', '11.0.0'),
      one('npm', 'pg', '8.1.0'),
      one('npm', 'left', '1.0.0'),
      one('deb', 'ffmpeg', '5.1'),
    ];
    expect(billFaults({ components }, { npm, debian: ['ffmpeg@5.1', 'tini@0.19'] })).toEqual({
      missing: ['ms@2.0.0', 'tini@0.19'],
      absent: ['left@1.0.0'],
    });
  });
});

describe('probes', () => {
  const quick = { periodSeconds: 0.01, timeoutSeconds: 1 };
  const container = {
    ports: [{ name: 'management', containerPort: 9464 }],
    startupProbe: { httpGet: { path: '/startup', port: 'management' }, ...quick, failureThreshold: 3 },
    livenessProbe: { httpGet: { path: '/live', port: 'management' }, ...quick, failureThreshold: 2 },
    readinessProbe: { httpGet: { path: '/ready', port: 8080 }, ...quick, failureThreshold: 2 },
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let tries = 0; !isSo(); tries++) {
      if (tries > 800) throw new Error('that did not come');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  /** Answers that may be changed, and what was asked. */
  const world = (well: Record<string, boolean>) => {
    const asked: string[] = [];
    const probes = new Probes(container, '10.0.0.2', (url) => {
      asked.push(url);
      return Promise.resolve(well[new URL(url).pathname] ?? false);
    });
    return { asked, probes: probes.start(), well };
  };

  it('are asked for the start alone until it is over, at the ports they name', async () => {
    const { asked, probes, well } = world({ '/live': true, '/ready': true });
    await until(() => asked.length === 1);
    expect([probes.isStarted, probes.isReady]).toEqual([false, false]);
    well['/startup'] = true;
    await until(() => probes.isReady);
    expect(asked.findIndex((url) => url.endsWith('/ready'))).toBeGreaterThan(0);
    expect(new Set(asked)).toEqual(new Set(['http://10.0.0.2:9464/startup', 'http://10.0.0.2:9464/live', 'http://10.0.0.2:8080/ready']));
    await probes.stop();
    expect(probes.verdict).toBeNull();
  });

  it('give a container up that does not start, or is not alive any more', async () => {
    const silent = world({}).probes;
    await until(() => silent.verdict !== null);
    expect(silent.verdict).toBe('it did not start: http://10.0.0.2:9464/startup failed 3 times');
    const { probes, well } = world({ '/startup': true, '/live': true, '/ready': true });
    await until(() => probes.isReady);
    well['/live'] = false;
    await until(() => probes.verdict !== null);
    expect(probes.verdict).toBe('it is not alive: http://10.0.0.2:9464/live failed 2 times');
    await Promise.all([silent.stop(), probes.stop()]);
  });

  it('take it out of the service while it is not ready, and put it back', async () => {
    const { probes, well } = world({ '/startup': true, '/live': true, '/ready': true });
    await until(() => probes.isReady);
    well['/ready'] = false;
    await until(() => !probes.isReady);
    well['/ready'] = true;
    await until(() => probes.isReady);
    expect(probes.changes).toEqual(['ready', 'not ready', 'ready']);
    await probes.stop();
  });
});

describe('a machine on which the image cannot be checked', () => {
  const fit = { uid: 0, platform: 'linux', arch: 'x64', debian: true };
  const on = (over: object) => lacking({ ...fit, cgroups: root, ...over });

  it('is told why, each reason once', () => {
    fs.writeFileSync(path.join(root, 'cgroup.controllers'), 'memory');
    expect(on({})).toEqual([]);
    expect(on({ uid: 1000 }).join()).toContain('run it as root');
    expect(on({ platform: 'darwin', arch: 'arm64', debian: false })).toHaveLength(2);
    expect(on({ cgroups: path.join(root, 'nothing') }).join()).toContain('no control groups');
  });

  it('may have the older control groups, if all are there', () => {
    for (const name of ['memory', 'cpu', 'pids', 'devices']) fs.mkdirSync(path.join(root, name));
    expect(on({})).toHaveLength(1);
    fs.mkdirSync(path.join(root, 'freezer'));
    expect(on({})).toEqual([]);
  });
});
