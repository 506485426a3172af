import { Suspended } from '#tasks';
import { type AttemptTable } from './attempt-table.js';
import { type CallRun } from './call-needs.js';

/** Within this time nobody can have taken the task over and begun to submit it. */
const FRESH_MS = 1000;
/** A process that cannot prove it within the time so often is not to pay. */
const MAX_PROOFS = 5;

/** A paid request that did not leave: the task may be somebody else's by now. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

/** For specs. */
export interface Clocks {
  monotonicMs(): number;
  wallMs(): number;
}

const CLOCKS: Clocks = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };

/**
 * Asks Postgres again whether a task is ours, as often as more than a moment has gone by since it last said so. A process can stand still
 * between any two of its lines, frozen by a signal, a full disk or a machine that is put to sleep; on waking it sends nothing that another
 * process may have sent meanwhile.
 */
export class LeaseProof {
  private provenAt: Moment;

  /** To be made before the statement that proves the lease is sent. */
  constructor(
    private readonly table: Pick<AttemptTable, 'isHeld'>,
    private readonly task: CallRun['task'],
    private readonly clocks: Clocks = CLOCKS,
  ) {
    this.provenAt = momentOf(clocks);
  }

  /** @throws NotSent when the task is no longer ours, or nobody can say */
  async require(): Promise<void> {
    for (let proofs = 0; elapsedMs(this.provenAt, this.clocks) > FRESH_MS; proofs++) {
      if (proofs >= MAX_PROOFS) throw new NotSent('this process is too slow to know whether the task is still its own');
      const asked = momentOf(this.clocks);
      const isHeld = await this.table.isHeld(this.task).catch((error: unknown) => {
        throw new NotSent('whether the task is still ours cannot be found out', { cause: error });
      });
      if (!isHeld) throw new NotSent('the task is no longer ours');
      this.provenAt = asked;
    }
  }
}

/** What a task does that was not sent: it comes back, if it is still ours, without using up an attempt. */
export const comeBack = (error: NotSent): Suspended => new Suspended(0, new Date(), error.message);

interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

const momentOf = (clocks: Clocks): Moment => ({ monotonicMs: clocks.monotonicMs(), wallMs: clocks.wallMs() });

/** The monotonic clock stands still while a machine sleeps, the other one can be set back: the later of both counts. */
const elapsedMs = (since: Moment, clocks: Clocks): number =>
  Math.max(clocks.monotonicMs() - since.monotonicMs, clocks.wallMs() - since.wallMs);
