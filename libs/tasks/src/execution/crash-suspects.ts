/** How often a task may lose its process before it is given up as the likely cause of it. */
export const MAX_CRASHES = 10;
/** So often is bad luck: from then on the task is suspected. */
export const SUSPECTED_FROM = 3;

/**
 * A task that kills its process takes all others with it that the process has at that moment, and a process that is killed from outside
 * takes all of its tasks, however innocent. So of those that have lost their process often one is run at a time: who dies alone is the cause.
 */
export class CrashSuspects {
  #taskId: string | null = null;

  /** @returns false: another one is under way, this one has to wait */
  enter({ taskId, crashes }: { readonly taskId: string; readonly crashes: number }): boolean {
    if (crashes < SUSPECTED_FROM) return true;
    if (this.#taskId !== null && this.#taskId !== taskId) return false;
    this.#taskId = taskId;
    return true;
  }

  /** Twice is safe. */
  leave({ taskId }: { readonly taskId: string }): void {
    if (this.#taskId === taskId) this.#taskId = null;
  }
}
