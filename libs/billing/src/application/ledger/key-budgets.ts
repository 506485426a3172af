import { type Context } from '#eventing';
import { isUuid, type Queryable } from '#platform';
import { DateTime } from 'luxon';
import { type Customers } from '../../contracts/accounts.js';
import { KeyBudgetExceeded } from '../../domain/billing.errors.js';
import { type Account } from '../accounts.js';

/** Amounts are kept in millionths of a unit; here the unit is a micro-dollar. */
const MILLIONTHS = 1_000_000n;

/**
 * What a key may set aside for providers on a day of its organisation. It counts estimates as they are set aside, and what is given back later
 * counts until the day is over: a limit for a program that may go wrong must not be widened by its own failures.
 */
export class KeyBudgets {
  constructor(private readonly customers: Customers) {}

  /**
   * In the transaction that reserves, behind the lock of the account. @param cost provider cost in millionths of a micro-dollar
   * @throws KeyBudgetExceeded: the transaction is to be given up
   */
  async spend(tx: Queryable, account: Account, { actor }: Context, cost: bigint, now: string): Promise<void> {
    const keyId = /^key:(.+)$/.exec(actor)?.[1];
    if (cost <= 0n || keyId === undefined || !isUuid(keyId)) return;
    const limit = await this.customers.dailyLimitOfKey(account.orgId, keyId, tx);
    if (limit === null) return;
    const micros = Number((cost + MILLIONTHS - 1n) / MILLIONTHS);
    const today = DateTime.fromISO(now, { zone: account.timezone });
    const day = today.toISODate();
    await tx.query('DELETE FROM billing.key_spending WHERE org_id = $1 AND key_id = $2 AND day < $3::date', [account.orgId, keyId, day]);
    const [row] = await tx.query<{ micros: string }>(
      `INSERT INTO billing.key_spending AS s (org_id, key_id, day, micros) VALUES ($1, $2, $3::date, $4)
       ON CONFLICT (org_id, key_id, day) DO UPDATE SET micros = s.micros + excluded.micros RETURNING micros`,
      [account.orgId, keyId, day, micros],
    );
    const total = Number(row?.micros ?? micros);
    if (total > limit)
      throw new KeyBudgetExceeded(limit, total - micros, micros, today.plus({ days: 1 }).startOf('day').toUTC().toISO() ?? now);
  }
}
