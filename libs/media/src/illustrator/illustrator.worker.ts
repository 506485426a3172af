/** The drawing process: one job from its arguments, one file, the reason of a failure on stderr. Nothing else of Kadr runs in it. */
import { draw } from './render/draw.js';
import type { DrawingJob } from './render/job.js';

try {
  await draw(JSON.parse(process.argv[2] ?? 'null') as DrawingJob);
  process.exit(0);
} catch (error) {
  process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
