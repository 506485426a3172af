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
    const file = path.join(configFolder(io), 'config.json');
    const isWindows = io.platform === 'win32';
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
    this.write({ ...this.stored, ...(isCurrent && { current: name }), profiles: { ...this.stored.profiles, [name]: profile } });
  }

  /** @throws CliError for an unknown one */
  use(name: string): void {
    this.known(name);
    this.write({ ...this.stored, current: name });
  }

  /** @throws CliError for an unknown one */
  remove(name: string): void {
    this.known(name);
    const profiles = Object.fromEntries(Object.entries(this.stored.profiles ?? {}).filter(([kept]) => kept !== name));
    const { current, ...rest } = this.stored;
    this.write({ ...rest, profiles, ...(current !== name && current !== undefined && { current }) });
  }

  /** `whsec_…`, made at the first call. */
  listenSecret(): string {
    const { listenSecret = `whsec_${randomBytes(32).toString('base64')}` } = this.stored;
    if (this.stored.listenSecret === undefined) this.write({ ...this.stored, listenSecret });
    return listenSecret;
  }

  heard(stream: string): string | null {
    const { heard } = this.stored;
    return (heard && Object.hasOwn(heard, stream) ? heard[stream] : undefined) ?? null;
  }

  hear(stream: string, id: string): void {
    this.write({ ...this.stored, heard: { ...this.stored.heard, [stream]: id } });
  }

  known(name: string): Profile {
    const profile = this.find(name);
    if (profile) return profile;
    const others = this.names.length === 0 ? 'there is none yet: `kadr login`' : `there are: ${this.names.join(', ')}`;
    throw new CliError(EXIT.usage, `There is no profile ${JSON.stringify(name)}; ${others}`, 'unknown_profile');
  }

  /** As a whole or not at all, and never readable for others in between. */
  private write(stored: Stored): void {
    const folder = path.dirname(this.file);
    const next = `${this.file}.${process.pid}`;
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      fs.rmSync(next, { force: true });
      fs.writeFileSync(next, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      if (!this.isWindows) fs.chmodSync(next, 0o600);
      fs.renameSync(next, this.file);
    } catch (error) {
      fs.rmSync(next, { force: true });
      throw new CliError(EXIT.unexpected, `Cannot write ${this.file} (${(error as NodeJS.ErrnoException).code})`, 'config_not_written');
    }
    this.stored = stored;
  }
}
