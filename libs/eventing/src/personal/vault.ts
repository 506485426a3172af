import { randomBytes } from 'node:crypto';
import { BoundedCache, CacheRoom, type Queryable, SecretBox, WrongSettings } from '#platform';
import { type AnyAggregate, type Recorded } from '../domain/index.js';
import { type EventRow } from '../store/event-row.js';
import { type NewEvent } from '../store/new-event.js';
import { SEALED } from './sealed.js';
import { ERASED, joinPersonal, maskPersonal, partPersonal, WITHHELD } from './personal-members.js';
import { fingerprintOf, type NewKey, type StoredKey, StreamKeys } from './stream-keys.js';

const KEY_BYTES = 32;
/** Some ten thousand keys. */
const CACHED_BYTES = 8_000_000;
/** Of a key and the buffer around it. */
const ENTRY_BYTES = 200;

/** Sealed rows, and the keys that have to be stored in the same statement. */
export interface SealedEvents {
  readonly rows: readonly NewEvent[];
  readonly keys: readonly NewKey[];
}

type Key = Buffer | 'erased';

/**
 * Seals what users have said before it reaches the log, under a key of its own for each stream, and opens it when it is read. Throwing the
 * key away erases all of it, wherever the log has been copied to.
 */
export class Vault {
  private readonly room = new CacheRoom('stream_keys', CACHED_BYTES);
  private readonly known = new BoundedCache<string, Key>(this.room, () => ENTRY_BYTES);
  /** Keys made for an append that is not known to be committed, by the event that brings them along; the same in every attempt. */
  private readonly made = new BoundedCache<string, { streamId: string; key: Buffer }>(this.room, () => ENTRY_BYTES);
  private readonly keys: StreamKeys;

  /** @param installationKey 32 bytes that the keys of streams are sealed with; null: they lie in the database as they are */
  constructor(private readonly installationKey: Buffer | null) {
    this.keys = new StreamKeys(installationKey ? new SecretBox(installationKey) : null);
  }

  /** At the start. @throws WrongSettings when keys were sealed by a process with another KADR_SECRETS_KEY */
  async verify(db: Queryable): Promise<void> {
    const name = 'secrets-key';
    const isAnySealed = 'EXISTS (SELECT FROM eventing.stream_keys WHERE is_sealed AND key IS NOT NULL)';
    if (this.installationKey) {
      await db.query(
        `INSERT INTO eventing.settings AS known (name, value) VALUES ($1, $2::jsonb)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE known.value <> excluded.value AND NOT ${isAnySealed}`,
        [name, JSON.stringify(fingerprintOf(this.installationKey))],
      );
    }
    const [row] = await db.query<{ value: string }>('SELECT value FROM eventing.settings WHERE name = $1', [name]);
    if (!row || (this.installationKey && row.value === fingerprintOf(this.installationKey))) return;
    const [found] = await db.query<{ any: boolean }>(`SELECT ${isAnySealed} AS any`);
    if (found?.any) {
      throw new WrongSettings([
        `KADR_SECRETS_KEY ${this.installationKey ? 'is another one' : 'is not set'}: what users have written is sealed under a different ` +
          'one. Set it to that key, the same for all processes',
      ]);
    }
  }

  /** Before an append. One query when there are streams whose keys are not in memory. */
  async seal(db: Queryable, events: readonly NewEvent[]): Promise<SealedEvents> {
    if (events.every(({ personal }) => !personal)) return { rows: events, keys: [] };
    const parted = events.map(({ personal, parsed, data }) =>
      personal ? partPersonal(parsed ?? (JSON.parse(data) as object), personal) : null,
    );
    const concerned = events.filter((_, index) => parted[index] && parted[index].values.length > 0);
    const keys = await this.keysFor(db, concerned, lowestVersions(events));
    const rows = events.map((event, index) => {
      const { data, values } = parted[index] ?? { data: null, values: [] };
      const key = keys.of.get(event.streamId);
      if (!data || !key || values.length === 0) return event;
      if (key === 'erased') return { ...event, data: JSON.stringify(joinPersonal(data, null)) };
      const $sealed = new SecretBox(key).seal(JSON.stringify(values), event.eventId).toString('base64');
      return { ...event, data: JSON.stringify({ ...data, $sealed }), schemaVersion: event.schemaVersion + SEALED };
    });
    return { rows, keys: keys.added };
  }

