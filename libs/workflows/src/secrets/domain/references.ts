/**
 * Secrets in what a node is given: a mark that says which one, in its place. Marks are of characters that nothing else that is sent may
 * hold, so that no text of a graph or of an input can be taken for one.
 */
const [OPEN, CLOSE] = ['\u{E5EC}', '\u{E5ED}'];
const MARK = new RegExp(`${OPEN}([A-Za-z_][A-Za-z0-9_]{0,63})@[0-9]+${CLOSE}`, 'gu');

/** `secrets.<name>` and nothing else. */
const ALONE = /^\s*secrets\.([A-Za-z_][A-Za-z0-9_]{0,63})\s*$/;
export const SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** The secret that an expression is, by name; null: it is something else. */
export const secretNamed = (expression: string): string | null => ALONE.exec(expression)?.[1] ?? null;

/** @param version part of it, so that what was made with another value is something else */
export const markOf = (name: string, version: number): string => `${OPEN}${name}@${version}${CLOSE}`;

/** Whether a value holds what could be taken for a mark. */
export const looksMarked = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes(OPEN) || value.includes(CLOSE);
  return typeof value === 'object' && value !== null && Object.entries(value).flat().some(looksMarked);
};

/** Names of the secrets in texts. */
export const namesIn = (texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(MARK)].map(([, name = '']) => name))),
];

/** With the values in their places. */
export const unmarked = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replaceAll(MARK, (_, name: string) => values.get(name) ?? '');

/** What somebody else has said, without the values that were told them, however they are written in JSON, addresses or headers. */
export function withheld(said: string, values: ReadonlyMap<string, string>): string {
  const written = [...values].flatMap(([name, value]) =>
    [...new Set([value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)])].map((form) => ({ name, form })),
  );
  // The longest first: one may be a part of another.
  written.sort((a, b) => b.form.length - a.form.length);
  return written.reduce((text, { name, form }) => text.replaceAll(form, `[${name}]`), said);
}
