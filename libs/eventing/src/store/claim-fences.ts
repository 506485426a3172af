import { type Queryable } from '#platform';
import { firstFailure } from './database-errors.js';
import { type Decision, type Request } from './decision.js';

/** Thrown inside the transaction, so that nothing of a batch with a lost fence is kept; the rest is then decided again. */
export class LostFences extends Error {
  constructor(readonly requests: ReadonlySet<Request>) {
    super('fences were lost');
  }
}

export const isFenced = (decisions: readonly Decision[]): boolean => decisions.some(({ request }) => request.fence);

/** Asks at once, in one statement for each kind. @throws LostFences */
export async function claimFences(tx: Queryable, decisions: readonly Decision[]): Promise<void> {
  const byKind = Map.groupBy(
    decisions.filter(({ request }) => request.fence),
    ({ request }) => request.fence?.kind,
  );
  const lost = new Set<Request>();
  const claimed = [...byKind].map(async ([kind, ofKind]) => {
    const fences = ofKind.flatMap(({ request }) => (request.fence ? [{ key: request.fence.key, token: request.fence.token }] : []));
    const kept = await kind?.claim(tx, fences);
    for (const { request } of ofKind) if (!request.fence || !kept?.has(request.fence.key)) lost.add(request);
  });
  const failure = firstFailure(await Promise.allSettled(claimed));
  if (failure) throw failure.error;
  if (lost.size > 0) throw new LostFences(lost);
}
