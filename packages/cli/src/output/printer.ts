import { hasColours } from '../cli.config.js';
import { type Io } from '../io.js';
import { type Column, table } from './table.js';
import { cleanLines, jsonText } from './text.js';

export type Mode = 'people' | 'json' | 'quiet';

/** Data goes to stdout, in the way that was asked for; all else to stderr. */
export class Printer {
  readonly hasColours: boolean;

  constructor(
    private readonly io: Io,
    readonly mode: Mode,
  ) {
    this.hasColours = hasColours(io);
  }

  /** Of stdout; Infinity: no terminal, nothing is cut. */
  get columns(): number {
    return this.io.stdout.isTTY ? (this.io.stdout.columns ?? 80) : Infinity;
  }

  /** One document for programs, ids for scripts, lines for people. */
  document(value: unknown, ids: string | readonly string[], lines: () => readonly string[]): void {
    if (this.mode === 'json') this.line(jsonText(value));
    else for (const line of this.mode === 'quiet' ? [ids].flat() : lines()) this.line(cleanLines(line));
  }

  list<T>(value: { readonly data: readonly T[] }, columns: readonly Column<T>[], idOf: (row: T) => string): void {
    this.document(value, value.data.map(idOf), () => (value.data.length === 0 ? [] : table(value.data, columns, this.columns)));
    if (this.mode === 'people' && value.data.length === 0) this.note('Nothing there.');
  }

  /** Names and values below each other. */
  facts(value: unknown, id: string | readonly string[], facts: readonly (readonly [string, string | null])[]): void {
    const known = facts.filter((fact): fact is readonly [string, string] => fact[1] !== null);
    const width = Math.max(...known.map(([name]) => name.length));
    this.document(value, id, () => known.map(([name, text]) => `${name.padEnd(width)}  ${cleanLines(text)}`));
  }

  /** One event: a line of JSON, or what people read. */
  event(value: unknown, id: string, line: string): void {
    this.document(value, id, () => [line]);
  }

  /** Something that was done and leaves nothing to show. */
  done(value: unknown, id: string, sentence: string): void {
    if (this.mode === 'people') this.note(sentence);
    else this.document(value, id, () => []);
  }

  /** For people, beside the data. */
  note(text: string): void {
    if (this.mode !== 'quiet') this.io.stderr.write(`${cleanLines(text)}\n`);
  }

  private line(text: string): void {
    this.io.stdout.write(`${text}\n`);
  }
}
