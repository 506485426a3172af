import { type ProviderAdmission } from '../provider-calls/provider-admission.js';
import { type ProvidersConfig } from '../providers.config.js';
import { type ProviderAvailability } from './provider-availability.js';
import { type KeyFacts, type ProviderKeys } from './provider-keys.js';

/** Changes keys, and lets those who wait for one know. */
export class ProviderKeyService {
  constructor(
    private readonly keys: ProviderKeys,
    private readonly admission: ProviderAdmission,
    private readonly availability: ProviderAvailability,
    private readonly config: Pick<ProvidersConfig, 'providers'>,
  ) {}

  isKnown(provider: string): boolean {
    return this.config.providers.get(provider)?.isKeyless === false;
  }

  list(orgId: string): Promise<readonly KeyFacts[]> {
    return this.keys.list(orgId);
  }

  /** A new key is taken to work until the provider says otherwise. */
  async set(orgId: string, provider: string, apiKey: string): Promise<KeyFacts> {
    const facts = await this.keys.set(orgId, provider, apiKey);
    await this.tell(orgId, provider);
    return facts;
  }

  /** @returns false when there was none. */
  async remove(orgId: string, provider: string): Promise<boolean> {
    const wasThere = await this.keys.remove(orgId, provider);
    if (wasThere) await this.tell(orgId, provider);
    return wasThere;
  }

  private async tell(orgId: string, provider: string): Promise<void> {
    await this.admission.open({ provider, owner: orgId });
    await this.admission.reconsiderAll(provider, orgId);
    await this.availability.refresh();
  }
}
