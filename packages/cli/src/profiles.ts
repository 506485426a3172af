/** Addresses and keys that are kept on this machine, in a file that only its owner can read. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { configFolder } from './cli.config.js';
import { CliError, EXIT } from './faults.js';
import { type Io } from './io.js';

export interface Profile {
  readonly url: string;
  readonly apiKey?: string;
}

interface Stored {
  readonly current?: string;
  readonly profiles?: Readonly<Record<string, Profile>>;
  /** Signs what `listen` and `trigger` send, the same between runs. */
  readonly listenSecret?: string;
  /** `<address> <types>` → the last event that `listen` has passed on. */
  readonly heard?: Readonly<Record<string, string>>;
}

const NAME = /^[\w.-]{1,64}$/;

export class Profiles {
  private constructor(
    readonly file: string,
    private stored: Stored,
    private readonly isWindows: boolean,
  ) {}

  /** @throws CliError when the file is there and cannot be understood: it is never thrown away */
  static read(io: Io): Profiles {
    return Profiles.at(path.join(configFolder(io), 'config.json'), io.platform === 'win32');
  }

  private static at(file: string, isWindows: boolean): Profiles {
    try {
      const stored = JSON.parse(fs.readFileSync(file, 'utf8')) as Stored;
      if (!isWindows && (fs.statSync(file).mode & 0o077) !== 0) fs.chmodSync(file, 0o600);
      return new Profiles(file, stored, isWindows);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Profiles(file, {}, isWindows);
      const why = error instanceof SyntaxError ? 'is no JSON' : `cannot be read (${(error as NodeJS.ErrnoException).code})`;
      throw new CliError(EXIT.usage, `${file} ${why}: mend it, or move it away`, 'bad_config');
    }
  }

  get current(): string {
    return this.stored.current ?? 'default';
  }

  get names(): string[] {
    return Object.keys(this.stored.profiles ?? {}).sort();
  }

  find(name: string): Profile | null {
    const { profiles } = this.stored;
    return (profiles && Object.hasOwn(profiles, name) ? profiles[name] : undefined) ?? null;
  }

  /** @param options.isCurrent whether it becomes the current one @throws CliError for a name that is none */
  keep(name: string, profile: Profile, { isCurrent = true }: { readonly isCurrent?: boolean } = {}): void {
    if (!NAME.test(name) || name === '__proto__') throw new CliError(EXIT.usage, 'A profile is named by letters, digits, dots and dashes');
    this.change((stored) => ({ ...stored, ...(isCurrent && { current: name }), profiles: { ...stored.profiles, [name]: profile } }));
  }

  /** @throws CliError for an unknown one */
  use(name: string): void {
    this.known(name);
    this.change((stored) => ({ ...stored, current: name }));
  }

  /** @throws CliError for an unknown one */
  remove(name: string): void {
    this.known(name);
    this.change(({ current, ...stored }) => {
      const profiles = Object.fromEntries(Object.entries(stored.profiles ?? {}).filter(([kept]) => kept !== name));
      return { ...stored, profiles, ...(current !== name && current !== undefined && { current }) };
    });
  }

  /** `whsec_…`, made at the first call. */
  listenSecret(): string {
    if (this.stored.listenSecret !== undefined) return this.stored.listenSecret;
    const made = `whsec_${randomBytes(32).toString('base64')}`;
    // Another run may have made one meanwhile: all sign with the same.
    return this.change(({ listenSecret = made, ...stored }) => ({ ...stored, listenSecret })).listenSecret ?? made;
  }

  heard(stream: string): string | null {
    const { heard } = this.stored;
    return (heard && Object.hasOwn(heard, stream) ? heard[stream] : undefined) ?? null;
  }

  hear(stream: string, id: string): void {
    this.change((stored) => ({ ...stored, heard: { ...stored.heard, [stream]: id } }));
  }

  known(name: string): Profile {
    const profile = this.find(name);
    if (profile) return profile;
    const others = this.names.length === 0 ? 'there is none yet: `kadr login`' : `there are: ${this.names.join(', ')}`;
    throw new CliError(EXIT.usage, `There is no profile ${JSON.stringify(name)}; ${others}`, 'unknown_profile');
  }

  /** What stands in the file by now is changed, not what was read once: `listen` runs for days, and `login` or `up` beside it. */
  private change(made: (stored: Stored) => Stored): Stored {
    try {
      fs.mkdirSync(path.dirname(this.file), { recursive: true, mode: 0o700 });
    } catch (error) {
      throw this.unwritten(error);
    }
    return alone(`${this.file}.lock`, () => {
      const { stored } = Profiles.at(this.file, this.isWindows);
      this.write(made(stored));
      return this.stored;
    });
  }

  /** As a whole or not at all, and never readable for others in between. */
  private write(stored: Stored): void {
    const next = `${this.file}.${process.pid}`;
    try {
      fs.rmSync(next, { force: true });
      fs.writeFileSync(next, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      if (!this.isWindows) fs.chmodSync(next, 0o600);
      fs.renameSync(next, this.file);
    } catch (error) {
      fs.rmSync(next, { force: true });
      throw this.unwritten(error);
    }
    this.stored = stored;
  }

  private unwritten(error: unknown): CliError {
    return new CliError(EXIT.unexpected, `Cannot write ${this.file} (${(error as NodeJS.ErrnoException).code})`, 'config_not_written');
  }
}

/** Nobody holds the file for longer than a write takes; a lock that is older was left by a process that died. */
const LOCK_MS = 2_000;

/** Does something while no other process does it. Where no lock can be made, as on a disk that is read only, it is done all the same. */
function alone<T>(lock: string, work: () => T): T {
  const isHeld = taken(lock);
  try {
    return work();
  } finally {
    if (isHeld) fs.rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  for (let since = performance.now(); ;) {
    try {
      fs.closeSync(fs.openSync(lock, 'wx', 0o600));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
    if (performance.now() - since < LOCK_MS) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    else {
      fs.rmSync(lock, { force: true });
      since = performance.now();
    }
  }
}
