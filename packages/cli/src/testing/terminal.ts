/** A world that a spec makes up: what is typed, what is seen, where files are. */
import { Readable } from 'node:stream';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Io, type Out } from '../io.js';
import { run } from '../program.js';

export interface Seen {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TerminalOptions {
  /** Typed at the terminal; without one, what comes through the pipe. */
  readonly stdin?: string;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly platform?: NodeJS.Platform;
  /** Is called with what is written to the standard output, as it is written. */
  readonly onOut?: (text: string) => void;
}

export class Terminal {
  readonly home = mkdtempSync(path.join(tmpdir(), 'kadr-cli-'));

  constructor(
    private readonly url: string,
    private readonly apiKey: string | null = 'kadr_secret',
  ) {}

  io({ stdin = '', isTerminal = false, columns = 80, env = {}, signal, platform = 'linux' }: TerminalOptions, out: Out, err: Out): Io {
    return {
      stdin: Object.assign(Readable.from(stdin === '' ? [] : [stdin]), {
        isTTY: isTerminal,
        setRawMode: () => undefined,
      }) as unknown as Io['stdin'],
      stdout: out,
      stderr: Object.assign(err, { isTTY: isTerminal, columns, rows: 24 }),
      env: { KADR_URL: this.url, ...(this.apiKey !== null && { KADR_API_KEY: this.apiKey }), ...env },
      platform,
      home: this.home,
      cwd: this.home,
      signal: signal ?? new AbortController().signal,
    };
  }

  /** Runs `kadr` with these words. */
  async kadr(words: readonly string[], options: TerminalOptions = {}): Promise<Seen> {
    const [out, err]: [string[], string[]] = [[], []];
    const write = (text: string): void => {
      out.push(text);
      options.onOut?.(text);
    };
    const io = this.io(options, { write }, { write: (text) => err.push(text) });
    const code = await run(words, io);
    return { code, stdout: out.join(''), stderr: err.join('') };
  }

  dispose(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
