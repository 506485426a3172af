import { type Queryable } from '#platform';
import { type Vault } from '../personal/vault.js';
import { type EventingRegistry } from '../registry.js';
import { readStreams } from '../store/event-table.js';

/** What the log has of things of which no more is known than their ids. */
export class SubjectStreams {
  constructor(
    private readonly database: Queryable,
    private readonly registry: EventingRegistry,
    private readonly vault: Vault,
  ) {}

  /** @returns the streams, of whatever aggregate, of those that are there and not deleted; an id without one is absent */
  async of(ids: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await this.database.query<{ id: string; stream_id: string }>(
      `SELECT s.id, s.stream_id
         FROM (SELECT i.id, n.name || '-' || i.id AS stream_id FROM unnest($1::text[]) AS i(id), unnest($2::text[]) AS n(name)) AS s
        CROSS JOIN LATERAL (SELECT FROM eventing.events e WHERE e.stream_id = s.stream_id LIMIT 1) AS one
        WHERE NOT EXISTS (SELECT FROM eventing.ended_streams d WHERE d.stream_id = s.stream_id)`,
      [ids, this.registry.aggregateNames],
    );
    return new Map([...Map.groupBy(rows, ({ id }) => id)].map(([id, found]) => [id, found.map(({ stream_id }) => stream_id)]));
  }

  /** @returns those of the words that stand in the data of any event of these streams, of whatever release */
  async mentioned(streamIds: readonly string[], words: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await readStreams(
      this.database,
      this.vault,
      streamIds.map((streamId) => ({ streamId, after: 0 })),
    );
    const found = new Set<string>();
    for (const { data } of rows) {
      const text = JSON.stringify(data);
      for (const word of words) if (text.includes(word)) found.add(word);
    }
    return found;
  }
}
