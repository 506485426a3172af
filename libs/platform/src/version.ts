import fs from 'node:fs';
import path from 'node:path';

/** Of this release, as its package.json says: beside the sources and beside what is compiled from them. */
export const RELEASE: string = releaseAbove(import.meta.dirname);

function releaseAbove(folder: string): string {
  const file = path.join(folder, 'package.json');
  if (fs.existsSync(file)) {
    const { name, version } = JSON.parse(fs.readFileSync(file, 'utf8')) as { readonly name?: string; readonly version?: string };
    if (name === '@kadr/server' && version !== undefined) return version;
  }
  const above = path.dirname(folder);
  if (above === folder) throw new Error(`no package.json of Kadr lies above ${import.meta.dirname}`);
  return releaseAbove(above);
}
