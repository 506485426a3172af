import { type WorkflowDocument } from '../contracts/graph.js';
import { clipsFromFrames } from './clips-from-frames.js';
import { dailySeries } from './daily-series.js';
import { reviewInParallel } from './review-in-parallel.js';
import { segmentsToFilm } from './segments-to-film.js';
import { stockNarration } from './stock-narration.js';
import { twoLanguages } from './two-languages.js';

/** Graphs that come with Kadr, by id. */
export const SHIPPED: ReadonlyMap<string, WorkflowDocument> = new Map([
  ['clips-from-frames', clipsFromFrames],
  ['daily-series', dailySeries],
  ['review-in-parallel', reviewInParallel],
  ['segments-to-film', segmentsToFilm],
  ['stock-narration', stockNarration],
  ['two-languages', twoLanguages],
]);
