import { Injectable } from '@nestjs/common';
import { Clock, type Principal } from '#platform';

/** A revoked key is refused everywhere within 5 s: this long at most a process goes on trusting what it has read. */
export const TRUSTED_MS = 3000;
const MAX_ENTRIES = 10_000;

export interface KnownKey {
  readonly principal: Principal;
  readonly expiresAtMs: number | null;
}

interface Entry extends KnownKey {
  readonly readAtMs: number;
}

/** Keys read a moment ago, by the hash of the key. */
@Injectable()
export class KeyCache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  find(hash: Buffer): KnownKey | null {
    const name = hash.toString('base64');
    const entry = this.entries.get(name);
    if (!entry) return null;
    if (entry.readAtMs + TRUSTED_MS > this.clock.nowMs()) return entry;
    this.entries.delete(name);
    return null;
  }

  remember(hash: Buffer, key: KnownKey, readAtMs: number): void {
    if (this.entries.size >= MAX_ENTRIES) this.entries.clear();
    this.entries.set(hash.toString('base64'), { ...key, readAtMs });
  }

  forget(keyId: string): void {
    for (const [name, { principal }] of this.entries) if (principal.keyId === keyId) this.entries.delete(name);
  }

  /** All keys of an organisation that nobody acts for any more. */
  forgetAll(orgId: string): void {
    for (const [name, { principal }] of this.entries) if (principal.orgId === orgId) this.entries.delete(name);
  }
}
