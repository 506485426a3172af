import { type DatabaseSession } from './database-session.js';

const ROUNDS = 4;

/** A pooler stands before Postgres that hands connections out by transaction or statement. */
export class PoolerNotSupported extends Error {
  readonly code = 'pooler_not_supported';

  constructor() {
    super(
      'DATABASE_URL leads to a connection pooler in transaction (or statement) mode, such as PgBouncer with pool_mode=transaction. ' +
        'Kadr holds locks by session: connect to Postgres itself, or set pool_mode=session.',
    );
    this.name = 'PoolerNotSupported';
  }
}

type Session = Pick<DatabaseSession, 'query' | 'close'>;

/**
 * Two sessions that are open at once have a server process each, and keep it. While the second is inside a transaction a pooler has to
 * give the first another one than before, or gives both the same. @throws PoolerNotSupported
 */
export async function refusePooler(first: Session, open: () => Promise<Session>): Promise<void> {
  const second = await open();
  try {
    const before = await processOf(first);
    for (let round = 0; round < ROUNDS; round += 1) {
      await second.query('BEGIN');
      const other = await processOf(second);
      const again = await processOf(first);
      await second.query('COMMIT');
      if (other === before || again !== before) throw new PoolerNotSupported();
    }
  } finally {
    await second.close();
  }
}

async function processOf(session: Session): Promise<number | undefined> {
  const [row] = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return row?.pid;
}
