import { type Belongings, type Database, type Erasers } from '#platform';
import { type EventingRegistry } from '../registry.js';

const AT_ONCE = 100;

/**
 * Erases every stream of an organisation that may hold words: also of what was deleted long ago, by a release that left them in the open.
 * Does nothing while consumers have not come to the end of the organisation's events.
 */
export class OrganisationStreams implements Belongings {
  readonly name = 'eventing.streams';
  readonly isRest = true;

  constructor(
    private readonly database: Database,
    private readonly registry: EventingRegistry,
    private readonly erasers: Pick<Erasers, 'erase'>,
  ) {}

  async dispose(orgId: string): Promise<number> {
    const rows = await this.database.query<{ stream_id: string }>(
      `SELECT DISTINCT e.stream_id FROM eventing.events e
        WHERE e.org_id = $1 AND NOT EXISTS (SELECT FROM eventing.stream_keys k WHERE k.stream_id = e.stream_id AND k.erased_at IS NOT NULL)`,
      [orgId],
    );
    const open = rows.flatMap(({ stream_id: streamId }) => {
      const aggregate = this.registry.aggregateOf(streamId);
      return aggregate?.personal ? [{ orgId, streamId, subjectId: streamId.slice(aggregate.name.length + 1) }] : [];
    });
    for (const subject of open.slice(0, AT_ONCE)) await this.erasers.erase(subject);
    return Math.max(0, open.length - AT_ONCE);
  }
}
