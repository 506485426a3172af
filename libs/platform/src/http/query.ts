import { parse } from 'node:querystring';

/** Parameters that are maps: `metadata[sku]=W-7`. All others stay what they are, so that no route meets an object where it reads a text. */
const MAPS = ['metadata'];
const MEMBER = new RegExp(`^(${MAPS.join('|')})\\[(.+)\\]$`, 's');

/** For Express' setting `query parser`. What is given as a map and as a text as well keeps both names, and is refused as unknown. */
export function parseQuery(text: string): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  const given = parse(text);
  for (const [name, value] of Object.entries(given)) {
    const [, map, key] = MEMBER.exec(name) ?? [];
    if (map === undefined || key === undefined || map in given) put(query, name, value);
    else {
      if (!(map in query)) put(query, map, {});
      put(query[map] as Record<string, unknown>, key, value);
    }
  }
  return query;
}

/** Whatever it is called: `__proto__` is a name like others. */
const put = (record: Record<string, unknown>, name: string, value: unknown): void =>
  void Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
