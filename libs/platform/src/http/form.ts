/** The value of a field of a form; null: it has none, or several that differ, and nobody can say which of them is meant. */
export function soleValue(form: URLSearchParams, name: string): string | null {
  const [value = null, ...others] = new Set(form.getAll(name));
  return others.length === 0 ? value : null;
}
