import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/index.js';
import { type DatabaseSession } from './database-session.js';
import { type LockHandle, SessionLocks } from './session-locks.js';

const KEYS = Array.from({ length: 40 }, (_, at) => `partition ${at}`);

describe('locks that are asked for together', () => {
  let spec: TestDatabase;
  const said: string[] = [];
  const started: SessionLocks[] = [];
  /** Notes what is said over the connection for locks. */
  const process = async (notes: string[] = []): Promise<SessionLocks> => {
    const { database } = spec;
    const session = async (purpose: string): Promise<DatabaseSession> => {
      const opened = await database.session(purpose);
      const query = opened.query.bind(opened);
      opened.query = (sql, params) => {
        notes.push(sql);
        return query(sql, params);
      };
      return opened;
    };
    const locks = new SessionLocks({ session, query: database.query.bind(database) });
    started.push(locks);
    await locks.start();
    return locks;
  };
  const about = (call: string): readonly string[] => said.filter((sql) => sql.includes(call));

  beforeAll(async () => {
    spec = await createTestDatabase([]);
  });
  afterAll(async () => {
    await Promise.all(started.map((locks) => locks.stop()));
    await spec?.close();
  });

  it('go in one statement, and each is granted or refused by itself', async () => {
    const [one, other] = [await process(said), await process()];
    const taken = await Promise.all(['partition 3', 'partition 30'].map((key) => other.tryAcquire(key)));
    const got = await Promise.all(KEYS.map((key) => one.tryAcquire(key)));
    expect(KEYS.filter((_, at) => !got[at]?.held)).toEqual(['partition 3', 'partition 30']);
    expect(about('pg_try_advisory_lock')).toHaveLength(1);

    await Promise.all(got.map((lock) => lock?.release()));
    expect(about('pg_advisory_unlock')).toHaveLength(1);
    const free = await Promise.all(KEYS.map((key) => other.tryAcquire(key)));
    expect(KEYS.filter((_, at) => !free[at]?.held)).toEqual(['partition 3', 'partition 30']);
    await Promise.all([...free, ...taken].map((lock) => lock?.release()));
  });

  it('are of both kinds: a key, and a place in a group', async () => {
    const one = await process(said);
    const locks = await Promise.all([one.tryAcquire('a key'), one.join('a group'), one.tryAcquire('another key')]);
    expect(locks.map((lock) => lock?.held)).toEqual([true, true, true]);
    expect([await one.members('a group'), await one.members('another group')]).toEqual([1, 0]);
    await Promise.all(locks.map((lock) => (lock as LockHandle).release()));
  });

  it('are all answered when the connection is cut, and can be had once there is another', async () => {
    const one = await process();
    await spec.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%locks'`,
    );
    const answers = await Promise.all(KEYS.map((key) => one.tryAcquire(`${key}, cut`)));
    expect(answers).toHaveLength(KEYS.length);
    for (let again = await one.tryAcquire('a later key'); !again; again = await one.tryAcquire('a later key')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});
