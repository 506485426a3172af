/** Standard Webhooks (https://www.standardwebhooks.com), with WebCrypto alone. */
import { WebhookVerificationError } from '../errors.js';
import { type WebhookEvent } from '../generated/unions.gen.js';

export interface VerifyOptions {
  /** How old or how far ahead a message may be. Default: 300. */
  readonly toleranceSeconds?: number;
}

type RawBody = string | Uint8Array | ArrayBuffer;
type RawHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * @param rawBody the body as it came, before anything has parsed it
 * @param secret `whsec_…`, as it was shown once; several while it is being changed
 * @returns what happened; handle each `webhook-id` once, since a message may come again
 * @throws WebhookVerificationError
 */
export async function verifyWebhook(
  rawBody: RawBody,
  headers: RawHeaders,
  secret: string | readonly string[],
  { toleranceSeconds = 300 }: VerifyOptions = {},
): Promise<WebhookEvent> {
  const body = bytesOf(rawBody);
  const keys = (typeof secret === 'string' ? [secret] : secret).map(keyOf);
  if (keys.length === 0) throw new WebhookVerificationError('bad_secret', 'There is no secret to verify by');
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headerOf(headers, name)) as [
    string,
    string,
    string,
  ];
  checkTime(timestamp, toleranceSeconds);
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), body);
  const given = signature.split(' ').flatMap((one) => (one.startsWith('v1,') ? [base64(one.slice(3))] : []));
  for (const key of keys) {
    const imported = await globalThis.crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
    for (const one of given) {
      // Compares in constant time.
      if (one && (await globalThis.crypto.subtle.verify('HMAC', imported, one, signed))) return parsed(body);
    }
  }
  throw new WebhookVerificationError(
    'no_match',
    'No signature of the message fits: it is not from Kadr, was changed on the way, or the secret is another endpoint’s',
  );
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength);
  const hint =
    'Give the raw body, as text or bytes (in Express: express.raw({ type: "application/json" })); once parsed it cannot be verified';
  throw new WebhookVerificationError('body_parsed', hint);
}

function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  const key = base64(secret.trim().replace(/^whsec_/, ''));
  if (!key || key.length === 0) throw new WebhookVerificationError('bad_secret', 'The secret is none: it is `whsec_` and base64');
  return key;
}

function headerOf(headers: RawHeaders, name: string): string {
  const found = headers instanceof Headers ? headers.get(name) : Object.entries(headers).find(([own]) => own.toLowerCase() === name)?.[1];
  const value = typeof found === 'string' ? found : found?.[0];
  if (!value) throw new WebhookVerificationError('missing_header', `There is no header ${name}`);
  return value;
}

function checkTime(timestamp: string, toleranceSeconds: number): void {
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookVerificationError('bad_timestamp', 'webhook-timestamp is no time');
  const ageSeconds = Date.now() / 1000 - Number(timestamp);
  const off = `by ${Math.round(Math.abs(ageSeconds))} s, ${toleranceSeconds} are tolerated. Is the clock right?`;
  if (ageSeconds > toleranceSeconds) throw new WebhookVerificationError('too_old', `The message is too old ${off}`);
  if (-ageSeconds > toleranceSeconds) throw new WebhookVerificationError('too_new', `The message is from the future ${off}`);
}

/** @returns null for what is none */
function base64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

function joined(head: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(head.length + body.length);
  all.set(head);
  all.set(body, head.length);
  return all;
}

function parsed(body: Uint8Array): WebhookEvent {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as WebhookEvent;
  } catch (cause) {
    throw new WebhookVerificationError('bad_body', 'The message is signed, but no JSON', { cause });
  }
}
