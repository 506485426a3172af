import fs from 'node:fs';
import path from 'node:path';
import { findProgram } from './files.mjs';
import { isDebian, unpackPackages } from './debian.mjs';

const inRoot = (root) => ['prometheus', 'promtool'].map((name) => path.join(root, 'usr/bin', name));

/**
 * Prometheus and its promtool: the system's, or Debian's package unpacked without root.
 * @returns {Promise<{ prometheus: string | null, promtool: string | null, missing: string | null }>} `missing`: why, and what to do
 */
export async function obtainPrometheus({ programsDir }) {
  const root = path.join(programsDir, 'debian-prometheus');
  const isComplete = (directory) => inRoot(directory).every((file) => fs.existsSync(file));
  const system = [findProgram('prometheus'), findProgram('promtool')];
  let why = 'KADR_NO_DOWNLOADS is set';
  if (!system.every(Boolean) && !isComplete(root) && !process.env.KADR_NO_DOWNLOADS) {
    why = 'there is no apt here';
    if (isDebian()) await unpackPackages(['prometheus'], root, isComplete).catch((error) => (why = (error.stderr || error.message).trim()));
  }
  const [prometheus, promtool] = system.every(Boolean) ? system : isComplete(root) ? inRoot(root) : [null, null];
  const missing = promtool ? null : `prometheus is missing (${why}). To have it: sudo apt-get install -y prometheus`;
  return { prometheus, promtool, missing };
}
