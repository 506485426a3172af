import { type Queryable } from '#platform';

/** Partition number of a consumer that reads all of them as one. */
export const ALL = -1;

/** How far one consumer has come in one partition. */
export interface Advance {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** Someone else works on the same partition and was quicker. Nothing of the transaction is kept. */
export class CheckpointMoved extends Error {
  constructor(consumer: string) {
    super(`${consumer} is being run by someone else as well`);
    this.name = 'CheckpointMoved';
  }
}

/** The checkpoints of one consumer. They move in the transaction that holds what was made of the events. */
export class Checkpoints {
  constructor(private readonly consumer: string) {}

  /** Creates those that are missing, at 0. */
  async load(db: Queryable, partitions: readonly number[]): Promise<Map<number, number>> {
    await db.query(`INSERT INTO eventing.checkpoints (consumer, partition) SELECT $1, unnest($2::smallint[]) ON CONFLICT DO NOTHING`, [
      this.consumer,
      partitions,
    ]);
    const rows = await db.query<{ partition: number; position: string }>(
      'SELECT partition, position FROM eventing.checkpoints WHERE consumer = $1 AND partition = ANY($2::smallint[])',
      [this.consumer, partitions],
    );
    return new Map(rows.map((row) => [row.partition, Number(row.position)]));
  }

  /**
   * One statement. The transaction it is in commits without waiting for the disk: should the server crash, checkpoint and consequences
   * are gone together and are made again, since every session and with it every claim is lost too. Whoever acts on a consequence
   * claims it first with a commit that does wait, and that one takes all earlier ones to the disk with it.
   * @throws CheckpointMoved when one of them is not where it was
   */
  async advance(tx: Queryable, advances: readonly Advance[]): Promise<void> {
    if (advances.length === 0) return;
    const rows = await tx.query(
      `UPDATE eventing.checkpoints c SET position = a.to_position, updated_at = now()
       FROM unnest($2::smallint[], $3::bigint[], $4::bigint[]) AS a(partition, from_position, to_position)
       WHERE c.consumer = $1 AND c.partition = a.partition AND c.position = a.from_position
         AND (SELECT set_config('synchronous_commit', 'off', true)) = 'off'
       RETURNING c.partition`,
      [this.consumer, advances.map(({ partition }) => partition), advances.map(({ from }) => from), advances.map(({ to }) => to)],
    );
    if (rows.length !== advances.length) throw new CheckpointMoved(this.consumer);
  }
}
