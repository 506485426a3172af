// npm run pack:server [-- --to <folder>]
// Makes the archive of @kadr/server that `npx kadr up --server <archive>` installs: compiled, with the drawings in use alone.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { buildStudio } from './lib/build-studio.mjs';
import { bad, good } from './lib/console.mjs';
import { packServer } from './lib/pack-server.mjs';
import { repositoryRoot } from './services.mjs';

const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

try {
  const { values } = parseArgs({ options: { to: { type: 'string', default: 'dist' } } });
  await Promise.all([build(repositoryRoot), buildStudio(repositoryRoot)]);
  const { archive, bytes, unpackedBytes } = await packServer(repositoryRoot, path.resolve(values.to));
  good(`${archive}: ${mb(bytes)}, unpacked ${mb(unpackedBytes)}`);
} catch (error) {
  bad(error.message);
  process.exitCode = 1;
}
