import { allProcesses, commandOf, lineOf, secondsOfTree, treeOf } from './process-times.mjs';

/** In the name of a work folder: `<task id>-<lease>`. */
const TASK_ID = /\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})-\d+\//;
const DRAWING = /illustrator\.worker/;

/**
 * What one process and all that it starts use, from look to look, told apart by what it was for: a task, where the program was given a
 * file of its work folder; `drawing`, for the processes that draw and what they pipe pictures to; else `app`.
 */
export class UsedTime {
  #root;
  #own = new Map();
  #labels = new Map();
  #total;

  constructor(root) {
    this.#root = root;
    const processes = allProcesses();
    this.#total = secondsOfTree(processes, root);
    for (const pid of treeOf(processes, root)) this.#own.set(pid, processes.get(pid).own);
  }

  /** @returns {{ used: Map<string, number>, bytes: number }} processor seconds since the last look; resident memory now */
  look() {
    const processes = allProcesses();
    const tree = treeOf(processes, this.#root);
    const used = new Map();
    const add = (label, seconds) => used.set(label, (used.get(label) ?? 0) + seconds);
    const gone = new Set(this.#own.keys());
    for (const pid of tree) {
      gone.delete(pid);
      add(this.#labelOf(processes, pid), processes.get(pid).own - (this.#own.get(pid) ?? 0));
      this.#own.set(pid, processes.get(pid).own);
    }
    // What programs used between the last look at them and their end is known in sum, of their parents.
    const total = secondsOfTree(processes, this.#root);
    const seen = [...used.values()].reduce((sum, seconds) => sum + seconds, 0);
    const labels = [...gone].map((pid) => this.#labels.get(pid) ?? 'app');
    const unseen = Math.max(0, total - this.#total - seen);
    for (const label of labels.length > 0 ? labels : ['app']) add(label, unseen / Math.max(1, labels.length));
    this.#total = Math.max(total, this.#total);
    for (const pid of gone) {
      this.#own.delete(pid);
      this.#labels.delete(pid);
    }
    return { used, bytes: tree.reduce((sum, pid) => sum + processes.get(pid).bytes, 0) };
  }

  #labelOf(processes, pid) {
    if (pid === this.#root) return 'app';
    const known = this.#labels.get(pid);
    if (known !== undefined && known !== 'app') return known;
    const command = commandOf(pid);
    const parents = lineOf(processes, pid).slice(1);
    const isDrawing = DRAWING.test(command) || parents.some((parent) => this.#labels.get(parent) === 'drawing');
    const label = TASK_ID.exec(command)?.[1] ?? (isDrawing ? 'drawing' : 'app');
    this.#labels.set(pid, label);
    return label;
  }
}
