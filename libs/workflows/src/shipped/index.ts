import { type WorkflowDocument } from '../contracts/graph.js';
import { segmentsToFilm } from './segments-to-film.js';
import { stockNarration } from './stock-narration.js';

/** Graphs that come with Kadr, by id. */
export const SHIPPED: ReadonlyMap<string, WorkflowDocument> = new Map([
  ['segments-to-film', segmentsToFilm],
  ['stock-narration', stockNarration],
]);
