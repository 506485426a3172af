/** Questions to whoever sits there, on stderr. */
import readline from 'node:readline';
import { Writable } from 'node:stream';
import { AbortError } from '@kadr/sdk';
import { CliError, EXIT } from './faults.js';
import { type In, type Io, isAskable } from './io.js';

/** @returns what was typed; empty at the end of the input @throws AbortError at Ctrl-C */
export async function ask(io: Io, question: string): Promise<string> {
  return typed(io, question, new Writable({ write: (chunk: Buffer, _, done) => void (io.stderr.write(chunk.toString()), done()) }));
}

/** Nothing of the answer is shown, and it is never taken from an argument, where others could read it. From a pipe: the first line. */
export async function askSecret(io: Io, question: string): Promise<string> {
  io.stderr.write(isAskable(io) ? question : '');
  const answer = await typed(io, '', new Writable({ write: (_chunk, _encoding, done) => done() }));
  if (isAskable(io)) io.stderr.write('\n');
  return answer.trim();
}

/** Lines that came together with the one that was asked for: they answer the next questions. */
const typedAhead = new WeakMap<In, string[]>();

async function typed(io: Io, question: string, output: Writable): Promise<string> {
  const ahead = typedAhead.get(io.stdin) ?? [];
  typedAhead.set(io.stdin, ahead);
  const known = ahead.shift();
  if (known !== undefined) return known;
  const reader = readline.createInterface({ input: io.stdin, output, terminal: isAskable(io), historySize: 0, prompt: question });
  let abort: () => void = () => undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      abort = () => reject(new AbortError('Interrupted'));
      reader.once('line', (line) => {
        reader.on('line', (next) => ahead.push(next));
        resolve(line);
      });
      reader.once('close', () => resolve(''));
      // In raw mode the terminal makes no signal of Ctrl-C.
      reader.once('SIGINT', abort);
      io.signal.addEventListener('abort', abort);
      if (io.signal.aborted) abort();
      reader.prompt();
    });
  } finally {
    io.signal.removeEventListener('abort', abort);
    reader.close();
  }
}

/** @throws CliError without a terminal: nobody has agreed */
export async function agreed(io: Io, question: string, instead = '--yes'): Promise<boolean> {
  if (!isAskable(io))
    throw new CliError(EXIT.usage, `${question} There is no terminal to ask at: give ${instead} to agree`, 'not_confirmed');
  return /^\s*(y|yes|да|д)\s*$/i.test(await ask(io, `${question} [y/N] `));
}
