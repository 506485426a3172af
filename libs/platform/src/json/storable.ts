/** How JSON writes what Postgres keeps in no text: NUL, and one half of a surrogate pair. A backslash of the text itself may look so too. */
const SUSPECT = /\\u(?:0000|d[89a-f][\da-f]{2})/;
/** To look for these two signs costs next to nothing, and most texts have no escape of the kind. */
const ESCAPE = '\\u';

/** What leaves a mark on a page: not space, control and format characters, what fonts show as nothing, and the braille cell without a dot. */
const SEEN = /[^\p{White_Space}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether there is nothing to read in a text, however many characters it has. */
export const isBlank = (text: string): boolean => !SEEN.test(text);

/** Whether Postgres keeps a text as it is. */
export const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/**
 * A value as JSON that every statement of Postgres can read: NUL is left out, half of a surrogate pair becomes U+FFFD. For what has come to
 * be here, e.g. a text that an expression has cut in two; what somebody sends is refused instead.
 */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes(ESCAPE) && SUSPECT.test(text) ? JSON.stringify(storable(JSON.parse(text))) : text;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [storableText(name), storable(member)]));
}

const storableText = (text: string): string => text.replaceAll('\0', '').toWellFormed();
