/** What can be reached by a few letters, and by which keys. Pure. */

export interface Command {
  readonly id: string;
  readonly to: string;
  readonly label: string;
  /** Shown beside it; empty: it has none. */
  readonly keys: string;
}

/** Those whose words begin with what was typed, then those that have it anywhere. */
export function found(commands: readonly Command[], typed: string): readonly Command[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return commands;
  const begins = ({ label }: Command): boolean =>
    label
      .toLowerCase()
      .split(/\s+/)
      .some((word) => word.startsWith(wanted));
  const has = commands.filter(({ label }) => label.toLowerCase().includes(wanted));
  return [...has.filter(begins), ...has.filter((command) => !begins(command))];
}

const AFTER_G: Readonly<Record<string, string>> = { v: '/videos', w: '/workflows', l: '/library', u: '/usage' };

/** @param isChord whether `G` was pressed just before @returns where the key leads to; null: nowhere */
export function goesTo(key: string, isChord: boolean): string | null {
  if (isChord) return AFTER_G[key] ?? null;
  return key === 'c' ? '/create' : null;
}
