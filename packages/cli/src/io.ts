/** What a command sees of the world. Specs give their own. */
export interface Out {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

export interface In extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
}

export interface Io {
  readonly stdin: In;
  /** Data and nothing else. */
  readonly stdout: Out;
  /** Progress, questions and faults. */
  readonly stderr: Out;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The person's own folder. */
  readonly home: string;
  /** Where relative paths begin. */
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Whether somebody sits there who can be asked. */
export const isAskable = (io: Io): boolean => Boolean(io.stdin.isTTY && io.stderr.isTTY);
