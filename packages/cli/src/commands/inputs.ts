/** Inputs of runs as they are typed: JSON where it can be read as such, else the text itself. */
export const inputsOf = (typed: Readonly<Record<string, string>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, valueOf(text)]));

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
