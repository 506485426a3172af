/**
 * Thrown through a handler whose work waits for somebody else: nothing went wrong, and no attempt is used up. The handler is run again
 * from its start, then or when the task is woken.
 */
export class Suspended extends Error {
  constructor(
    readonly delayMs: number,
    /** Time of the database at which there was nothing new: the task does not go to sleep over news that came after it. */
    readonly seenAt: Date,
    readonly reason: string,
  ) {
    super(`waits ${delayMs} ms: ${reason}`);
    this.name = 'Suspended';
  }
}
