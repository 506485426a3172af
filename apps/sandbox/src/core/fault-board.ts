import { fieldsOf, type Fields } from '../http/exchange.js';

export const PROVIDERS = [
  'kie',
  'runware',
  'runway',
  'openai',
  'gemini',
  'pexels',
  'wikimedia',
  'openverse',
  'edge',
  'fantaprojekt',
  'supabase',
  's3',
  'telegram',
] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** What is wrong with a whole provider until it is set right again. */
export interface ProviderFaults {
  readonly noCredits: boolean;
  readonly revokedKey: boolean;
  /** A gateway answers 503 to everything. */
  readonly down: boolean;
  readonly latencyMs: number;
  /** Submissions per period; null: the documented limit. */
  readonly rate: { readonly count: number; readonly seconds: number } | null;
}

const NONE: ProviderFaults = { noCredits: false, revokedKey: false, down: false, latencyMs: 0, rate: null };
const FLAGS = ['noCredits', 'revokedKey', 'down'] as const;

export class FaultBoard {
  private readonly faults = new Map<ProviderName, ProviderFaults>();

  of(provider: ProviderName): ProviderFaults {
    return this.faults.get(provider) ?? NONE;
  }

  all(): Record<string, ProviderFaults> {
    return Object.fromEntries(PROVIDERS.map((name) => [name, this.of(name)]));
  }

  clear(): void {
    this.faults.clear();
  }

  /**
   * @param change provider → what changes in it; null sets the provider right
   * @returns all that is wrong with `change`; nothing was changed then
   */
  change(change: unknown): string[] {
    const wanted = fieldsOf(change);
    if (!wanted) return ['the body must be an object: {"kie": {"noCredits": true}}'];
    const problems: string[] = [];
    const next = Object.entries(wanted).map(([name, value]): [ProviderName, ProviderFaults] => {
      if (!(PROVIDERS as readonly string[]).includes(name)) problems.push(`${name} is no provider: ${PROVIDERS.join(', ')}`);
      const provider = name as ProviderName;
      const fields = fieldsOf(value);
      if (value === null) return [provider, NONE];
      if (!fields) problems.push(`${name} must be an object or null`);
      return [provider, { ...this.of(provider), ...faultsOf(name, fields ?? {}, problems) }];
    });
    if (problems.length === 0) for (const [name, faults] of next) this.faults.set(name, faults);
    return problems;
  }
}

function faultsOf(provider: string, fields: Fields, problems: string[]): Partial<ProviderFaults> {
  const known: Record<string, (value: unknown) => boolean> = {
    ...Object.fromEntries(FLAGS.map((name) => [name, (value: unknown) => typeof value === 'boolean'])),
    latencyMs: (value) => typeof value === 'number' && value >= 0 && value <= 600_000,
    rate: (value) => value === null || (isPositive(fieldsOf(value)?.['count']) && isPositive(fieldsOf(value)?.['seconds'])),
  };
  for (const [name, value] of Object.entries(fields)) {
    const fits = known[name];
    if (!fits) problems.push(`${provider}.${name} is unknown: ${Object.keys(known).join(', ')}`);
    else if (!fits(value)) problems.push(`${provider}.${name} cannot be ${JSON.stringify(value)}`);
  }
  return fields as Partial<ProviderFaults>;
}

const isPositive = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value > 0;
