/** At most `count` submissions in any period of `seconds`. */
export interface Rate {
  readonly count: number;
  readonly seconds: number;
}

export interface ProviderSettings {
  /** The installation's; null: only organisations that bring their own can use it. */
  readonly apiKey: string | null;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** False: a server of one's own, which asks for no key. */
  readonly needsKey: boolean;
  /** Null: the provider names no limit. */
  readonly rate: Rate | null;
  /** Attempts that may be open with one key at a time. */
  readonly concurrency: number;
}

/** Settings of the providers that are paid, and of all calls to them. */
export interface ProvidersConfig {
  readonly providers: ReadonlyMap<string, ProviderSettings>;
  /** Attempts that one organisation may have open with one key of the installation at a time. */
  readonly orgConcurrency: number;
  readonly pollIntervalMs: number;
  readonly deadlineMs: number;
  /** How long an answer to a submission is waited for after it got lost. */
  readonly submitGraceMs: number;
  /** Wait between two attempts to use a provider that is out of credit or rejects its key. */
  readonly probeMs: number;
  readonly breakerMs: number;
  /** Null: KADR_PUBLIC_URL is not set, so that only a provider on this machine can call back. */
  readonly callbackUrl: string | null;
  /** Where providers on this machine reach it. */
  readonly localUrl: string;
  readonly kieWebhookKey: string | null;
  /** 32 bytes; null: a key file is made once. */
  readonly secretsKey: Buffer | null;
}

interface KnownProvider {
  readonly baseUrl: string;
  /** Own servers that speak the same protocol (Ollama, another Kadr) often ask for no key. */
  readonly mayBeOwn?: boolean;
  readonly rate?: Rate;
}

/** Addresses and limits as their documentation had them in 2026. */
const KNOWN: Readonly<Record<string, KnownProvider>> = {
  kie: { baseUrl: 'https://api.kie.ai', rate: { count: 20, seconds: 10 } },
  runware: { baseUrl: 'https://api.runware.ai/v1' },
  runway: { baseUrl: 'https://api.dev.runwayml.com' },
  openai: { baseUrl: 'https://api.openai.com/v1', mayBeOwn: true },
  gemini: { baseUrl: 'https://generativelanguage.googleapis.com' },
  pexels: { baseUrl: 'https://api.pexels.com', rate: { count: 200, seconds: 3600 } },
  fantaprojekt: { baseUrl: 'http://localhost:3123/api', mayBeOwn: true },
};

type Environment = Readonly<Record<string, string | undefined>>;
type WholeNumber = (name: string, fallback: number, min: number, max: number) => number;

/** @param faults what is wrong is added here, one sentence for each variable; values of keys are not repeated. */
export function providersConfig(env: Environment, number: WholeNumber, publicUrl: string, faults: string[]): ProvidersConfig {
  const providers = new Map(
    Object.entries(KNOWN).map(([name, known]): [string, ProviderSettings] => {
      const prefix = `KADR_PROVIDERS_${name.toUpperCase()}`;
      const ownUrl = env[`${prefix}_BASE_URL`] || null;
      if (ownUrl !== null && !/^https?:\/\/[^/]/.test(ownUrl))
        faults.push(`${prefix}_BASE_URL is no address that begins with http:// or https://`);
      const apiKey = env[`${prefix}_API_KEY`]?.trim() || null;
      return [
        name,
        {
          apiKey,
          baseUrl: (ownUrl ?? known.baseUrl).replace(/\/+$/, ''),
          needsKey: !(known.mayBeOwn && ownUrl !== null),
          rate: rateOf(env[`${prefix}_RATE`], `${prefix}_RATE`, known.rate ?? null, faults),
          concurrency: number(`${prefix}_CONCURRENCY`, 100, 1, 100_000),
        },
      ];
    }),
  );
  return {
    providers,
    orgConcurrency: number('KADR_PROVIDERS_ORG_CONCURRENCY', 20, 1, 100_000),
    pollIntervalMs: number('KADR_POLL_INTERVAL_MS', 10_000, 10, 300_000),
    deadlineMs: number('KADR_PROVIDER_DEADLINE_SECONDS', 1800, 1, 86_400) * 1000,
    submitGraceMs: number('KADR_SUBMIT_GRACE_SECONDS', 600, 1, 86_400) * 1000,
    probeMs: number('KADR_PROVIDER_PROBE_SECONDS', 60, 1, 3600) * 1000,
    breakerMs: number('KADR_PROVIDER_BREAKER_SECONDS', 30, 1, 3600) * 1000,
    callbackUrl: env['KADR_PUBLIC_URL'] ? publicUrl : null,
    localUrl: publicUrl,
    kieWebhookKey: env['KADR_PROVIDERS_KIE_WEBHOOK_KEY'] || null,
    secretsKey: secretsKeyOf(env['KADR_SECRETS_KEY'], faults),
  };
}

function rateOf(text: string | undefined, name: string, fallback: Rate | null, faults: string[]): Rate | null {
  if (text === undefined || text === '') return fallback;
  if (text === 'none') return null;
  const [, count = '', seconds = ''] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? [];
  if (Number(count) > 0 && Number(seconds) > 0) return { count: Number(count), seconds: Number(seconds) };
  faults.push(`${name} is "${text}": "20/10" for 20 submissions in 10 seconds, or "none"`);
  return fallback;
}

function secretsKeyOf(text: string | undefined, faults: string[]): Buffer | null {
  if (text === undefined || text === '') return null;
  const key = Buffer.from(text, 'base64');
  if (key.length === 32) return key;
  faults.push('KADR_SECRETS_KEY cannot be used: it must be 32 bytes in base64, e.g. from "openssl rand -base64 32"');
  return null;
}
