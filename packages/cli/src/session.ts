/** What every command has: a client for the chosen address and key, and a printer. */
import { Kadr, KadrError } from '@kadr/sdk';
import { CliError, EXIT } from './faults.js';
import { type Io } from './io.js';
import { type Mode, Printer } from './output/printer.js';
import { Profiles } from './profiles.js';

export interface GlobalOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly profile?: string;
  readonly url?: string;
  readonly organisation?: string;
}

const DEFAULT_URL = 'http://localhost:3000';

export class Session {
  readonly print: Printer;
  readonly profiles: Profiles;
  private client: Kadr | null = null;

  constructor(
    readonly io: Io,
    readonly options: GlobalOptions,
  ) {
    this.print = new Printer(io, modeOf(options));
    this.profiles = Profiles.read(io);
  }

  /** `--url`, the profile that was named, `KADR_URL`, the current profile, this machine. */
  get url(): string {
    const { url, profile } = this.options;
    if (url !== undefined) return url;
    if (profile !== undefined) return this.profiles.known(profile).url;
    return this.io.env['KADR_URL'] || this.profiles.find(this.profiles.current)?.url || DEFAULT_URL;
  }

  /**
   * Of the profile that was named, `KADR_API_KEY`, or of the current profile.
   * A kept key goes to the address that it was kept for and to no other one.
   */
  get apiKey(): string | null {
    const { profile: name } = this.options;
    const profile = name === undefined ? this.profiles.find(this.profiles.current) : this.profiles.known(name);
    if (name === undefined && this.io.env['KADR_API_KEY']) return this.io.env['KADR_API_KEY'];
    return profile?.apiKey !== undefined && sameOrigin(profile.url, this.url) ? profile.apiKey : null;
  }

  get kadr(): Kadr {
    return (this.client ??= this.clientWith(this.apiKey ?? this.missingKey()));
  }

  /** @throws CliError when address or key cannot be used */
  clientWith(apiKey: string, url = this.url): Kadr {
    const { organisation } = this.options;
    try {
      return new Kadr({ apiKey, baseUrl: url, ...(organisation !== undefined && { organisation }) });
    } catch (error) {
      if (!(error instanceof KadrError)) throw error;
      const isKey = error.message.includes('API key');
      throw new CliError(isKey ? EXIT.key : EXIT.usage, error.message, isKey ? 'bad_key' : 'bad_url');
    }
  }

  private missingKey(): never {
    throw new CliError(EXIT.key, `There is no API key for ${withoutSecrets(this.url)}: run \`kadr login\`, or set KADR_API_KEY`, 'no_key');
  }
}

function modeOf({ json, quiet }: GlobalOptions): Mode {
  return json ? 'json' : quiet ? 'quiet' : 'people';
}

function sameOrigin(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin;
}

/** An address as it may be shown. */
export function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return address.replace(/\/\/[^/]*@/, '//');
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`.replace(/\/$/, '');
}