  /** After the commit of these: keys that were made for them are good. */
  committed(events: readonly Recorded[]): void {
    for (const { eventId } of events) {
      const made = this.made.get(eventId);
      if (!made) continue;
      this.known.set(made.streamId, made.key);
      this.made.delete(eventId);
    }
  }

  /** Rows as they were appended; words whose key is gone are read as `[erased]`. */
  open(rows: readonly StoredRow[]): EventRow[] {
    return rows.map((found) => {
      // Nearly all of a long read: not worth a copy each.
      if (found.schema_version <= SEALED) return found;
      const { stream_key: stored, ...row } = found;
      const { $sealed, ...data } = row.data as { $sealed?: string };
      const key = stored === null ? null : this.keys.open(row.stream_id, keyIn(stored));
      const text = key === null || $sealed === undefined ? null : new SecretBox(key).open(Buffer.from($sealed, 'base64'), row.event_id);
      const values = text === null ? null : (JSON.parse(text) as unknown[]);
      return { ...row, schema_version: row.schema_version - SEALED, data: joinPersonal(data, values) as object };
    });
  }

  /** The stream's key is gone, or about to be: the next append looks. */
  forget(streamId: string): void {
    this.known.delete(streamId);
  }

  forgetAll(): void {
    this.known.clear();
    this.made.clear();
  }

  private async keysFor(
    db: Queryable,
    events: readonly NewEvent[],
    lowest: ReadonlyMap<string, number>,
  ): Promise<{ of: Map<string, Key>; added: NewKey[] }> {
    const of = new Map<string, Key>();
    const first = new Map<string, NewEvent>();
    for (const event of events) if (!first.has(event.streamId)) first.set(event.streamId, event);
    for (const streamId of first.keys()) {
      const known = lowest.get(streamId) === 1 ? undefined : this.known.get(streamId);
      if (known) of.set(streamId, known);
    }
    const unknown = [...first.keys()].filter((streamId) => !of.has(streamId) && lowest.get(streamId) !== 1);
    for (const [streamId, stored] of await this.keys.find(db, unknown)) {
      const key = stored ?? 'erased';
      of.set(streamId, key);
      this.known.set(streamId, key);
    }
    const added: NewKey[] = [];
    for (const [streamId, event] of first) {
      if (of.has(streamId)) {
        this.made.delete(event.eventId);
        continue;
      }
      const { key } = this.made.get(event.eventId) ?? { key: randomBytes(KEY_BYTES) };
      this.made.set(event.eventId, { streamId, key });
      of.set(streamId, key);
      added.push(this.keys.sealed(streamId, event.orgId, key));
    }
    return { of, added };
  }
}

/** As a query gives it, the key of its stream beside it; null: not sealed, or the key is gone. */
export type StoredRow = EventRow & { readonly stream_key: Buffer | null };

/** Queries have the key behind a byte that says whether it is itself sealed. */
const keyIn = (stored: Buffer): StoredKey => ({ key: stored.subarray(1), isSealed: stored[0] === 1 });

/** What others are told of an event: its personal members are masked; of a type this release does not know, nothing. */
export function published(event: Recorded, aggregate: AnyAggregate | undefined): Recorded | null {
  const isKnown = aggregate && (aggregate.schemaVersions as Readonly<Record<string, number>>)[event.type] === event.schemaVersion;
  if (!isKnown) return null;
  const paths = personalOf(aggregate, event.type);
  return paths ? { ...event, data: maskPersonal(event.data, paths, WITHHELD) } : event;
}

export const erased = (data: object, paths: readonly string[]): object => maskPersonal(data, paths, ERASED);

export const personalOf = (aggregate: AnyAggregate, type: string): readonly string[] | undefined =>
  (aggregate.personal as Readonly<Record<string, readonly string[]>> | undefined)?.[type];

function lowestVersions(events: readonly NewEvent[]): Map<string, number> {
  const lowest = new Map<string, number>();
  for (const { streamId, version } of events) lowest.set(streamId, Math.min(version, lowest.get(streamId) ?? version));
  return lowest;
}
