import { createHmac } from 'node:crypto';
import { keptKeyFile, keyFile, type Queryable, Refusal, SecretBox, WrongSettings } from '#platform';

/**
 * The key that provider keys are sealed with: KADR_SECRETS_KEY, else that of a file made once. A process with another key than the one
 * in use could neither open what is stored nor store what others can open, so its fingerprint is kept in the database.
 */
export class SecretsKey {
  private key: Promise<Buffer> | null = null;

  /** @param runDir where the file is */
  constructor(
    private readonly database: Queryable,
    private readonly given: Buffer | null,
    private readonly runDir: string,
  ) {}

  /** Makes the file when there is neither a setting nor a file. */
  async box(): Promise<SecretBox> {
    return new SecretBox(await this.keyNow());
  }

  /** At the start. Without stored keys any key will do. @throws WrongSettings when what is stored was sealed with another key */
  async verify(): Promise<void> {
    const [stored] = await this.database.query<{ org_id: string; provider: string; sealed: Buffer; fingerprint: Buffer | null }>(
      `SELECT k.org_id, k.provider, k.sealed, s.fingerprint
         FROM integrations.provider_keys k LEFT JOIN integrations.secrets_key s ON true LIMIT 1`,
    );
    if (!stored) return;
    const key = this.given ?? (await keptKeyFile(this.runDir));
    if (!key) throw otherKey('is not set, and this process has no key of its own');
    // An earlier release stored keys and noted nothing.
    const isOurs = stored.fingerprint
      ? stored.fingerprint.equals(fingerprintOf(key))
      : opens(key, stored.sealed, `${stored.org_id}/${stored.provider}`);
    if (!isOurs) throw otherKey(this.given ? 'is another one' : 'is not set, and the file of this process holds another one');
    await this.note(key);
  }

  /** Before a key is sealed. @throws Refusal 503 `unavailable` when others seal with another key */
  async claim(): Promise<void> {
    if (await this.note(await this.keyNow())) return;
    throw new Refusal(
      'unavailable',
      'unavailable',
      'Keys cannot be stored here at the moment: this process has another KADR_SECRETS_KEY than the one in use.',
    );
  }

  /** @returns whether this is the key in use; it becomes so while nothing is stored */
  private async note(key: Buffer): Promise<boolean> {
    await this.database.query(
      `INSERT INTO integrations.secrets_key (fingerprint) VALUES ($1)
           ON CONFLICT (only_one) DO UPDATE SET fingerprint = excluded.fingerprint, noted_at = now()
        WHERE NOT EXISTS (SELECT FROM integrations.provider_keys)`,
      [fingerprintOf(key)],
    );
    const [row] = await this.database.query<{ fingerprint: Buffer }>('SELECT fingerprint FROM integrations.secrets_key');
    return row?.fingerprint.equals(fingerprintOf(key)) ?? false;
  }

  private keyNow(): Promise<Buffer> {
    return (this.key ??= this.given ? Promise.resolve(this.given) : keyFile(this.runDir));
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

const otherKey = (how: string): WrongSettings =>
  new WrongSettings([
    `KADR_SECRETS_KEY ${how}: organisations have stored provider keys that were sealed with a different one. Set it to that key, the ` +
      `same for all processes (it stands in run/secrets.key of the data folder that made it)`,
  ]);
