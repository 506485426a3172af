import { type SubjectStreams } from '#eventing';
import { type Clock, counter, type Database, logger, observableGauge, PeriodicLeader, type SessionLocks } from '#platform';
import { type ListedObject, type ObjectStorage, OF_NOBODY } from '../contracts/storage.js';

/** Subjects that are judged together. */
const BATCH = 100;
/** The folder of one attempt (a task and its lease), or of one upload: whatever counts of it is named in an event. */
const OF_ATTEMPT = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:-\d+)?$/;

const log = logger('assets.janitor');
const removedObjects = counter('kadr_objects_removed', { description: 'Objects removed because nothing refers to them', unit: '{object}' });
const removedBytes = counter('kadr_objects_removed_bytes', {
  description: 'Bytes of objects removed because nothing refers to them',
  unit: 'By',
});

export interface JanitorSettings {
  /** Nothing younger than this is touched, in milliseconds. */
  readonly graceMs: number;
  readonly intervalMs: number;
}

export interface JanitorParts {
  readonly storage: ObjectStorage;
  readonly database: Database;
  readonly streams: Pick<SubjectStreams, 'of' | 'mentioned'>;
  readonly locks: Pick<SessionLocks, 'tryAcquire'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** What lies below `<org id>/<subject id>`. */
interface Folder {
  readonly subjectId: string;
  readonly objects: ListedObject[];
}

/**
 * Removes objects that nothing refers to: of what was never accepted or is deleted, of attempts that were given up. What can still come to be
 * referred to is safe whatever the order of things: an attempt is named in an event only while its task is unfinished, and a subject with an
 * unfinished task is left alone. One process does it at a time; two at once, or one that is killed, do no harm.
 */
export class ObjectJanitor {
  private readonly leader: PeriodicLeader;
  private found: { objects: number; bytes: number } | null = null;
  private endGauge: () => void = () => undefined;

  constructor(
    private readonly parts: JanitorParts,
    private readonly settings: JanitorSettings,
  ) {
    const run = async (): Promise<void> => void (await this.sweep());
    const duty = { name: 'assets.janitor', intervalMs: settings.intervalMs, run, whenNotLeader: () => void (this.found = null) };
    this.leader = new PeriodicLeader(duty, parts.locks);
  }

  start(): void {
    const settings = { description: 'Objects that the last look found nothing refers to; where the janitor runs', unit: '{object}' };
    this.endGauge = observableGauge('kadr_objects_unreferenced', settings, (result) => {
      if (this.found) result.observe(this.found.objects);
    });
    this.leader.start();
  }

  async stop(): Promise<void> {
    this.endGauge();
    await this.leader.stop();
  }

  /** Removes them. @returns how many, and their bytes. @throws StorageError */
  async sweep(): Promise<{ objects: number; bytes: number }> {
    const found = { objects: 0, bytes: 0 };
    for await (const { key, sizeBytes } of this.orphans()) {
      await this.parts.storage.delete(key);
      found.objects += 1;
      found.bytes += sizeBytes;
      removedObjects.add(1);
      removedBytes.add(sizeBytes);
    }
    await this.parts.storage.removeUnfinished(this.oldBefore());
    if (found.objects > 0) log.info(found, 'objects that nothing refers to were removed');
    this.found = found;
    return found;
  }

  /** What a sweep would remove now; changes nothing. @throws StorageError */
  async *orphans(): AsyncGenerator<ListedObject> {
    const before = this.oldBefore();
    const folders = new Map<string, Folder>();
    for await (const object of this.parts.storage.list()) {
      const [orgId = '', subjectId = ''] = object.key.split('/');
      if (orgId === OF_NOBODY || object.modifiedAt.getTime() > before) continue;
      const name = `${orgId}/${subjectId}`;
      const folder = folders.get(name) ?? { subjectId, objects: [] };
      folder.objects.push(object);
      if (!folders.has(name) && folders.size >= BATCH) {
        yield* await this.unreferenced([...folders.values()]);
        folders.clear();
      }
      folders.set(name, folder);
    }
    yield* await this.unreferenced([...folders.values()]);
  }

  private oldBefore(): number {
    return this.parts.clock.nowMs() - this.settings.graceMs;
  }

  private async unreferenced(folders: readonly Folder[]): Promise<ListedObject[]> {
    if (folders.length === 0) return [];
    const ids = [...new Set(folders.map(({ subjectId }) => subjectId))];
    // In this order: a result whose task ended before the first look is named in the events of the second.
    const busy = await this.workedOn(ids);
    const alive = await this.parts.streams.of(ids);
    const orphans: ListedObject[] = [];
    for (const { subjectId, objects } of folders) {
      if (busy.has(subjectId)) continue;
      const streams = alive.get(subjectId);
      orphans.push(...(streams ? await this.unnamed(streams, objects) : objects));
    }
    return orphans;
  }

  private async workedOn(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.parts.database.query<{ id: string }>(
      'SELECT s.id FROM unnest($1::uuid[]) AS s(id) WHERE EXISTS (SELECT FROM tasks.unfinished_of(s.id))',
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Of a subject that lives: attempts that no event names. What lies under other names is kept until the subject goes. */
  private async unnamed(streams: readonly string[], objects: readonly ListedObject[]): Promise<ListedObject[]> {
    const attempts = Map.groupBy(objects, ({ key }) => key.split('/')[2] ?? '');
    const names = [...attempts.keys()].filter((name) => OF_ATTEMPT.test(name));
    if (names.length === 0) return [];
    const mentioned = await this.parts.streams.mentioned(streams, names);
    return names.filter((name) => !mentioned.has(name)).flatMap((name) => attempts.get(name) ?? []);
  }
}
