import { Injectable } from '@nestjs/common';
import { Quota } from '#billing';
import { StorageAllowance } from '#assets';
import { Refusal } from '#platform';

/** What an organisation may keep in its media library is what its quota of storage leaves. */
@Injectable()
export class QuotaForStorage extends StorageAllowance {
  constructor(private readonly quota: Quota) {
    super();
  }

  async mayKeep(orgId: string, bytes: number): Promise<void> {
    const refusals = await this.quota.refusals(orgId, { storage_bytes: bytes });
    const [first] = refusals;
    if (!first) return;
    const { limit, used, reserved } = first;
    const message = `The file has ${bytes} bytes; of ${limit} bytes, ${used} are used and ${reserved} reserved.`;
    throw new Refusal('quota-exceeded', 'quota_exceeded', message, { details: { ...first, refusals } });
  }
}
