/** The drawing process: one job from its arguments, one file, one line of JSON about how it went. Nothing else of Kadr runs in it. */
import { writeSync } from 'node:fs';
import { draw } from './render/draw.js';
import type { DrawingJob } from './render/job.js';

export type DrawingOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string };

function tell(outcome: DrawingOutcome): void {
  writeSync(1, `${JSON.stringify(outcome)}\n`);
}

try {
  await draw(JSON.parse(process.argv[2] ?? 'null') as DrawingJob);
  tell({ ok: true });
} catch (error) {
  tell({ ok: false, message: (error instanceof Error ? error.message : String(error)).slice(0, 4000) });
}
// The parent kills this process now. Leaving in good order can hang: the threads of the canvas addon were seen to wait for each other for ever.
