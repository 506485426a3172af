import { Injectable } from '@nestjs/common';
import { hashOf } from './api-key.js';

const MAX_KEYS = 10_000;

/** Keys and tokens that were valid once, by hash: worth a look even where much is guessed. The oldest makes room for the newest. */
@Injectable()
export class FamiliarKeys {
  private readonly hashes = new Set<string>();

  has(key: string): boolean {
    return this.hashes.has(nameOf(key));
  }

  add(key: string): void {
    const name = nameOf(key);
    if (this.hashes.has(name)) return;
    const oldest = this.hashes.size >= MAX_KEYS ? this.hashes.values().next().value : undefined;
    if (oldest !== undefined) this.hashes.delete(oldest);
    this.hashes.add(name);
  }
}

const nameOf = (key: string): string => hashOf(key).toString('base64');
