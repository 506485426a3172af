import { build } from './lib/build.mjs';
import { buildStudio } from './lib/build-studio.mjs';
import { bad, good, seconds } from './lib/console.mjs';
import { repositoryRoot } from './services.mjs';

const from = Date.now();
try {
  const options = { force: process.argv.includes('--force') };
  const made = await Promise.all([build(repositoryRoot, options), buildStudio(repositoryRoot, options)]);
  const built = made.includes(true);
  good(built ? `Compiled into dist/ (${seconds(Date.now() - from)})` : 'dist/ is up to date');
} catch (error) {
  bad(error.message);
  process.exitCode = 1;
}
