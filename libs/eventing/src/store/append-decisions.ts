import { type Connection } from '#platform';
import { type InlineReactions } from '../inline/inline-reactions.js';
import { type Vault } from '../personal/vault.js';
import { type InlineProjections } from '../projections/inline-projections.js';
import { claimFences, isFenced } from './claim-fences.js';
import { firstFailure } from './database-errors.js';
import { type Decision } from './decision.js';
import { appendEvents } from './event-table.js';

/**
 * The last statements of a transaction, and the one way by which decisions become rows: fences, what follows from the events, then the
 * events with the mark of who has reacted to them. These are asked for together, so that one write takes them to the server; the append
 * comes last, so that its lock is held briefly. Then the rows that are to commit with the events.
 * @throws LostFences, EffectsRefused, and what `appendEvents` and inline projections throw: the first of them in the order of statements
 */
export async function appendDecisions(
  tx: Connection,
  decisions: readonly Decision[],
  reactions: InlineReactions,
  { inline, vault }: { readonly inline: InlineProjections; readonly vault: Vault },
): Promise<void> {
  const rows = decisions.flatMap((decision) => decision.rows);
  const sealed = await vault.seal(tx, reactions.hasMarks ? rows.map((row) => ({ ...row, reactedBy: reactions.by(row) })) : rows);
  // Most appends stand alone.
  const asked = isFenced(decisions) || !reactions.isEmpty ? [claimFences(tx, decisions), reactions.store(tx)] : [];
  const askedAtMs = performance.now();
  const appended = appendEvents(tx, sealed, isSure(tx, decisions));
  if (asked.length > 0) {
    const failure = firstFailure(await Promise.allSettled([...asked, appended]));
    if (failure) throw failure.error;
  }
  if (rows.length === 0) return;
  noteAppended(decisions, reactions, await appended, askedAtMs);
  await inline.apply(tx, decisions);
}

/**
 * Whether what was decided on is in the store without a look: it was read or committed when this connection stood already, and a server that
 * has lost something since would have ended it.
 */
const isSure = ({ stoodAtMs }: Connection, decisions: readonly Decision[]): boolean =>
  decisions.every(({ folded }) => folded.learntAtMs > stoodAtMs);

function noteAppended(
  decisions: readonly Decision[],
  reactions: InlineReactions,
  appended: Awaited<ReturnType<typeof appendEvents>>,
  askedAtMs: number,
): void {
  let next = 0;
  for (const decision of decisions) {
    decision.commitAt(appended.slice(next, (next += decision.rows.length)), askedAtMs);
    if (!reactions.hasMarks) continue;
    for (const event of decision.events) {
      const reactedBy = reactions.by(event);
      if (reactedBy) Object.assign(event, { reactedBy });
    }
  }
}
