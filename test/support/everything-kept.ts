import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Redis } from 'ioredis';
import { type Client } from 'pg';

/** Where a word may have been left: by name, what is there as text. Bytes are shown as latin1, so that words stand in them as they are. */
export type Kept = ReadonlyMap<string, string>;

/** Places in which the word is found. */
export const placesOf = (word: string, kept: Kept): string[] => {
  const hex = Buffer.from(word).toString('hex');
  return [...kept].flatMap(([place, text]) => (text.includes(word) || text.includes(hex) ? [place] : []));
};

/** All rows of all tables, as a dump would have them. */
export async function keptInDatabase(sql: Client): Promise<Kept> {
  const { rows: tables } = await sql.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const kept = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await sql.query<{ text: string }>(`SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM ${name} t`);
    kept.set(name, rows[0]?.text ?? '');
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
