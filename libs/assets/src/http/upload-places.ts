import { Refusal } from '#platform';

const RETRY_AFTER = { 'Retry-After': '10' };

/** Uploads under way in this process: each holds a socket, a file and disk, however slowly it comes. */
export class UploadPlaces {
  private readonly byOrganisation = new Map<string, number>();
  private all = 0;

  /** @param perOrganisation at a time. @param perProcess at a time, of all organisations together. */
  constructor(
    private readonly perOrganisation: number,
    private readonly perProcess: number,
  ) {}

  /** @returns how to give the place back. @throws Refusal `rate_limited` for the organisation, `unavailable` for the process */
  take(orgId: string): () => void {
    const own = this.byOrganisation.get(orgId) ?? 0;
    if (own >= this.perOrganisation) {
      const message = `${own} uploads of your organisation are under way, which is as many as there may be at a time.`;
      throw new Refusal('rate-limited', 'rate_limited', message, { headers: RETRY_AFTER });
    }
    if (this.all >= this.perProcess) {
      throw new Refusal('unavailable', 'unavailable', 'Too many uploads are under way at the moment.', { headers: RETRY_AFTER });
    }
    this.byOrganisation.set(orgId, own + 1);
    this.all += 1;
    let isTaken = true;
    return () => {
      if (isTaken) this.giveBack(orgId);
      isTaken = false;
    };
  }

  private giveBack(orgId: string): void {
    this.all -= 1;
    const left = (this.byOrganisation.get(orgId) ?? 1) - 1;
    if (left > 0) this.byOrganisation.set(orgId, left);
    else this.byOrganisation.delete(orgId);
  }
}
