import { logger } from '../telemetry/logger.js';
import { type Queryable } from './queryable.js';

/** Sees only rows of the organisation that `kadr.org_id` names. Takes over for reads that somebody outside has asked for. */
export const TENANT_ROLE = 'kadr_tenant';

const log = logger('database');

/**
 * The second line between organisations, behind the `org_id` of every query: row-level security on each table that has an `org_id`, so
 * that a forgotten condition shows nothing instead of everything. Found by its column, so no table can be forgotten either. Work of our
 * own (tasks, projections, process managers) runs as the owner of the tables, whom the policies do not bind.
 * Safe to repeat. @returns false where this user may not make roles: then the condition stands alone
 */
export async function enableRowLevelSecurity(db: Queryable, { isQuiet = false } = {}): Promise<boolean> {
  if (await hasRole(db)) {
    await db.query(ENSURE_POLICIES);
    return true;
  }
  if (isQuiet) return false;
  log.warn(
    `this database user may not make the role ${TENANT_ROLE}: row-level security stays off. Have an administrator run ` +
      `"CREATE ROLE ${TENANT_ROLE} NOLOGIN; GRANT ${TENANT_ROLE} TO <the user of DATABASE_URL>" once`,
  );
  return false;
}

/**
 * The same beside processes that work: says nothing, and gives up where somebody holds a table, to be tried again.
 * @returns whether it is on now
 */
export async function raiseRowLevelSecurity(database: Transactions, lockTimeoutMs: number): Promise<boolean> {
  return database
    .transaction(async (tx) => {
      await tx.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
      await tx.query(ENSURE_ROLE);
      await tx.query(ENSURE_POLICIES);
      return true;
    })
    .catch((error: unknown) => {
      if (hasCode(error, INSUFFICIENT_PRIVILEGE)) return false;
      throw error;
    });
}

interface Transactions {
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
}

/** @returns false where this user may not make it */
async function hasRole(db: Queryable): Promise<boolean> {
  try {
    await db.query(ENSURE_ROLE);
    return true;
  } catch (error) {
    if (!hasCode(error, INSUFFICIENT_PRIVILEGE)) throw error;
    return false;
  }
}

/** Changes nothing. @returns whether this user can step behind it, and no table with organisations' rows is without its policy */
export async function isRowLevelSecurityOn(db: Queryable): Promise<boolean> {
  try {
    await db.query(`DO $$ BEGIN SET LOCAL ROLE ${TENANT_ROLE}; RESET ROLE; END $$`);
  } catch (error) {
    if (!hasCode(error, INSUFFICIENT_PRIVILEGE) && !hasCode(error, NO_SUCH_ROLE)) throw error;
    return false;
  }
  return (await db.query(`${UNGUARDED_TABLES} LIMIT 1`)).length === 0;
}

const hasCode = (error: unknown, code: string): boolean => (error as { code?: unknown } | null)?.code === code;

const INSUFFICIENT_PRIVILEGE = '42501';
const NO_SUCH_ROLE = '22023';

/** Roles belong to the whole cluster: databases that start at the same time may meet here. */
const ENSURE_ROLE = `
  DO $$
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${TENANT_ROLE}') THEN
      BEGIN
        CREATE ROLE ${TENANT_ROLE} NOLOGIN NOBYPASSRLS;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
    -- Whoever has made a role is its member, but since Postgres 16 may not take its place before a grant says so.
    BEGIN
      SET LOCAL ROLE ${TENANT_ROLE};
      RESET ROLE;
    EXCEPTION WHEN insufficient_privilege THEN
      EXECUTE format('GRANT ${TENANT_ROLE} TO %I', current_user);
    END;
  END $$`;

/** Tables with rows of organisations that have no policy. */
const UNGUARDED_TABLES = `
  SELECT n.nspname AS schema, c.relname AS name, a.attname AS owner
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped AND a.atttypid = 'uuid'::regtype
   WHERE c.relkind IN ('r', 'p')
     AND (a.attname = 'org_id' OR (n.nspname = 'identity' AND c.relname = 'organisations' AND a.attname = 'id'))
     AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
     AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'organisation')`;

/** A table that has its policy is left alone: changing it would wait for everybody who uses it. */
const ENSURE_POLICIES = `
  DO $$
  DECLARE
    tenant_table record;
  BEGIN
    FOR tenant_table IN
      ${UNGUARDED_TABLES}
    LOOP
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO ${TENANT_ROLE}', tenant_table.schema);
      EXECUTE format('GRANT SELECT ON %I.%I TO ${TENANT_ROLE}', tenant_table.schema, tenant_table.name);
      EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', tenant_table.schema, tenant_table.name);
      EXECUTE format(
        'CREATE POLICY organisation ON %I.%I TO ${TENANT_ROLE} USING (%I = nullif(current_setting(''kadr.org_id'', true), '''')::uuid)',
        tenant_table.schema, tenant_table.name, tenant_table.owner);
    END LOOP;
    -- A table that moved to another schema took its policy along, and the right to read it is of no use without this one.
    FOR tenant_table IN
      SELECT DISTINCT n.nspname AS schema
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE p.polname = 'organisation' AND NOT has_schema_privilege('${TENANT_ROLE}', n.oid, 'USAGE')
    LOOP
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO ${TENANT_ROLE}', tenant_table.schema);
    END LOOP;
  END $$`;
