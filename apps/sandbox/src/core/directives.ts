import { type ProviderName } from './fault-board.js';

/** Faults that a prompt can ask for; README.md has the table. */
const NAMES = [
  ...['slow', 'never', 'fail', 'code', 'twice', 'early', 'reset', 'truncated', 'html', 'empty', 'huge', 'hls', 'expired', 'forged'],
  ...['429', 'fail-first', 'drip', 'trickle', 'gateway', 'html-answer', 'half-answer', 'cut-answer', 'unnamed'],
] as const;
export type DirectiveName = (typeof NAMES)[number];

const DIRECTIVE = /\[\[\s*sandbox(?:@([a-z0-9]+))?:\s*([a-z0-9-]+)(?:\s+([^\]\s]+))?\s*\]\]/gi;

/** What the prompt of one request asks for. */
export class Directives {
  private readonly wanted = new Map<string, string>();

  /**
   * @param text everything the user wrote; several faults may stand in it
   * @param provider who reads it: faults that name another one are not its own
   */
  constructor(
    readonly text: string,
    provider: ProviderName | null = null,
  ) {
    for (const [, only, name = '', argument = ''] of text.matchAll(DIRECTIVE)) {
      if (only === undefined || only.toLowerCase() === provider) this.wanted.set(name.toLowerCase(), argument);
    }
  }

  has(name: DirectiveName): boolean {
    return this.wanted.has(name);
  }

  /** Null when it is not asked for. */
  argument(name: DirectiveName, fallback: string): string | null {
    const found = this.wanted.get(name);
    return found === undefined ? null : found || fallback;
  }

  /** Misspelt ones, so that nobody waits for a fault that never comes. */
  get unknown(): string[] {
    return [...this.wanted.keys()].filter((name) => !(NAMES as readonly string[]).includes(name));
  }
}

/** All strings in a request, wherever its prompt may stand. */
export function wordsIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(wordsIn).filter(Boolean).join('\n');
}
