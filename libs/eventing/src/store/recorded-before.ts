import { type Queryable } from '#platform';
import { type Vault } from '../personal/vault.js';
import { type Recorded } from '../domain/index.js';
import { Decision, type DecisionEnvironment, type Request } from './decision.js';
import { eventOf } from './event-row.js';
import { readStreams } from './event-table.js';
import { fold, emptyStream } from './fold-cache.js';

/** Which of these first events the store has. */
export async function knownEvents(db: Queryable, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (eventIds.length === 0) return new Set();
  const rows = await db.query<{ event_id: string }>('SELECT event_id FROM eventing.events WHERE event_id = ANY($1::uuid[])', [eventIds]);
  return new Set(rows.map((row) => row.event_id));
}

/** Requests whose events an earlier attempt has stored, with the decision as it was then. */
export async function recordedBefore(
  { database: db, vault, environment: { derive } }: { database: Queryable; vault: Vault; environment: DecisionEnvironment },
  requests: readonly Request[],
): Promise<Map<Request, Decision>> {
  const known = await knownEvents(
    db,
    requests.map((request) => request.eventId),
  );
  const found = new Map<Request, Decision>();
  for (const request of requests.filter(({ eventId }) => known.has(eventId))) {
    const rows = await readStreams(db, vault, [{ streamId: request.streamId, after: 0 }]);
    const stream = rows.map((row) => eventOf(row, request.aggregate));
    const events = ownEvents(stream, request.eventId, derive);
    const upTo = stream.slice(0, events.at(-1)?.version ?? 0);
    found.set(request, new Decision(request, [], fold(request.aggregate, emptyStream(request.aggregate), upTo), events));
  }
  return found;
}

/** One decision's events follow each other, under ids derived from the first. */
function ownEvents(stream: readonly Recorded[], firstId: string, derive: DecisionEnvironment['derive']): Recorded[] {
  const first = stream.findIndex((event) => event.eventId === firstId);
  const own: Recorded[] = [];
  for (const event of first < 0 ? [] : stream.slice(first)) {
    if (own.length > 0 && event.eventId !== derive(firstId, String(own.length))) break;
    own.push(event);
  }
  return own;
}
