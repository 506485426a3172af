import { table } from '../json/table.js';
import { type Role } from '../roles.js';
import { RELEASE } from '../version.js';
import { lockNumber } from './lock-numbers.js';
import { type Queryable } from './queryable.js';
import { INSTANCE_LOCK_CLASS } from './signs-of-life.js';

/** A process that works on this database. */
export interface Instance {
  /** Of `SessionLocks`. */
  readonly instance: number;
  /** Null: an earlier release, which did not say. */
  readonly release: string | null;
  readonly roles: readonly Role[];
  /** RFC 3339, UTC. */
  readonly since: string;
  /** Duties that it leads, by name. */
  readonly leads: readonly string[];
}

/** One letter each: the name of a connection has 63 characters in all. */
const LETTERS: Readonly<Record<string, Role>> = table({ a: 'api', w: 'worker', r: 'renderer', s: 'scheduler' });
const RELEASE_LENGTH = 12;
const ABOUT = / (\S+) ([awrs]*|-) locks$/;

/** What a process says of itself in the name of the connection that holds its locks: release and roles. */
export function aboutProcess(roles: ReadonlySet<Role>): string {
  const letters = Object.entries(LETTERS).flatMap(([letter, role]) => (roles.has(role) ? [letter] : []));
  return `${RELEASE.slice(0, RELEASE_LENGTH)} ${letters.join('') || '-'}`;
}

/** @param duties names of locks that are worth telling */
export async function instancesOf(db: Queryable, duties: readonly string[]): Promise<readonly Instance[]> {
  const rows = await db.query<{ instance: number; name: string | null; since: Date | null; held: string[] }>(
    `SELECT l.objid::int8::int4 AS instance, a.application_name AS name, a.backend_start AS since,
            ARRAY(SELECT ((h.classid::int8 << 32) | h.objid::int8)::text FROM pg_locks h
                   WHERE h.pid = l.pid AND h.locktype = 'advisory' AND h.objsubid = 1 AND h.granted) AS held
       FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.classid = ${INSTANCE_LOCK_CLASS} AND l.objsubid = 2 AND l.granted
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      ORDER BY a.backend_start, l.objid`,
  );
  const nameOf = new Map(duties.map((duty) => [lockNumber(duty), duty]));
  return rows.map(({ instance, name, since, held }) => {
    const [, release = null, letters = ''] = ABOUT.exec(name ?? '') ?? [];
    const roles = [...letters].flatMap((letter) => LETTERS[letter] ?? []);
    const leads = held.flatMap((number) => nameOf.get(number) ?? []).sort();
    return { instance, release, roles, since: since?.toISOString() ?? '', leads };
  });
}
