import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { defaultDataDir, defaultProgramsDir, repositoryRoot } from '../../services.mjs';
import { bad, dim, good, Refusal, say, seconds } from '../console.mjs';
import { writeAtomically } from '../files.mjs';
import { identityOf, isSameProcess, signal as send } from '../processes.mjs';
import { buildahIn, buildImage, exportImage, unpackImage } from './build.mjs';
import { sweepGroups } from './cgroups.mjs';
import {
  billFaults,
  debianPackages,
  differences,
  fingerprint,
  KADR_USER,
  largestFolders,
  npmPackages,
  ownershipOf,
  sizesOf,
} from './contents.mjs';
import { sweepNetworks } from './network.mjs';
import { runPods } from './run-pods.mjs';
import { standIn } from './stand-in.mjs';
import { lacking, obtainTools } from './tools.mjs';

/** What an image may weigh: as files, and as a registry keeps it. */
const MOST_UNPACKED = 1_100_000_000;
const MOST_COMPRESSED = 350_000_000;
const isAlive = (pid) => send(pid, 0);
const mb = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/** A checkout without its history is a checkout too. */
function commitOf(root) {
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

/** A folder for this check alone. One that a killed check has left is removed, with its networks and control groups. */
async function takeFolder(work, tools) {
  const file = path.join(work, 'owner.json');
  const owner = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
  if (owner && isSameProcess(owner.pid, owner.identity)) throw new Refusal(`Another check is at work in ${work} (process ${owner.pid}).`);
  await sweepGroups(isAlive);
  sweepNetworks({ folder: work, tools, isAlive });
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  writeAtomically(file, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) }));
}

function sizeFaults(rootfs, layers) {
  const { bytes, folders } = sizesOf(rootfs);
  const compressed = layers.reduce((sum, { size }) => sum + size, 0);
  good(`unpacked ${mb(bytes)}, compressed (gzip) ${mb(compressed)}: layers of ${layers.map(({ size }) => mb(size)).join(', ')}`);
  for (const one of largestFolders(folders)) console.log(dim(`    ${mb(one.bytes).padStart(7)} ${one.folder}`));
  const faults = [];
  if (bytes > MOST_UNPACKED) faults.push(`unpacked the image has ${mb(bytes)}, more than ${mb(MOST_UNPACKED)}`);
  if (compressed > MOST_COMPRESSED) faults.push(`compressed the image has ${mb(compressed)}, more than ${mb(MOST_COMPRESSED)}`);
  return faults;
}

function contentFaults(rootfs, settings, { version, commit }) {
  const faults = ownershipOf(rootfs);
  const user = `${KADR_USER}:${KADR_USER}`;
  if (settings.User !== user) faults.push(`the image runs as ${settings.User}, not as ${user}`);
  const environment = settings.Env.join('\n');
  for (const said of [`KADR_VERSION=${version}`, `KADR_COMMIT=${commit}`])
    if (!environment.includes(said)) faults.push(`the image does not say ${said}`);
  const npm = npmPackages(path.join(rootfs, 'kadr/node_modules'));
  const debian = debianPackages(rootfs);
  const bill = JSON.parse(fs.readFileSync(path.join(rootfs, 'kadr/sbom.cdx.json'), 'utf8'));
  const { missing, absent } = billFaults(bill, { npm, debian });
  if (missing.length > 0) faults.push(`/kadr/sbom.cdx.json does not name ${missing.join(', ')}`);
  if (absent.length > 0) faults.push(`/kadr/sbom.cdx.json names what is not there: ${absent.join(', ')}`);
  if (faults.length === 0) good(`owners, user and bill are right: ${npm.length} packages of npm, ${debian.length} of Debian`);
  return faults;
}

/**
 * Builds the image, looks into it and runs it. Whatever it starts and mounts is gone when it returns or throws.
 * @returns {Promise<number>} how many things are not as they should be; each was said when it was found
 */
export async function checkImage({ hasFullHd, isKept, signal }) {
  const reasons = lacking();
  if (reasons.length > 0) throw new Refusal(`The image cannot be checked here:\n  ${reasons.join('\n  ')}`);
  const from = Date.now();
  const programsDir = defaultProgramsDir();
  fs.mkdirSync(programsDir, { recursive: true });
  const tools = await obtainTools({ programsDir, say });
  const work = path.join(defaultDataDir(), 'image-check');
  await takeFolder(work, tools);
  // They stay when all else is cleared away: whoever was told of a fault wants to read them.
  const logs = path.join(defaultDataDir(), 'logs', 'image-check');
  fs.rmSync(logs, { recursive: true, force: true });
  fs.mkdirSync(logs, { recursive: true });
  let count = 0;
  const found = (faults) => {
    for (const fault of faults) bad(fault);
    count += faults.length;
  };
  const steps = [];
  const undo = (step) => steps.unshift(step);
  try {
    const log = path.join(logs, 'build.log');
    const base = await standIn({ programsDir, tools, work, log, signal, say });
    const { version } = JSON.parse(fs.readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8'));
    const commit = commitOf(repositoryRoot);
    say(`Building deploy/Dockerfile (version ${version}, commit ${commit}); its words are in ${log} …`);
    const buildah = buildahIn(work, { tools, log, signal });
    const image = await buildImage({ buildah, base, work, version, commit });
    good(`built after ${seconds(Date.now() - from)}`);
    const { settings, layers } = await exportImage({ buildah, image, work });
    const rootfs = await unpackImage({ buildah, image });
    found(sizeFaults(rootfs, layers));
    found(contentFaults(rootfs, settings.config, { version, commit }));
    const before = fingerprint(rootfs);
    const seccomp = JSON.parse(fs.readFileSync(tools.seccompProfile, 'utf8'));
    const place = { work, logs, programsDir, tools, rootfs, image: settings.config, seccomp, undo, signal };
    await runPods({ ...place, hasFullHd, found, say });
    // The runtime makes the points at which it mounts; that is no writing of ours.
    const changed = differences(before, fingerprint(rootfs), ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf']);
    if (changed.length > 0) found([`the image's own files were changed: ${changed.slice(0, 20).join(', ')}`]);
    good(`done after ${seconds(Date.now() - from)}`);
    return count;
  } finally {
    for (const step of steps)
      await Promise.resolve()
        .then(step)
        .catch((error) => say(`could not be cleared away: ${error.message}`));
    await sweepGroups((pid) => pid !== process.pid && isAlive(pid));
    if (isKept) say(`Kept in ${work}`);
    else fs.rmSync(work, { recursive: true, force: true });
  }
}
