import { type EventStore, type SubjectStreams } from '#eventing';
import { digestOf } from '#platform';
import { type ObjectStorage } from '../contracts/storage.js';
import { isObjectKey } from '../storage/object-keys.js';

const PAGE = 1_000;
/** Of whose bytes the digest is taken: one in a hundred, and at least these. */
const READ_AT_LEAST = 20;
const READ_ONE_IN = 100;
const SHOWN = 10;

interface Named {
  readonly key: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What the events say is stored, beside what is. */
export class NamedObjects {
  constructor(
    private readonly store: Pick<EventStore, 'readAll'>,
    private readonly streams: Pick<SubjectStreams, 'of'>,
    private readonly storage: Pick<ObjectStorage, 'head' | 'open'>,
  ) {}

  /**
   * Every object that an event of something not deleted names: it is there and has its size; of a sample the bytes are read too.
   * @returns how many there are, how many of them are wrong, and the first of those @throws StorageError
   */
  async compare(): Promise<{ readonly objects: number; readonly wrong: number; readonly faults: readonly string[] }> {
    const seen = new Set<string>();
    const faults: string[] = [];
    for (let after = 0; ;) {
      const { events, position } = await this.store.readAll({ after, limit: PAGE });
      if (events.length === 0) break;
      after = position;
      const named = events.flatMap(({ data }) => [...objectsIn(data)]).filter(({ key }) => !seen.has(key));
      for (const object of await this.ofTheLiving(named)) {
        if (seen.has(object.key)) continue;
        seen.add(object.key);
        const fault = await this.faultOf(object, seen.size <= READ_AT_LEAST || seen.size % READ_ONE_IN === 0);
        if (fault !== null) faults.push(fault);
      }
    }
    return { objects: seen.size, wrong: faults.length, faults: faults.slice(0, SHOWN) };
  }

  private async ofTheLiving(named: readonly Named[]): Promise<readonly Named[]> {
    const subjectOf = ({ key }: Named): string => key.split('/')[1] ?? '';
    const living = await this.streams.of([...new Set(named.map(subjectOf))]);
    return named.filter((object) => living.has(subjectOf(object)));
  }

  private async faultOf({ key, sizeBytes, sha256 }: Named, isRead: boolean): Promise<string | null> {
    const found = await this.storage.head(key);
    if (!found) return `${key} is missing: restore the objects to the moment of the database, or a later one`;
    if (found.sizeBytes !== sizeBytes) return `${key} has ${found.sizeBytes} of ${sizeBytes} bytes: copy it again from the backup`;
    if (!isRead) return null;
    const { sha256: is } = await digestOf(this.storage.open(key));
    return is === sha256 ? null : `${key} was changed since it was stored: copy it again from the backup`;
  }
}

/** Whatever looks like a stored file, at any depth. */
function* objectsIn(value: unknown): Generator<Named> {
  if (typeof value !== 'object' || value === null) return;
  if (isNamed(value)) yield value;
  for (const member of Object.values(value)) yield* objectsIn(member);
}

function isNamed(value: object): value is Named {
  const { key, sizeBytes, sha256 } = value as Partial<Named>;
  return typeof key === 'string' && typeof sizeBytes === 'number' && typeof sha256 === 'string' && isObjectKey(key);
}
