import { type ErasedSubject, type Eraser, type Queryable } from '#platform';
import { endStreams } from '../archive/ended-streams.js';
import { type AnyAggregate, type Recorded } from '../domain/index.js';
import { type EventingRegistry } from '../registry.js';
import { UnknownEvent } from '../store/contracts.js';
import { upcasted } from '../store/event-row.js';
import { SEALED } from './sealed.js';
import { erased, personalOf, type Vault } from './vault.js';

interface PlainRow {
  readonly event_id: string;
  readonly version: number;
  readonly type: string;
  readonly schema_version: number;
  readonly data: object;
}

/**
 * Erases what users have said in a stream: its key goes, and with it all that was sealed, here and in every copy of the log. What an earlier
 * release has stored in the open is overwritten, the one change that stored events ever see. The stream folds as before.
 */
export class StreamErasure implements Eraser {
  readonly name = 'eventing.events';

  /** @param caches of states that were folded from what is erased */
  constructor(
    private readonly registry: EventingRegistry,
    private readonly vault: Vault,
    private readonly caches: readonly { forget(streamId: string): void }[],
  ) {}

  /** @throws UnknownEvent when a newer release has stored something in the open: it is for that one to erase */
  async erase(tx: Queryable, { orgId, streamId }: ErasedSubject): Promise<void> {
    await tx.query(
      `INSERT INTO eventing.stream_keys AS known (stream_id, org_id, is_sealed, erased_at) VALUES ($1, $2, false, now())
           ON CONFLICT (stream_id) DO UPDATE SET key = NULL, is_sealed = false, erased_at = now() WHERE known.erased_at IS NULL`,
      [streamId, orgId],
    );
    await this.overwrite(tx, streamId);
    await endStreams(tx, orgId, [streamId]);
    await tx.query(`UPDATE eventing.dead_letters SET error = '' WHERE stream_id = $1`, [streamId]);
    this.vault.forget(streamId);
    for (const cache of this.caches) cache.forget(streamId);
  }

  private async overwrite(tx: Queryable, streamId: string): Promise<void> {
    const aggregate = this.registry.aggregateOf(streamId);
    if (!aggregate?.personal) return;
    const rows = await tx.query<PlainRow>(
      `SELECT event_id, version, type, schema_version, data FROM eventing.read_streams(ARRAY[$1], ARRAY[0], ARRAY[2147483647])
        WHERE schema_version <= ${SEALED}`,
      [streamId],
    );
    for (const row of rows) {
      const changed = overwritten(row, streamId, aggregate);
      if (!changed) continue;
      await tx.query('UPDATE eventing.events SET data = $2::jsonb, schema_version = $3 WHERE event_id = $1', [
        row.event_id,
        JSON.stringify(changed.data),
        changed.schemaVersion,
      ]);
    }
  }
}

/** As an event of today, whose personal members are known. @returns null when nothing of it is personal */
function overwritten({ type, version, schema_version: schemaVersion, data }: PlainRow, streamId: string, aggregate: AnyAggregate) {
  if (!(type in aggregate.schemaVersions)) throw new UnknownEvent({ streamId, version, type, schemaVersion });
  const paths = personalOf(aggregate, type);
  if (!paths) return null;
  const today = upcasted({ streamId, version, type, schemaVersion, data } as Recorded, aggregate);
  const left = erased(today.data, paths);
  return JSON.stringify(left) === JSON.stringify(data) ? null : { data: left, schemaVersion: today.schemaVersion };
}
