import { type TaskOutcome } from '../task-telemetry.js';

/** Work that takes longer has its beginning recorded while it goes on: whoever looks sees that it runs. */
export const LATE_MS = 50;

/**
 * The beginning of an attempt whose end says as well that it has begun: where the end is a moment later, nothing is recorded of the beginning
 * alone. Recorded at most once.
 */
export class LateBeginning {
  private recorded: Promise<TaskOutcome | null> | null = null;
  private readonly timer: NodeJS.Timeout;

  /**
   * @param record @returns null when the work may go on, else how the task ended
   * @param refused told when it may not, while the work goes on
   */
  constructor(
    private readonly record: () => Promise<TaskOutcome | null>,
    refused: (outcome: TaskOutcome) => void,
  ) {
    this.timer = setTimeout(() => {
      // Where the database does not answer, the end is recorded when it does.
      this.told().then(
        (outcome) => outcome && refused(outcome),
        () => undefined,
      );
    }, LATE_MS);
  }

  /** To be recorded before what follows, which is no end. @returns null when the work may go on, else how the task ended */
  told(): Promise<TaskOutcome | null> {
    clearTimeout(this.timer);
    return (this.recorded ??= this.record());
  }

  /** The end is about to be recorded: what is not being recorded yet is said by it. @returns as `told` */
  over(): Promise<TaskOutcome | null> {
    clearTimeout(this.timer);
    return this.recorded?.catch(() => null) ?? Promise.resolve(null);
  }
}
