import { table } from '#platform/json';
import { ValidateBy } from 'class-validator';
import {
  Address,
  checkSettings,
  Flag,
  type Environment,
  givenSecretsKey,
  installationConfig,
  readSettings,
  Variable,
  WholeNumber,
} from '#platform';

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
  /** It knows no keys at all, and is open to everybody where KADR_ONLINE is set. */
  readonly isKeyless: boolean;
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
  /** A public service that asks for no key. */
  readonly isKeyless?: boolean;
  readonly rate?: Rate;
}

/** Addresses and limits as their documentation had them in 2026. */
const KNOWN: Readonly<Record<string, KnownProvider>> = table({
  kie: { baseUrl: 'https://api.kie.ai', rate: { count: 20, seconds: 10 } },
  runware: { baseUrl: 'https://api.runware.ai/v1' },
  runway: { baseUrl: 'https://api.dev.runwayml.com' },
  openai: { baseUrl: 'https://api.openai.com/v1', mayBeOwn: true },
  gemini: { baseUrl: 'https://generativelanguage.googleapis.com' },
  pexels: { baseUrl: 'https://api.pexels.com', rate: { count: 200, seconds: 3600 } },
  wikimedia: { baseUrl: 'https://wikimedia.org', isKeyless: true, rate: { count: 60, seconds: 60 } },
  openverse: { baseUrl: 'https://api.openverse.org', isKeyless: true, rate: { count: 20, seconds: 60 } },
  edge: { baseUrl: 'https://speech.platform.bing.com', isKeyless: true, rate: { count: 60, seconds: 60 } },
  fantaprojekt: { baseUrl: 'http://localhost:3123/api', mayBeOwn: true },
});

/** Limits that hold for all providers. */
class CallSettings {
  @WholeNumber('KADR_PROVIDERS_ORG_CONCURRENCY', 1, 100_000)
  readonly orgConcurrency: number = 20;

  @WholeNumber('KADR_POLL_INTERVAL_MS', 10, 300_000)
  readonly pollIntervalMs: number = 10_000;

  @WholeNumber('KADR_PROVIDER_DEADLINE_SECONDS', 1, 86_400)
  readonly deadlineSeconds: number = 1800;

  @WholeNumber('KADR_SUBMIT_GRACE_SECONDS', 1, 86_400)
  readonly submitGraceSeconds: number = 600;

  @WholeNumber('KADR_PROVIDER_PROBE_SECONDS', 1, 3600)
  readonly probeSeconds: number = 60;

  @WholeNumber('KADR_PROVIDER_BREAKER_SECONDS', 1, 3600)
  readonly breakerSeconds: number = 30;

  /** Opens what asks for no key but is asked over the Internet: nothing leaves this machine unless somebody wants it. */
  @Flag('KADR_ONLINE')
  readonly isOnline: boolean = false;

  @Variable('KADR_PROVIDERS_KIE_WEBHOOK_KEY', 'a key', { isSecret: true })
  readonly kieWebhookKey: string | null = null;
}

/** `"20/10"`; `none`: no limit. */
function rateOf(text: string): Rate | null | undefined {
  if (text === 'none') return null;
  const [, count = '', seconds = ''] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? [];
  return Number(count) > 0 && Number(seconds) > 0 ? { count: Number(count), seconds: Number(seconds) } : undefined;
}

interface OwnSettings {
  readonly apiKey: string | null;
  readonly baseUrl: string | null;
  readonly rate: Rate | null;
  readonly concurrency: number;
}

/** A provider's own variables, `KADR_PROVIDERS_KIE_API_KEY` and so on. */
function ownSettingsOf(name: string, known: KnownProvider): new () => OwnSettings {
  const prefix = `KADR_PROVIDERS_${name.toUpperCase()}`;
  class ProviderVariables implements OwnSettings {
    @Variable(`${prefix}_API_KEY`, 'a key', { isSecret: true, parse: (text) => text.trim() || null })
    readonly apiKey: string | null = null;

    @Address(`${prefix}_BASE_URL`, ['http', 'https'], { isOptional: true })
    readonly baseUrl: string | null = null;

    @Variable(`${prefix}_RATE`, '"20/10" for 20 submissions in 10 seconds, or "none"', { parse: rateOf })
    @ValidateBy({ name: 'rate', validator: { validate: (value) => value !== undefined } })
    readonly rate: Rate | null = known.rate ?? null;

    @WholeNumber(`${prefix}_CONCURRENCY`, 1, 100_000)
    readonly concurrency: number = 100;
  }
  return ProviderVariables;
}

const OWN_SETTINGS = Object.entries(KNOWN).map(([name, known]) => ({ name, known, Settings: ownSettingsOf(name, known) }));

/** @throws WrongSettings that names every wrong variable; values of keys are not repeated. */
export function providersConfig(env: Environment): ProvidersConfig {
  checkSettings([
    () => readSettings(CallSettings, env),
    () => givenSecretsKey(env),
    ...OWN_SETTINGS.map(
      ({ Settings }) =>
        () =>
          readSettings(Settings, env),
    ),
  ]);
  const calls = readSettings(CallSettings, env);
  const providers = OWN_SETTINGS.map(({ name, known, Settings }): [string, ProviderSettings] => {
    const { apiKey, baseUrl, rate, concurrency } = readSettings(Settings, env);
    const isKeyless = known.isKeyless === true;
    const needsKey = isKeyless ? !calls.isOnline : !(known.mayBeOwn && baseUrl !== null);
    return [
      name,
      {
        ...{ apiKey: isKeyless ? null : apiKey, baseUrl: (baseUrl ?? known.baseUrl).replace(/\/+$/, '') },
        ...{ needsKey, isKeyless, rate, concurrency },
      },
    ];
  });
  const { publicUrl, isPublicUrlSet } = installationConfig(env);
  return {
    providers: new Map(providers),
    orgConcurrency: calls.orgConcurrency,
    pollIntervalMs: calls.pollIntervalMs,
    deadlineMs: calls.deadlineSeconds * 1000,
    submitGraceMs: calls.submitGraceSeconds * 1000,
    probeMs: calls.probeSeconds * 1000,
    breakerMs: calls.breakerSeconds * 1000,
    callbackUrl: isPublicUrlSet ? publicUrl : null,
    localUrl: publicUrl,
    kieWebhookKey: calls.kieWebhookKey,
    secretsKey: givenSecretsKey(env),
  };
}
