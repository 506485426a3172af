import { type Database, logger } from '#platform';
import { type ModelAvailability } from '../contracts/models.js';
import { INSTALLATION, type ProviderState } from '../provider-calls/attempt.js';
import { type ProvidersConfig } from '../providers.config.js';

const REFRESH_MS = 5000;
const log = logger('providers');

const REASONS: Readonly<Record<Exclude<ProviderState, 'open'>, string>> = {
  no_credit: 'the account at the provider has no credit',
  key_rejected: 'the provider rejects the key',
  breaker: 'too many calls of the provider failed lately',
};

/**
 * Who can be used with whose key, as this process knows it: at most five seconds old, so that a catalogue can be shown and a request be
 * judged without asking Postgres. What counts in the end is asked when something is submitted.
 */
export class ProviderAvailability implements ModelAvailability {
  private keys: ReadonlySet<string> = new Set();
  private closed: ReadonlyMap<string, Exclude<ProviderState, 'open'>> = new Map();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly config: Pick<ProvidersConfig, 'providers'>,
  ) {}

  reasonAgainst(provider: string, orgId: string | null): string | null {
    const settings = this.config.providers.get(provider);
    // Nobody asks for a key here: our own makers.
    if (!settings) return null;
    const hasOwn = orgId !== null && this.keys.has(`${provider}/${orgId}`);
    if (!hasOwn && settings.apiKey === null && settings.needsKey) {
      if (settings.isKeyless) return 'it is asked over the Internet, which this installation does not do: set KADR_ONLINE=1';
      return `there is no key: set KADR_PROVIDERS_${provider.toUpperCase()}_API_KEY, or PUT /v1/provider-keys/${provider}`;
    }
    const state = this.closed.get(`${provider}/${hasOwn ? orgId : INSTALLATION}`);
    return state ? REASONS[state] : null;
  }

  async start(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  async refresh(): Promise<void> {
    try {
      const keys = await this.database.query<{ provider: string; org_id: string }>(
        `SELECT provider, org_id FROM integrations.provider_keys`,
      );
      const closed = await this.database.query<{ provider: string; owner: string; state: Exclude<ProviderState, 'open'> }>(
        `SELECT provider, owner, state FROM integrations.provider_states WHERE state <> 'open'`,
      );
      this.keys = new Set(keys.map((row) => `${row.provider}/${row.org_id}`));
      this.closed = new Map(closed.map((row) => [`${row.provider}/${row.owner}`, row.state]));
    } catch (error) {
      log.warn({ err: error }, 'the availability of providers could not be read; what was known last is used');
    }
  }
}
