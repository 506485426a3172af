// npm run sandbox [-- --port 4010 --speed 1 --data-dir .data/sandbox]
// One server that speaks the protocols of all providers; apps/sandbox/README.md says how to use it.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './lib/build.mjs';
import { bad } from './lib/console.mjs';
import { obtainFfmpeg } from './lib/ffmpeg.mjs';
import { defaultProgramsDir, repositoryRoot } from './services.mjs';

try {
  const [{ ffmpeg, missing }] = await Promise.all([obtainFfmpeg({ programsDir: defaultProgramsDir() }), build(repositoryRoot)]);
  if (missing) throw new Error(missing);
  process.env.FFMPEG_PATH ??= ffmpeg;
  await import(pathToFileURL(path.join(repositoryRoot, 'dist/apps/sandbox/src/main.js')).href);
} catch (error) {
  bad(error.message);
  process.exitCode = 1;
}
