import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { WrongSettings } from '#platform';
import { RESOURCES, type Resource } from '../contracts/resources.js';
import { type PriceList, priceListAt } from '../domain/pricing.js';

export interface Plan {
  readonly title: string;
  /** Calls of one key within a minute; null: the installation's default. */
  readonly rateLimitPerMinute: number | null;
  /** Null or absent: as many as they like. */
  readonly webhookEndpoints?: number | null;
  /** Null: unlimited. */
  readonly limits: Readonly<Record<Resource, number | null>>;
}

const perResource = (value: object): object => ({
  type: 'object',
  additionalProperties: false,
  required: [...RESOURCES],
  properties: Object.fromEntries(RESOURCES.map((resource) => [resource, value])),
});
const count = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** Exported for its spec. */
export const PLANS_SCHEMA = {
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: '^[a-z][a-z0-9_-]{0,39}$' },
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    required: ['title', 'rateLimitPerMinute', 'limits'],
    properties: {
      title: { type: 'string', minLength: 1 },
      rateLimitPerMinute: { type: ['integer', 'null'], minimum: 1 },
      webhookEndpoints: { type: ['integer', 'null'], minimum: 0 },
      limits: perResource({ type: ['number', 'null'], ...count }),
    },
  },
};
/** Exported for its spec. */
export const PRICES_SCHEMA = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['version', 'currency', 'validFrom', 'amountMicros'],
    properties: {
      version: { type: 'string', minLength: 1 },
      // One currency for the whole installation, because what providers charge is in it.
      currency: { const: 'USD' },
      validFrom: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' },
      amountMicros: perResource({ type: 'integer', ...count }),
    },
  },
};

/** The plans that organisations can have, as data. */
export class Plans {
  readonly #plans: ReadonlyMap<string, Plan>;

  /** @throws Error that names every fault of the data */
  constructor(data: unknown) {
    this.#plans = new Map(Object.entries(checked<Record<string, Plan>>('plans', PLANS_SCHEMA, data)));
  }

  /** @param file null: the plans that come with the program @throws WrongSettings for a file that cannot be used */
  static read(file: string | null): Plans {
    if (file === null) return new Plans(json(new URL('../../plans/plans.json', import.meta.url)));
    return given('KADR_PLANS_FILE', file, () => new Plans(json(file)));
  }

  get names(): readonly string[] {
    return [...this.#plans.keys()];
  }

  isKnown(name: string): boolean {
    return this.#plans.has(name);
  }

  find(name: string): Plan | null {
    return this.#plans.get(name) ?? null;
  }
}

/** Every price list there has ever been: a reservation keeps the one it was made under. */
export class PriceLists {
  readonly #lists: readonly PriceList[];

  /** @throws Error that names every fault of the data */
  constructor(data: unknown) {
    this.#lists = checked<PriceList[]>('price lists', PRICES_SCHEMA, data);
    if (new Set(this.#lists.map(({ version }) => version)).size < this.#lists.length) throw new Error('two price lists have one version');
  }

  /** @param file null: the lists that come with the program @throws WrongSettings for a file that cannot be used */
  static read(file: string | null): PriceLists {
    if (file === null) return new PriceLists(json(new URL('../../prices/prices.json', import.meta.url)));
    return given('KADR_PRICES_FILE', file, () => new PriceLists(json(file)));
  }

  /** @throws RangeError */
  at(moment: string): PriceList {
    return priceListAt(this.#lists, moment);
  }

  /** @throws Error: a list was taken away while reservations under it live */
  named(version: string): PriceList {
    const list = this.#lists.find((one) => one.version === version);
    if (!list) throw new Error(`there is no price list ${version} any more; lists are followed by others, never removed`);
    return list;
  }
}

/** A file of the operator: what is wrong with it is told by the setting that names it. */
function given<T>(setting: string, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const said = code === undefined ? message : `the file cannot be read (${code})`;
    throw new WrongSettings([`${setting} is "${file}": ${said}`]);
  }
}

function json(file: string | URL): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${String(file)} is no JSON`, { cause });
  }
}

function checked<T>(what: string, schema: object, data: unknown): T {
  // The schemas are ours, and shown to be right by specs: to check them too takes longer than anything else here, at each start.
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, validateSchema: false });
  if (ajv.validate(schema, data)) return data as T;
  const faults = (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`);
  throw new Error(`the ${what} cannot be used: ${faults.join('; ')}`);
}
