import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock, Database } from '#platform';
import { organisationHasWaiting } from './ledger/posting-table.js';
import { QuotaLedger, type AccountSnapshot } from './ledger/quota-ledger.js';
import { openReservations } from './ledger/reservation-table.js';
import { UsageRunner } from './ledger/usage-runner.js';
import { BillableWorks } from './billable-works.js';

const LOOK_EVERY_MS = 15;
const PATIENCE_MS = 1_000;
/** Work under way that is asked about; who has more of it does not notice one that has just ended. */
const ASKED = 100;

/** The quota as its reader expects it: who has just seen a video end sees its reservation gone. */
@Injectable()
export class SettledQuota {
  constructor(
    private readonly database: Database,
    private readonly ledger: QuotaLedger,
    private readonly works: BillableWorks,
    private readonly runner: UsageRunner,
    private readonly clock: Clock,
  ) {}

  /** Settling follows the end of the work within milliseconds; here it is waited for, for a second at most. @throws UnknownOrganisation */
  async snapshot(orgId: string): Promise<AccountSnapshot> {
    const giveUpAtMs = performance.now() + PATIENCE_MS;
    while ((await this.isBehind(orgId)) && performance.now() < giveUpAtMs) await sleep(LOOK_EVERY_MS);
    return this.ledger.snapshot(orgId, this.clock.now());
  }

  private async isBehind(orgId: string): Promise<boolean> {
    if (await organisationHasWaiting(this.database, orgId)) {
      this.runner.hurry([orgId]);
      return true;
    }
    const open = await openReservations(this.database, { orgId, olderThanMs: 0, limit: ASKED, after: null, withHeld: false });
    return open.length > 0 && (await this.works.endedAt(open.map(({ subject }) => subject))).size > 0;
  }
}
