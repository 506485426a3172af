import { type Queryable } from '#platform';

/** How far one consumer is behind the log: positions, of its slowest partition. The relay to NATS is one as well. */
export interface ConsumerLag {
  readonly consumer: string;
  readonly behind: number;
}

/** Those furthest behind first. A consumer without anything new for it moves its checkpoint all the same. */
export function consumersBehind(db: Queryable): Promise<readonly ConsumerLag[]> {
  return db.query<ConsumerLag>(
    `SELECT c.consumer, greatest(0, (SELECT coalesce(max(position), 0) FROM eventing.events) - min(c.position))::float8 AS behind
       FROM eventing.checkpoints c GROUP BY c.consumer ORDER BY behind DESC, c.consumer`,
  );
}

/** Events that a consumer could not handle. */
export interface LettersKept {
  readonly consumer: string;
  readonly status: 'retrying' | 'parked' | 'waiting';
  readonly reason: string;
  readonly letters: number;
}

export function lettersKept(db: Queryable): Promise<readonly LettersKept[]> {
  return db.query<LettersKept>(
    `SELECT consumer, status, reason, count(*)::int AS letters FROM eventing.dead_letters GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
}
