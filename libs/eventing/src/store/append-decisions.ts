import { type Queryable } from '#platform';
import { type InlineReactions } from '../inline/inline-reactions.js';
import { type InlineProjections } from '../projections/inline-projections.js';
import { type Decision } from './decision.js';
import { appendEvents } from './event-table.js';

/**
 * The last statements of a transaction, and the one way by which decisions become rows: what follows from the events, then the events with
 * the mark of who has reacted to them, then the rows that are to commit with them. The append comes late, so that its lock is held briefly.
 * @throws EffectsRefused, and what `appendEvents` and inline projections throw
 */
export async function appendDecisions(
  tx: Queryable,
  decisions: readonly Decision[],
  reactions: InlineReactions,
  inline: InlineProjections,
): Promise<void> {
  await reactions.store(tx);
  const rows = decisions.flatMap((decision) => decision.rows).map((row) => ({ ...row, reactedBy: reactions.by(row) }));
  if (rows.length === 0) return;
  const appended = await appendEvents(tx, rows);
  let next = 0;
  for (const decision of decisions) {
    decision.commitAt(appended.slice(next, (next += decision.rows.length)));
    for (const event of decision.events) {
      const reactedBy = reactions.by(event);
      if (reactedBy) Object.assign(event, { reactedBy });
    }
  }
  await inline.apply(tx, decisions);
}
