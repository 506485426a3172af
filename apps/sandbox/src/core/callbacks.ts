import { createHmac, randomBytes } from 'node:crypto';

const ANSWER_WITHIN_MS = 15_000;

/** Posts what has ended to where the client wanted it. */
export class Callbacks {
  private readonly ended = new AbortController();
  private held: { readonly over: Promise<void>; readonly end: () => void } | null = null;

  constructor(private readonly speed: number) {}

  stop(): void {
    this.ended.abort();
    this.release();
  }

  /** Nothing is posted until `release`: for whoever has to be there when it comes. */
  hold(): void {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    this.held ??= { over, end };
  }

  release(): void {
    this.held?.end();
    this.held = null;
  }

  /**
   * Until a 2xx answer comes: once and `retries` times more. Never throws.
   * @param headers made anew for every delivery, as timestamps are
   */
  async post(url: string, body: unknown, headers: () => Record<string, string>, retries = 3): Promise<void> {
    for (let attempt = 0; attempt <= retries && !this.ended.signal.aborted; attempt += 1) {
      if (attempt > 0) await this.pause((250 * 4 ** attempt) / this.speed);
      await this.held?.over;
      if (this.ended.signal.aborted) return;
      try {
        const signal = AbortSignal.any([this.ended.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
        const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers() }, body: JSON.stringify(body) };
        const answer = await fetch(url, { ...init, redirect: 'error', signal });
        await answer.body?.cancel();
        if (answer.ok) return;
      } catch {
        // Nobody listens yet, or no longer: the next attempt tells.
      }
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.ended.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** KIE signs the task's id and the time, not the body. @param isForged with another key */
export function kieSignature(key: string, taskId: string, isForged: boolean): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hmac = createHmac('sha256', isForged ? randomBytes(32) : key).update(`${taskId}.${timestamp}`);
  return { 'x-webhook-timestamp': timestamp, 'x-webhook-signature': hmac.digest('base64') };
}
