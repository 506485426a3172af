import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { type MigrationClass } from '#platform';

/** Tables that grow with use: who builds an index on one of them must let others write meanwhile. */
const LARGE_TABLES = ['eventing.events', 'tasks.tasks', 'integrations.provider_attempts', 'billing.postings'];

const RULES: readonly { readonly pattern: RegExp; readonly fault: string }[] = [
  { pattern: /\bDROP\s+TABLE\b/i, fault: 'drops a table that the last release reads' },
  {
    pattern:
      /\bALTER\s+TABLE\b[^;]*\bDROP\s+(?:COLUMN\s+)?(?!COLUMN\b|CONSTRAINT\b|NOT\b|DEFAULT\b|IDENTITY\b|EXPRESSION\b)(?:IF\s+EXISTS\s+)?\w+/i,
    fault: 'drops a column that the last release reads',
  },
  { pattern: /\bALTER\s+(?:TABLE|VIEW|SCHEMA)\b[^;]*\b(?:RENAME|SET\s+SCHEMA)\b/i, fault: 'renames or moves what the last release reads' },
  {
    pattern: /\bALTER\s+TABLE\b[^;]*\bALTER\s+(?:COLUMN\s+)?\w+\s+(?:SET\s+DATA\s+)?TYPE\b/i,
    fault: 'changes the type of a column that the last release reads',
  },
  { pattern: /\bALTER\s+TABLE\b[^;]*\bSET\s+NOT\s+NULL\b/i, fault: 'forbids NULL where the last release may write it' },
];

/** Faults of one statement, given the tables that this very migration has made: nobody else knows those yet. */
function faultsOf(
  sql: string,
  own: ReadonlySet<string>,
  how: { readonly isTransactional: boolean; readonly isPatient: boolean },
): string[] {
  const bare = sql
    .replace(/--[^\n]*/g, ' ')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/'(?:[^']|'')*'/g, "''");
  return bare.split(';').flatMap((statement) => {
    const [, table = ''] =
      /\b(?:ALTER|DROP)\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?"?([\w.]+)"?/i.exec(statement) ??
      /\bINDEX\b[\s\S]*?\bON\s+(?:ONLY\s+)?"?([\w.]+)"?/i.exec(statement) ??
      [];
    if (table !== '' && own.has(table.toLowerCase())) return [];
    return [
      ...RULES.filter(({ pattern }) => pattern.test(statement)).map(({ fault }) => fault),
      ...columnsWithoutDefault(statement),
      ...blockingIndexes(statement, table, how),
    ].map((fault) => `${fault}: ${statement.trim().replace(/\s+/g, ' ').slice(0, 120)}`);
  });
}

/** The last release inserts rows without a column that it does not know. */
function columnsWithoutDefault(statement: string): string[] {
  if (!/\bALTER\s+TABLE\b/i.test(statement)) return [];
  const added = statement.split(/\bADD\s+(?:COLUMN\s+)?(?!CONSTRAINT\b|PRIMARY\b|UNIQUE\b|FOREIGN\b|CHECK\b|EXCLUDE\b)/i).slice(1);
  return added
    .filter((column) => /\bNOT\s+NULL\b/i.test(column) && !/\b(?:DEFAULT|GENERATED)\b|\b(?:big|small)?serial\b/i.test(column))
    .map(() => 'adds a column NOT NULL without a default, which the last release does not write');
}

function blockingIndexes(statement: string, table: string, { isTransactional, isPatient }: Parameters<typeof faultsOf>[2]): string[] {
  if (!/\bCREATE\s+(?:UNIQUE\s+)?INDEX\b/i.test(statement)) return [];
  const isConcurrent = /\bINDEX\s+CONCURRENTLY\b/i.test(statement);
  if (isConcurrent && isTransactional) return ['builds an index CONCURRENTLY, which needs `readonly transaction = false`'];
  if (isConcurrent && !isPatient) return ['gives up behind every transaction of two seconds: use `buildIndexConcurrently`'];
  return !isConcurrent && LARGE_TABLES.includes(table.toLowerCase())
    ? ['builds an index without CONCURRENTLY on a table that is written to']
    : [];
}

/** @returns a sentence for each statement after which the release before this one could not go on, or would have to wait */
export async function migrationFaults(Migration: MigrationClass): Promise<readonly string[]> {
  const migration: MigrationInterface = new Migration();
  const own = new Set<string>();
  const faults: string[] = [];
  let isPatient = false;
  const query = async (sql: string): Promise<unknown[]> => {
    for (const [, table = ''] of sql.matchAll(/\bCREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"?([\w.]+)"?/gi))
      own.add(table.toLowerCase());
    if (/\bSET\s+lock_timeout\b/i.test(sql)) isPatient = true;
    faults.push(...faultsOf(sql, own, { isTransactional: migration.transaction !== false, isPatient }));
    return [];
  };
  await migration.up({ query } as unknown as QueryRunner);
  return faults.map((fault) => `${migration.name ?? Migration.name} ${fault}`);
}

/** When a migration was written, in milliseconds: the end of its name. */
export const writtenAt = (Migration: MigrationClass): number => Number((new Migration().name ?? Migration.name).slice(-13));
