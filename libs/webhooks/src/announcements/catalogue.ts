import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { type AnnouncementKind } from '../contracts/announcement.js';

type Described = Pick<AnnouncementKind, 'description' | 'example'>;

/**
 * Announcements of a lib with their schemas as released.
 * @param folder of `<type>.v1.json` files, which `npm run generate` writes from the types
 */
export function kindsIn(folder: URL, described: Readonly<Record<string, Described>>): AnnouncementKind[] {
  return Object.entries(described).map(([type, { description, example }]) => ({
    ...{ type, description, example },
    schema: JSON.parse(readFileSync(new URL(`${type}.v1.json`, folder), 'utf8')) as object,
  }));
}

/** Everything that may be announced. Libs register theirs while the modules are made. */
@Injectable()
export class AnnouncementCatalogue {
  readonly #kinds = new Map<string, AnnouncementKind>();

  /** @throws Error when two libs announce the same */
  register(kinds: readonly AnnouncementKind[]): this {
    for (const kind of kinds) {
      if (this.#kinds.has(kind.type)) throw new Error(`two libs announce ${kind.type}`);
      this.#kinds.set(kind.type, kind);
    }
    return this;
  }

  /** By type. */
  get all(): readonly AnnouncementKind[] {
    return [...this.#kinds.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
  }

  find(type: string): AnnouncementKind | null {
    return this.#kinds.get(type) ?? null;
  }

  /** @param pattern a type, `job.*` or `*` @returns what is meant instead; null: it means something */
  faultOf(pattern: string): string | null {
    if (pattern === '*' || this.#kinds.has(pattern)) return null;
    const known = [...new Set([...this.#kinds.keys()].flatMap((type) => [type, groupOf(type)])), '*'];
    if (known.includes(pattern)) return null;
    return known.reduce((best, one) => (distance(pattern, one) < distance(pattern, best) ? one : best));
  }
}

/** `job.completed` → `job.*`: how the fan-out asks for it. */
export const groupOf = (type: string): string => `${type.slice(0, type.indexOf('.'))}.*`;

/** Of Levenshtein; both are short. */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row.push(Math.min((row[j - 1] ?? 0) + 1, (before[j] ?? 0) + 1, (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    before = row;
  }
  return before[b.length] ?? 0;
}
