import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const KADR_USER = 10001;

/** Every file below `root`, links not followed, by its path from there. @yields {{ file: string, stat: fs.Stats }} */
function* filesOf(root, folder = '/') {
  for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    yield { file, stat: fs.lstatSync(path.join(root, file)) };
    if (entry.isDirectory()) yield* filesOf(root, file);
  }
}

/** Bytes of all files, and of each folder with what is below it. A file of several names counts once. */
export function sizesOf(root) {
  const seen = new Set();
  const folders = new Map();
  let bytes = 0;
  for (const { file, stat } of filesOf(root)) {
    if (!stat.isFile() || seen.has(stat.ino)) continue;
    if (stat.nlink > 1) seen.add(stat.ino);
    bytes += stat.size;
    for (let folder = path.dirname(file); folder !== '/'; folder = path.dirname(folder))
      folders.set(folder, (folders.get(folder) ?? 0) + stat.size);
  }
  return { bytes, folders };
}

/**
 * The folders that say most about where the bytes are: the largest ones, of which none is mostly another one of the list.
 * @param {ReadonlyMap<string, number>} folders @returns {{ folder: string, bytes: number }[]}
 */
export function largestFolders(folders, count = 15) {
  const sorted = [...folders].map(([folder, bytes]) => ({ folder, bytes })).sort((one, other) => other.bytes - one.bytes);
  const isMostlyOne = ({ folder, bytes }) => sorted.some((other) => path.dirname(other.folder) === folder && other.bytes > 0.7 * bytes);
  return sorted.filter((one) => !isMostlyOne(one)).slice(0, count);
}

/** What is kept of each file, so that a later look can tell whether something was written. */
export function fingerprint(root) {
  return new Map(
    [...filesOf(root)].map(({ file, stat }) => [
      file,
      [stat.mode, stat.uid, stat.gid, ...(stat.isFile() ? [stat.size, stat.mtimeMs] : [])].join(' '),
    ]),
  );
}

/** @returns {string[]} files that are new, gone or changed, but for those a mount lies on */
export function differences(before, after, mounted = []) {
  const all = new Set([...before.keys(), ...after.keys()]);
  const isMounted = (file) => mounted.some((folder) => file === folder || file.startsWith(`${folder}/`));
  return [...all].filter((file) => before.get(file) !== after.get(file) && !isMounted(file)).sort();
}

/** Faults of owners and rights: the program belongs to root, its user owns its data folder and nothing else, and nobody can write elsewhere. */
export function ownershipFaults(files) {
  const faults = [];
  const say = (file, what) => faults.push(`${file} ${what}`);
  for (const { file, stat } of files) {
    const isData = file === '/var/lib/kadr';
    const isOurs = stat.uid === KADR_USER || stat.gid === KADR_USER;
    if (isData && (stat.uid !== KADR_USER || stat.gid !== KADR_USER || (stat.mode & 0o777) !== 0o750)) {
      say(file, `belongs to ${stat.uid}:${stat.gid} with ${(stat.mode & 0o777).toString(8)}, not to ${KADR_USER}:${KADR_USER} with 750`);
    }
    if (!isData && isOurs) say(file, `belongs to ${stat.uid}:${stat.gid}`);
    if ((file === '/kadr' || file.startsWith('/kadr/')) && (stat.uid !== 0 || stat.gid !== 0))
      say(file, `belongs to ${stat.uid}:${stat.gid}, not to root`);
    const isSticky = (stat.mode & 0o1000) !== 0;
    if (!stat.isSymbolicLink() && (stat.mode & 0o002) !== 0 && !isSticky) say(file, 'can be written by everybody');
  }
  return faults;
}

export const ownershipOf = (root) => ownershipFaults(filesOf(root));

/** Packages of npm that lie in a folder node_modules, and in those within. @returns {string[]} `name@version` */
export function npmPackages(folder) {
  const found = [];
  const visit = (modules) => {
    for (const entry of fs.existsSync(modules) ? fs.readdirSync(modules, { withFileTypes: true }) : []) {
      if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
      const full = path.join(modules, entry.name);
      if (entry.name.startsWith('@')) visit(full);
      else {
        const file = path.join(full, 'package.json');
        if (fs.existsSync(file)) {
          const { name, version } = JSON.parse(fs.readFileSync(file, 'utf8'));
          found.push(`${name}@${version}`);
        }
        visit(path.join(full, 'node_modules'));
      }
    }
  };
  visit(folder);
  return found;
}

export function debianPackages(root) {
  const args = [`--admindir=${path.join(root, 'var/lib/dpkg')}`, '-W', '-f', '${db:Status-Status}\t${Package}@${Version}\n'];
  const lines = execFileSync('dpkg-query', args, { encoding: 'utf8' }).trim().split('\n');
  return lines.filter((line) => line.startsWith('installed\t')).map((line) => line.split('\t')[1]);
}

/** @returns {{ missing: string[], absent: string[] }} `missing` from the bill, and `absent` from the image though the bill names it */
export function billFaults(bill, { npm, debian }) {
  const named = (kind) =>
    new Set(bill.components.filter(({ purl }) => purl.startsWith(`pkg:${kind}/`)).map(({ name, version }) => `${name}@${version}`));
  const sides = [
    [named('npm'), new Set(npm)],
    [named('deb'), new Set(debian)],
  ];
  return {
    missing: sides.flatMap(([said, there]) => [...there].filter((one) => !said.has(one))).sort(),
    absent: sides.flatMap(([said, there]) => [...said].filter((one) => !there.has(one))).sort(),
  };
}
