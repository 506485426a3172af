// What the boards show: [title, unit of Grafana, what it says, …[PromQL, legend, 'rare' where there may be nothing for a long time]].
// What one process at a time tells is read with max.
import { films } from './boards/films.mjs';
import { overview } from './boards/overview.mjs';
import { queues } from './boards/queues.mjs';
import { runtime } from './boards/runtime.mjs';
import { workflows } from './boards/workflows.mjs';

export const BOARDS = [overview, films, queues, workflows, runtime];
