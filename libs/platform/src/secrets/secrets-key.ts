import { createHmac } from 'node:crypto';
import { WrongSettings } from '../config/settings.js';
import { type Queryable } from '../database/queryable.js';
import { Refusal } from '../problems/refusal.js';
import { keyFile, keptKeyFile, SecretBox } from './secret-box.js';

/** Where a lib keeps what it seals. */
export interface SealedTable {
  /** What is stored, for messages: "provider keys". */
  readonly what: string;
  /** One row: `only_one boolean primary key`, `fingerprint bytea`, `noted_at`. */
  readonly fingerprints: string;
  /** Where sealed things lie; empty: any key will do. */
  readonly stored: string;
  /** One of them with its purpose; null: there is none. */
  sample(db: Queryable): Promise<{ readonly sealed: Buffer; readonly purpose: string } | null>;
}

/**
 * The key that secrets of one lib are sealed with: KADR_SECRETS_KEY, else that of a file made once. A process with another key than the one
 * in use could neither open what is stored nor store what others can open, so its fingerprint is kept in the database.
 */
export class SecretsKey {
  private key: Promise<Buffer> | null = null;

  /** @param runDir where the file is */
  constructor(
    private readonly database: Queryable,
    private readonly given: Buffer | null,
    private readonly runDir: string,
    private readonly table: SealedTable,
  ) {}

  /** Makes the file when there is neither a setting nor a file. */
  async box(): Promise<SecretBox> {
    return new SecretBox(await this.keyNow());
  }

  /** At the start. Without stored secrets any key will do. @throws WrongSettings when what is stored was sealed with another key */
  async verify(): Promise<void> {
    const stored = await this.table.sample(this.database);
    if (!stored) return;
    const key = this.given ?? (await keptKeyFile(this.runDir));
    if (!key) throw this.otherKey('is not set, and this process has no key of its own');
    // An earlier release stored keys and noted nothing.
    const noted = await this.noted();
    const isOurs = noted ? noted.equals(fingerprintOf(key)) : opens(key, stored.sealed, stored.purpose);
    if (!isOurs) throw this.otherKey(this.given ? 'is another one' : 'is not set, and the file of this process holds another one');
    await this.note(key);
  }

  /** Before a secret is sealed. @throws Refusal 503 `unavailable` when others seal with another key */
  async claim(): Promise<void> {
    if (await this.note(await this.keyNow())) return;
    throw new Refusal(
      'unavailable',
      'unavailable',
      'Secrets cannot be stored here at the moment: this process has another KADR_SECRETS_KEY than the one in use.',
    );
  }

  /** @returns whether this is the key in use; it becomes so while nothing is stored */
  private async note(key: Buffer): Promise<boolean> {
    await this.database.query(
      `INSERT INTO ${this.table.fingerprints} (fingerprint) VALUES ($1)
           ON CONFLICT (only_one) DO UPDATE SET fingerprint = excluded.fingerprint, noted_at = now()
        WHERE NOT EXISTS (SELECT FROM ${this.table.stored})`,
      [fingerprintOf(key)],
    );
    return (await this.noted())?.equals(fingerprintOf(key)) ?? false;
  }

  private async noted(): Promise<Buffer | null> {
    const [row] = await this.database.query<{ fingerprint: Buffer }>(`SELECT fingerprint FROM ${this.table.fingerprints}`);
    return row?.fingerprint ?? null;
  }

  private keyNow(): Promise<Buffer> {
    return (this.key ??= this.given ? Promise.resolve(this.given) : keyFile(this.runDir));
  }

  private otherKey(how: string): WrongSettings {
    return new WrongSettings([
      `KADR_SECRETS_KEY ${how}: organisations have stored ${this.table.what} that were sealed with a different one. Set it to that key, the ` +
        `same for all processes (it stands in run/secrets.key of the data folder that made it)`,
    ]);
  }
}

const fingerprintOf = (key: Buffer): Buffer => createHmac('sha256', key).update('kadr secrets key').digest();

function opens(key: Buffer, sealed: Buffer, purpose: string): boolean {
  try {
    new SecretBox(key).open(sealed, purpose);
    return true;
  } catch {
    return false;
  }
}
