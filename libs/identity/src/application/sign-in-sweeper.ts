import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database, deleteInBatches, PeriodicLeader, type Role, ROLES, SessionLocks } from '#platform';
import { IdentityConfig } from '../identity.config.js';

const SWEEP_EVERY_MS = 60 * 60_000;
/** What is over is told apart from what never was for so long. */
const LINKS_KEPT = '1 day';
const SESSIONS_KEPT = '30 days';

/** Forgets links, sessions and keys that are over. */
@Injectable()
export class SignInSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leader: PeriodicLeader;

  constructor(
    private readonly database: Database,
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    locks: SessionLocks,
    private readonly config: IdentityConfig,
  ) {
    this.leader = new PeriodicLeader({ name: 'identity.sweep-sessions', intervalMs: SWEEP_EVERY_MS, run: () => this.sweep() }, locks);
  }

  async sweep(): Promise<void> {
    await deleteInBatches(
      this.database,
      `DELETE FROM identity.sign_in_links WHERE id IN (SELECT id FROM identity.sign_in_links
        WHERE expires_at < now() - interval '${LINKS_KEPT}' LIMIT $1) RETURNING id`,
      [],
    );
    await deleteInBatches(
      this.database,
      `DELETE FROM identity.sessions WHERE id IN (SELECT id FROM identity.sessions
        WHERE least(ended_at, expires_at, last_used_at + interval '30 days') < now() - interval '${SESSIONS_KEPT}' LIMIT $1) RETURNING id`,
      [],
    );
    // What was opened by a key is over, and gone, long before it.
    await deleteInBatches(
      this.database,
      `DELETE FROM identity.api_keys WHERE id IN (SELECT id FROM identity.api_keys k
        WHERE least(k.revoked_at, k.expires_at) < now() - $2 * interval '1 day'
          AND NOT EXISTS (SELECT FROM identity.sessions s WHERE s.key_id = k.id)
          AND NOT EXISTS (SELECT FROM identity.sign_in_links l WHERE l.key_id = k.id) LIMIT $1) RETURNING id`,
      [this.config.revokedKeyDays],
    );
  }

  onApplicationBootstrap(): void {
    if (this.roles.has('scheduler')) this.leader.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.leader.stop();
  }
}
