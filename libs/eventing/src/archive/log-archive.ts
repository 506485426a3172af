import { type Clock, counter, type Database, logger, PeriodicLeader, type Queryable, type SessionLocks } from '#platform';
import { ALL } from '../consumers/checkpoints.js';
import { type EventingRegistry } from '../registry.js';
import { ArchivePartitions, noteForgotten } from './archive-partitions.js';

/** Streams in one transaction: some ten thousand events at most. */
const BATCH = 200;

export interface ArchiveSettings {
  /** How long after its thing was deleted a stream leaves the log. */
  readonly archiveDays: number;
  /** How many whole months the archive keeps it then; 0: it is not archived but forgotten at once. */
  readonly archiveMonths: number;
  readonly retentionSweepMs: number;
}

const log = logger('eventing.archive');
const moved = counter('kadr_archived_events', {
  description: 'Events of deleted things that have left the log, to the archive or for good',
  unit: '{event}',
});

/**
 * Keeps the log as large as what is alive: streams of deleted things leave it. One process does it at a time; a batch is one transaction, so
 * a process that dies leaves a stream either here or there.
 */
export class LogArchive {
  private readonly partitions: ArchivePartitions;
  private readonly leader: PeriodicLeader;

  constructor(
    private readonly database: Database,
    private readonly registry: EventingRegistry,
    private readonly settings: ArchiveSettings,
    private readonly clock: Pick<Clock, 'nowMs'>,
    locks: Pick<SessionLocks, 'tryAcquire'>,
  ) {
    this.partitions = new ArchivePartitions(database);
    const run = async (): Promise<void> => void (await this.sweep());
    this.leader = new PeriodicLeader({ name: 'eventing.archive', intervalMs: settings.retentionSweepMs, run }, locks);
  }

  start(): void {
    this.leader.start();
  }

  stop(): Promise<void> {
    return this.leader.stop();
  }

  /** @returns events that have left the log. Twice is safe, two at once too. */
  async sweep(): Promise<number> {
    const { archiveDays, archiveMonths } = this.settings;
    let events = 0;
    if (archiveMonths > 0 && (await this.isAnyDue(archiveDays))) await this.partitions.ensure(this.clock.nowMs());
    for (let after = ''; ;) {
      const page = await this.database.transaction((tx) => this.move(tx, after, archiveDays, archiveMonths > 0));
      events += page.events;
      after = page.last ?? after;
      if (page.last === null) break;
    }
    if (events > 0) moved.add(events);
    const dropped = await this.partitions.drop(this.clock.nowMs(), archiveMonths);
    if (dropped.length > 0) log.info({ dropped }, 'months of the archive were forgotten');
    return events;
  }

  private async isAnyDue(days: number): Promise<boolean> {
    const [row] = await this.database.query<{ any: boolean }>(
      `SELECT EXISTS (SELECT FROM eventing.ended_streams WHERE ended_at <= now() - $1 * interval '1 day') AS any`,
      [days],
    );
    return row?.any ?? false;
  }

  /** @returns the last stream that was looked at, null when there was none */
  private async move(tx: Queryable, after: string, days: number, isKept: boolean): Promise<{ events: number; last: string | null }> {
    // Two at once share the work instead of waiting for each other.
    const due = await tx.query<{ stream_id: string }>(
      `SELECT stream_id FROM eventing.ended_streams
        WHERE stream_id > $1 AND ended_at <= now() - $2 * interval '1 day' ORDER BY stream_id LIMIT $3 FOR UPDATE SKIP LOCKED`,
      [after, days, BATCH],
    );
    const ids = due.map(({ stream_id }) => stream_id);
    const over = ids.length === 0 ? [] : await this.over(tx, ids, days);
    if (over.length > 0 && !isKept) await noteForgotten(tx);
    const events = over.length === 0 ? 0 : await take(tx, over, isKept);
    return { events, last: ids.at(-1) ?? null };
  }

  /**
   * Those in which everybody who follows the log has come to the end, that wait nowhere, and in which nothing happened lately. Never the one
   * with the last event of all: the end of the log must not move back.
   */
  private async over(tx: Queryable, ids: readonly string[], days: number): Promise<string[]> {
    const rows = await tx.query<{ stream_id: string }>(
      `SELECT s.stream_id FROM unnest($1::text[]) AS s(stream_id)
         LEFT JOIN LATERAL (SELECT e.position, e.partition, e.recorded_at FROM eventing.events e
                             WHERE e.stream_id = s.stream_id ORDER BY e.version DESC LIMIT 1) AS last ON true
        WHERE NOT EXISTS (SELECT FROM eventing.dead_letters l WHERE l.stream_id = s.stream_id)
          AND (last.position IS NULL OR (
            last.recorded_at <= now() - $3 * interval '1 day'
            AND last.position < (SELECT max(position) FROM eventing.events)
            AND NOT EXISTS (SELECT FROM eventing.checkpoints c
                             WHERE c.consumer = ANY($2::text[]) AND c.partition IN (last.partition, $4) AND c.position < last.position)))`,
      [ids, this.consumers(), days, ALL],
    );
    return rows.map(({ stream_id }) => stream_id);
  }

  private consumers(): string[] {
    const { processManagers, reactions, projections } = this.registry;
    return [
      ...processManagers.map(({ processManager }) => processManager.name),
      ...reactions.map(({ reaction }) => reaction.name),
      ...projections.filter(({ mode }) => mode === 'async').map(({ name }) => name),
    ];
  }
}

const COLUMNS = `position, event_id, stream_id, version, type, schema_version, module, org_id, partition, data, metadata, recorded_at,
  reacted_by`;

/** Their keys were thrown away before; what says so goes with them. */
async function take(tx: Queryable, ids: readonly string[], isKept: boolean): Promise<number> {
  const gone = `DELETE FROM eventing.events WHERE stream_id = ANY($1::text[]) RETURNING ${COLUMNS}`;
  const kept = `INSERT INTO eventing.archived_events (archived_at, ${COLUMNS}) SELECT now(), ${COLUMNS} FROM gone`;
  const [row] = await tx.query<{ events: number }>(
    isKept
      ? `WITH gone AS (${gone}), kept AS (${kept} RETURNING 1) SELECT count(*)::int AS events FROM kept`
      : `WITH gone AS (${gone}) SELECT count(*)::int AS events FROM gone`,
    [ids],
  );
  await tx.query('DELETE FROM eventing.stream_keys WHERE stream_id = ANY($1::text[]) AND erased_at IS NOT NULL', [ids]);
  await tx.query('DELETE FROM eventing.ended_streams WHERE stream_id = ANY($1::text[])', [ids]);
  return row?.events ?? 0;
}
