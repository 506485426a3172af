import { createHmac } from 'node:crypto';
import { type Queryable, type SecretBox } from '#platform';

export interface StoredKey {
  readonly key: Buffer;
  /** With the installation's key. */
  readonly isSealed: boolean;
}

/** Of a stream that has none yet. `key` is base64. */
export interface NewKey {
  readonly stream_id: string;
  readonly org_id: string;
  readonly key: string;
  readonly is_sealed: boolean;
}

/** `eventing.stream_keys`: one row a stream, without a key once it is erased. */
export class StreamKeys {
  constructor(private readonly box: SecretBox | null) {}

  /** @returns null for a stream that is erased; a stream that never had a key is not in the answer */
  async find(db: Queryable, streamIds: readonly string[]): Promise<Map<string, Buffer | null>> {
    if (streamIds.length === 0) return new Map();
    const rows = await db.query<{ stream_id: string; key: Buffer | null; is_sealed: boolean }>(
      'SELECT stream_id, key, is_sealed FROM eventing.stream_keys WHERE stream_id = ANY($1::text[])',
      [streamIds],
    );
    return new Map(
      rows.map(({ stream_id: streamId, key, is_sealed: isSealed }) => [streamId, key && this.open(streamId, { key, isSealed })]),
    );
  }

  sealed(streamId: string, orgId: string, key: Buffer): NewKey {
    const stored = this.box ? this.box.seal(key.toString('base64'), streamId) : key;
    return { stream_id: streamId, org_id: orgId, key: stored.toString('base64'), is_sealed: this.box !== null };
  }

  /** @throws Error when it was sealed with a key that this process does not have */
  open(streamId: string, { key, isSealed }: StoredKey): Buffer {
    if (!isSealed) return key;
    if (!this.box) throw new Error('keys of streams are sealed with a KADR_SECRETS_KEY that this process does not have');
    return Buffer.from(this.box.open(key, streamId), 'base64');
  }
}

/** Names the installation's key without giving it away. */
export const fingerprintOf = (key: Buffer): string => createHmac('sha256', key).update('kadr stream keys').digest('base64');
