import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Redis } from 'ioredis';
import { type Client } from 'pg';

/** Where a word may have been left: by name, what is there as text. Bytes are shown as latin1, so that words stand in them as they are. */
export type Kept = ReadonlyMap<string, string>;

/** Places in which the word is found, in whatever case: as it is, as bytes are shown, or within something in base64. */
export const placesOf = (word: string, kept: Kept): string[] => {
  const forms = [word, Buffer.from(word).toString('hex')].map((form) => form.toLowerCase());
  // Within base64 a word looks different at each of three places; the signs at its ends depend on what stands beside it.
  const coded = ['', ' ', '  '].map((before) => {
    const text = Buffer.from(before + word).toString('base64url');
    return text.slice(before === '' ? 0 : before.length + 1, Math.floor(((before.length + word.length) * 4) / 3));
  });
  return [...kept].flatMap(([place, text]) => {
    const lower = text.toLowerCase();
    return forms.some((form) => lower.includes(form)) || coded.some((form) => text.includes(form)) ? [place] : [];
  });
};

/** Every column of every table, whatever its type, as a dump would have it: by `<schema>.<table>.<column>`. */
export async function keptInDatabase(sql: Client): Promise<Kept> {
  const { rows: tables } = await sql.query<{ name: string; columns: string[] }>(
    `SELECT format('%I.%I', c.table_schema, c.table_name) AS name, array_agg(c.column_name::text) AS columns
       FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema') GROUP BY 1`,
  );
  const kept = new Map<string, string>();
  for (const { name, columns } of tables) {
    const texts = columns.map((column) => `coalesce(string_agg(${sql.escapeIdentifier(column)}::text, ' '), '')`);
    const { rows } = await sql.query<string[]>({ text: `SELECT ${texts.join(', ')} FROM ${name}`, rowMode: 'array' });
    for (const [place, column] of columns.entries()) kept.set(`${name}.${column}`, rows[0]?.[place] ?? '');
  }
  return kept;
}

/** Every message of a JetStream stream. */
export async function keptInNats(url: string, stream: string): Promise<Kept> {
  const connection = await connect({ servers: url.replace('nats://', '') });
  try {
    const { state } = await (await jetstreamManager(connection)).streams.info(stream);
    const consumer = await jetstream(connection).consumers.get(stream);
    const texts: string[] = [];
    for (let left = state.messages; left > 0; left -= 1) {
      const message = await consumer.next({ expires: 2_000 });
      if (!message) break;
      texts.push(`${message.subject} ${message.string()}`);
    }
    return new Map([['nats', texts.join('\n')]]);
  } finally {
    await connection.close();
  }
}

/** Every value under keys that name the namespace. */
export async function keptInRedis(url: string, namespace: string): Promise<Kept> {
  const redis = new Redis(url);
  try {
    const texts: string[] = [];
    for (const key of await redis.keys(`*${namespace}*`)) texts.push(key, (await redis.dumpBuffer(key))?.toString('latin1') ?? '');
    return new Map([['redis', texts.join('\n')]]);
  } finally {
    redis.disconnect();
  }
}

/** Every file of a folder, and the files' names. */
export function keptInFolder(folder: string): Kept {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [file, `${entry.name}\n${readFileSync(file).toString('latin1')}`];
    }),
  );
}
