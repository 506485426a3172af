/** Sends an event to an address on this machine as Kadr's webhooks would. */
import { createHmac } from 'node:crypto';
import { jsonText } from '../output/text.js';

export interface Sent {
  /** Null: there was no answer. */
  readonly status: number | null;
  readonly ms: number;
  readonly fault: string | null;
}

export interface Announced {
  readonly id: string;
  readonly type: string;
}

const TIMEOUT_MS = 15_000;

/** `localhost:4000/hook` → `http://localhost:4000/hook`; null for what is no address. */
export function addressOf(text: string): URL | null {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? new URL(url) : null;
}

/** By Standard Webhooks. @param secret `whsec_…` @param atMs Unix time, of this try */
export function signedHeaders(id: string, body: string, secret: string, atMs: number): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** Never throws for what the receiver does: it is told, and the next event comes. @throws what `signal` was aborted with */
export async function forward(event: Announced, to: URL, secret: string, signal: AbortSignal): Promise<Sent> {
  const body = jsonText(event);
  const from = performance.now();
  const took = (): number => Math.round(performance.now() - from);
  try {
    const response = await fetch(to, {
      ...{ method: 'POST', body, redirect: 'manual', headers: signedHeaders(event.id, body, secret, Date.now()) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return { status: response.status, ms: took(), fault: null };
  } catch (error) {
    if (signal.aborted) throw error;
    return { status: null, ms: took(), fault: faultOf(error) };
  }
}

function faultOf(error: unknown): string {
  const { name, cause } = error as Error;
  if (name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? (error as Error).message;
}
