import { type Callbacks } from './callbacks.js';
import { type FaultBoard, type ProviderName } from './fault-board.js';
import { type Journal } from './journal.js';
import { type Links } from './links.js';
import { type MediaShelf } from './media-shelf.js';
import { type Rates } from './rates.js';
import { type Tasks } from './tasks.js';
import { type Exchange } from '../http/exchange.js';

export interface World {
  readonly url: string;
  /** 1: a film takes 4 s. */
  readonly speed: number;
  readonly dataDir: string;
  readonly tasks: Tasks;
  readonly shelf: MediaShelf;
  readonly links: Links;
  readonly faults: FaultBoard;
  readonly journal: Journal;
  readonly rates: Rates;
  readonly callbacks: Callbacks;
}

/** Speaks the protocol of one service to what comes below its prefix. */
export interface SandboxProvider {
  readonly name: ProviderName;
  answer(exchange: Exchange): Promise<void> | void;
}

/** Who asks for a key; the others answer everybody. */
export type KeyedProvider = Exclude<ProviderName, 'wikimedia' | 'openverse' | 'edge'>;

/** What the sandbox takes for an API key of each provider. They open nothing else. */
export const KEYS = {
  kie: 'sandbox-kie-key',
  runware: 'sandbox-runware-key',
  runway: `key_${'5a'.repeat(64)}`,
  openai: 'sk-sandbox-openai-key',
  gemini: 'sandbox-gemini-key',
  pexels: 'sandbox-pexels-key',
  fantaprojekt: 'sandbox-fantaprojekt-key',
  supabase: 'sb_secret_sandbox-key',
  s3: 'sandbox-s3-secret-key',
  telegram: '110201543:sandbox-telegram-bot-token-000000000',
} as const satisfies Record<KeyedProvider, string>;
export const SMTP_USER = 'kadr';
export const SMTP_PASSWORD = 'sandbox-smtp-password';
export const S3_ACCESS_KEY_ID = 'SANDBOXACCESSKEY';
export const TELEGRAM_TOKEN = KEYS.telegram;
export const KIE_WEBHOOK_KEY = 'sandbox-kie-webhook-key';

/** True when `given` is the key and was not revoked. */
export const isKey = (world: World, provider: KeyedProvider, given: string): boolean =>
  given === KEYS[provider] && !world.faults.of(provider).revokedKey;

export const isBearer = (world: World, provider: KeyedProvider, exchange: Exchange): boolean =>
  isKey(world, provider, /^Bearer (.+)$/.exec(exchange.header('authorization'))?.[1] ?? '');
