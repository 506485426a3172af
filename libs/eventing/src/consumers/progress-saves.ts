import { GroupCommit, type Queryable } from '#platform';
import { type Advance, CheckpointMoved } from './checkpoints.js';

interface Save {
  readonly consumer: string;
  readonly advances: readonly Advance[];
}

/** Progress that nothing came of, of all consumers of this process that save theirs at the same time, in one statement. */
export class ProgressSaves {
  readonly #saves: GroupCommit<Save, void>;

  constructor(private readonly database: Queryable) {
    this.#saves = new GroupCommit((saves: readonly Save[]) => this.#store(saves), { maxItems: 100, concurrency: 1 });
  }

  /** @throws CheckpointMoved when one of them is not where it was; those of others are saved all the same */
  async save(consumer: string, advances: readonly Advance[]): Promise<void> {
    if (advances.length > 0) await this.#saves.add({ consumer, advances });
  }

  /** Does not wait for the disk: what is lost is looked at once more, and nothing comes of it again. */
  async #store(saves: readonly Save[]): Promise<PromiseSettledResult<void>[]> {
    const all = saves.flatMap(({ consumer, advances }) => advances.map((advance) => ({ consumer, ...advance })));
    const rows = await this.database.query<{ consumer: string }>(
      `UPDATE eventing.checkpoints c SET position = a.to_position, updated_at = now()
       FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::bigint[]) AS a(consumer, partition, from_position, to_position)
       WHERE c.consumer = a.consumer AND c.partition = a.partition AND c.position = a.from_position
         AND (SELECT set_config('synchronous_commit', 'off', true)) = 'off'
       RETURNING c.consumer`,
      [all.map(({ consumer }) => consumer), all.map(({ partition }) => partition), all.map(({ from }) => from), all.map(({ to }) => to)],
    );
    const saved = Map.groupBy(rows, (row) => row.consumer);
    return saves.map(({ consumer, advances }) =>
      (saved.get(consumer)?.length ?? 0) === advances.length
        ? { status: 'fulfilled', value: undefined }
        : { status: 'rejected', reason: new CheckpointMoved(consumer) },
    );
  }
}
