import { build } from './lib/build.mjs';
import { bad, good, seconds } from './lib/console.mjs';
import { repositoryRoot } from './services.mjs';

const from = Date.now();
try {
  const built = await build(repositoryRoot, { force: process.argv.includes('--force') });
  good(built ? `Compiled into dist/ (${seconds(Date.now() - from)})` : 'dist/ is up to date');
} catch (error) {
  bad(error.message);
  process.exitCode = 1;
}
