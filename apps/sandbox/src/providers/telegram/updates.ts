import { type Fields } from '../../http/exchange.js';

export interface Update extends Fields {
  readonly update_id: number;
}
export interface Hook {
  readonly url: string;
  readonly secret: string;
}

const HOOK_RETRY_MS = 500;

/** What the bot has not confirmed yet: handed to whoever polls, or posted to its webhook until that answers 2xx. */
export class Updates {
  private waiting: Update[] = [];
  /** Goes on from the clock: whoever has confirmed news of an earlier run would take the same numbers for news that it has had. */
  private lastId = Date.now();
  private wake: (() => void) | null = null;
  private poller = 0;
  private hook: Hook | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isPosting = false;

  get pending(): number {
    return this.waiting.length;
  }

  get webhook(): Hook | null {
    return this.hook;
  }

  set webhook(hook: Hook | null) {
    this.hook = hook;
    this.post();
  }

  add(update: Fields): number {
    const one = { update_id: ++this.lastId, ...update };
    this.waiting.push(one);
    this.wake?.();
    this.post();
    return one.update_id;
  }

  /** The same update once more, as Telegram does when an answer was lost. */
  repeat(update: Update): void {
    this.waiting.push(update);
    this.wake?.();
    this.post();
  }

  /** @returns null when somebody else began to poll meanwhile (409) */
  async poll(offset: number, limit: number, timeoutSeconds: number): Promise<readonly Update[] | null> {
    const me = ++this.poller;
    this.wake?.();
    this.waiting = this.waiting.filter(({ update_id }) => update_id >= offset);
    if (this.waiting.length === 0 && timeoutSeconds > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutSeconds * 1000);
        this.wake = () => (clearTimeout(timer), resolve());
      });
      if (me !== this.poller) return null;
    }
    return this.waiting.slice(0, limit);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.hook = null;
    this.wake?.();
  }

  private post(): void {
    const [{ url, secret }, update] = [this.hook ?? { url: '', secret: '' }, this.waiting[0]];
    if (url === '' || !update || this.isPosting) return;
    this.isPosting = true;
    const headers = { 'content-type': 'application/json', ...(secret !== '' && { 'x-telegram-bot-api-secret-token': secret }) };
    fetch(url, { method: 'POST', headers, body: JSON.stringify(update) })
      .then(({ ok }) => ok)
      .catch(() => false)
      .then((isTaken) => {
        this.isPosting = false;
        if (isTaken) this.waiting = this.waiting.filter((one) => one !== update);
        this.timer = setTimeout(() => this.post(), isTaken ? 0 : HOOK_RETRY_MS);
      })
      .catch(() => undefined);
  }
}
