/**
 * A drawing process: one job after the other, a line of JSON each, and a line about how each went. Nothing else of Kadr runs in it. Fonts
 * and drawings that were read once are there for the next job.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { draw } from './render/draw.js';
import type { DrawingJob } from './render/job.js';

export type DrawingOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string };

function tell(outcome: DrawingOutcome): void {
  writeSync(1, `${JSON.stringify(outcome)}\n`);
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    await draw(JSON.parse(line) as DrawingJob);
    tell({ ok: true });
  } catch (error) {
    tell({ ok: false, message: (error instanceof Error ? error.message : String(error)).slice(0, 4000) });
  }
}
// Leaving in good order can hang: the threads of the canvas addon were seen to wait for each other for ever.
process.kill(process.pid, 'SIGKILL');
