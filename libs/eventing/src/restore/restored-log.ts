import { jetstreamManager, JetStreamApiError } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { type EventingConfig } from '../eventing.config.js';
import { serversOf } from '../nats/nats-link.js';
import { type ComparedWith, differingRows } from '../projections/compare-rows.js';
import { readStreams } from '../store/event-table.js';
import { emptyStream, foldKnown } from '../store/fold-cache.js';

/** Beyond whatever was appended and lost: nobody who has read the log before meets a position twice. */
const POSITIONS_LEFT_OUT = 1_000_000;
const STREAMS = 200;
const SHOWN = 10;
const STREAM_NOT_FOUND = 10059;

/** Who asks Postgres alone. */
interface Asks {
  query(sql: string): Promise<{ readonly rows: readonly unknown[] }>;
}

/** Whether anything was ever appended; a database without the table counts as unused. */
export async function isLogUsed(client: Asks): Promise<boolean> {
  const { rows } = (await client.query(`SELECT to_regclass('eventing.events') IS NOT NULL AS there`)) as { rows: { there: boolean }[] };
  return rows[0]?.there === true && (await client.query('SELECT FROM eventing.events LIMIT 1')).rows.length > 0;
}

/** The log as it came out of a backup: whether it is whole, and what has to be done before anybody works with it again. */
export class RestoredLog {
  constructor(private readonly parts: ComparedWith & { readonly config: EventingConfig }) {}

  /** Every stream without a gap and readable, by this release. @returns what is wrong, the first few, and how many streams there are */
  async streamFaults(): Promise<{ readonly streams: number; readonly faults: readonly string[] }> {
    const { database, registry, vault } = this.parts;
    const faults: string[] = [];
    let streams = 0;
    for (let after = ''; faults.length < SHOWN;) {
      const page = await database.query<{ id: string }>(
        `SELECT DISTINCT stream_id AS id FROM eventing.events WHERE stream_id > $1 ORDER BY stream_id LIMIT ${STREAMS}`,
        [after],
      );
      if (page.length === 0) break;
      streams += page.length;
      after = page.at(-1)?.id ?? after;
      const rows = await readStreams(
        database,
        vault,
        page.map(({ id }) => ({ streamId: id, after: 0 })),
      );
      for (const [streamId, ofStream] of Map.groupBy(rows, (row) => row.stream_id)) {
        const aggregate = registry.aggregateOf(streamId);
        if (!aggregate) faults.push(`${streamId} is of a kind that this release does not know: restore with the release that made it`);
        else {
          try {
            const { unknown } = foldKnown(aggregate, emptyStream(aggregate), ofStream);
            if (unknown) faults.push(`${unknown.message}: restore with the release that wrote it`);
          } catch (error) {
            faults.push(`${streamId} cannot be folded (${error instanceof Error ? error.message : String(error)}): use another backup`);
          }
        }
      }
    }
    return { streams, faults: faults.slice(0, SHOWN) };
  }

  /** Consumers that claim to have read what is not there. */
  async checkpointFaults(): Promise<readonly string[]> {
    const rows = await this.parts.database.query<{ consumer: string; position: string; end: string }>(
      `SELECT c.consumer, max(c.position) AS position, e.position AS end
         FROM eventing.checkpoints c, (SELECT last_value AS position FROM eventing.events_position_seq) e
        WHERE c.position > e.position GROUP BY c.consumer, e.position ORDER BY c.consumer LIMIT ${SHOWN}`,
    );
    return rows.map(
      ({ consumer, position, end }) => `${consumer} has read up to ${position}, the log ends at ${end}: restore:finish mends it`,
    );
  }

  /** Rows of read models that are not what the events make of them. */
  async projectionFaults(): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const projection of this.parts.registry.projections) {
      const keys = await differingRows(this.parts, projection);
      if (keys === null || keys.length === 0) continue;
      faults.push(`${projection.name} differs from the log at ${keys.join(', ')}: POST /v1/admin/projections/${projection.name}/rebuild`);
    }
    return faults;
  }

  /**
   * Before anybody works: positions that may have been given out after the backup are never given out again, nobody has read what is not
   * there, and what was published then is gone from NATS. Twice is safe. @returns the first position that will be given out
   */
  async finish(): Promise<number> {
    const { database, config } = this.parts;
    const next = await database.transaction(async (tx) => {
      const [row] = await tx.query<{ next: string }>(
        `SELECT setval(pg_get_serial_sequence('eventing.events', 'position'),
                       greatest((SELECT coalesce(max(position), 0) FROM eventing.events) + ${POSITIONS_LEFT_OUT}, s.last_value)) AS next
           FROM eventing.events_position_seq s`,
      );
      await tx.query(
        'UPDATE eventing.checkpoints SET position = e.last FROM (SELECT coalesce(max(position), 0) AS last FROM eventing.events) e WHERE position > e.last',
      );
      return Number(row?.next ?? 0) + 1;
    });
    if (config.natsUrl !== null) await forgetPublished(config.natsUrl, config.natsStream);
    return next;
  }
}

async function forgetPublished(url: string, stream: string): Promise<void> {
  const connection = await connect({ ...serversOf(url), reconnect: false, timeout: 5_000 });
  try {
    await (await jetstreamManager(connection)).streams.delete(stream);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NOT_FOUND) throw error;
  } finally {
    await connection.close();
  }
}
