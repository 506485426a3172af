import { createHash } from 'node:crypto';

/**
 * SHA-256 over a JSON value in which the order of members does not matter: Postgres gives a `jsonb` back with its members in another
 * order than they were written in. An absent value has its own.
 */
export function fingerprintOf(value: unknown): Buffer {
  return createHash('sha256').update(canonical(value)).digest();
}

/** Without recursion: how deep a value is, its sender says. */
function canonical(root: unknown): string {
  const parts: string[] = [];
  const waiting: (Text | { readonly value: unknown })[] = [{ value: root }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next instanceof Text) parts.push(next.text);
    else if (typeof next.value !== 'object' || next.value === null) parts.push(JSON.stringify(next.value) ?? 'undefined');
    else for (const piece of piecesOf(next.value).reverse()) waiting.push(piece);
  }
  return parts.join('');
}

class Text {
  constructor(readonly text: string) {}
}

function piecesOf(value: object): (Text | { readonly value: unknown })[] {
  if (Array.isArray(value)) {
    return [new Text('['), ...value.flatMap((one: unknown, at) => [...(at > 0 ? [new Text(',')] : []), { value: one }]), new Text(']')];
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const pieces = members.flatMap(([name, member], at) => [
    new Text(`${at > 0 ? ',' : ''}${JSON.stringify(name)}:`),
    { value: member as unknown },
  ]);
  return [new Text('{'), ...pieces, new Text('}')];
}
