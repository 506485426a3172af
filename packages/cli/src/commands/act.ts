/** How commands are put on the program. */
import fs from 'node:fs';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { CliError, EXIT } from '../faults.js';
import { type Io } from '../io.js';
import { type GlobalOptions, Session } from '../session.js';

/** What a command was called with. `args` are as commander has parsed them, in order. */
export interface Call<Options> {
  readonly session: Session;
  readonly args: readonly string[];
  readonly options: Options & GlobalOptions;
}

/** An action that gets a session. */
export function act<Options = object>(io: Io, run: (call: Call<Options>) => Promise<void> | void) {
  return async function action(this: Command): Promise<void> {
    const options = this.optsWithGlobals<Options & GlobalOptions>();
    await run({ session: new Session(io, options), args: this.processedArgs as string[], options });
  };
}

/** @throws InvalidArgumentError, which commander says with the name of the option */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It is a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}.`);
    }
    return value;
  };
}

export function seconds(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('It is a number of seconds.');
  return Number(text);
}

/** `2`, `2.5`, `$2.50` → micros. @throws InvalidArgumentError */
export function dollars(text: string): number {
  const [, whole = '', part = ''] = /^\$?(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === '') throw new InvalidArgumentError('It is an amount in dollars, such as 2.50.');
  return Number(whole) * 1_000_000 + Number(part.padEnd(6, '0'));
}

/** `a,b` and repeats → all of them. */
export const listed = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()])),
];

/** `3,4` → [3, 4]. @throws InvalidArgumentError */
export const indexes = (text: string, before: readonly number[] = []): number[] => [...before, ...listed(text).map(integer(0))];

/** `name=value`, repeated. @throws InvalidArgumentError */
export function pair(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It is name=value.');
  const name = text.slice(0, at);
  if (name === '__proto__') throw new InvalidArgumentError('That is no name.');
  return { ...before, [name]: text.slice(at + 1) };
}

/** @param file `-` for stdin @throws CliError when it cannot be read */
export async function textOf(io: Io, file: string): Promise<string> {
  if (file === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk as Buffer | string));
    return Buffer.concat(chunks).toString('utf8');
  }
  try {
    return fs.readFileSync(path.resolve(io.cwd, file), 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new CliError(EXIT.usage, `Cannot read ${file} (${(error as NodeJS.ErrnoException).code})`, 'not_readable');
  }
}

/** @throws CliError when it is no JSON object */
export async function jsonOf(io: Io, file: string): Promise<Record<string, unknown>> {
  const text = await textOf(io, file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CliError(EXIT.usage, `${file === '-' ? 'What came on stdin' : file} is no JSON: ${(error as Error).message}`, 'no_json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliError(EXIT.usage, `${file === '-' ? 'What came on stdin' : file} is no JSON object`, 'no_json');
  }
  return value as Record<string, unknown>;
}

/** First entries of a list, and where more are. */
export async function firstOf<T>(
  pages: { page(): PromiseLike<{ readonly data: readonly T[]; readonly nextCursor: string | null }> } & AsyncIterable<T>,
  all: boolean | undefined,
): Promise<{ data: readonly T[]; nextCursor: string | null }> {
  if (!all) {
    const { data, nextCursor } = await pages.page();
    return { data, nextCursor };
  }
  const data: T[] = [];
  for await (const one of pages) data.push(one);
  return { data, nextCursor: null };
}
