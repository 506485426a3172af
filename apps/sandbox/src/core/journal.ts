import { PROVIDERS } from './fault-board.js';

export interface JournalEntry {
  readonly at: string;
  readonly provider: string;
  readonly method: string;
  /** Values of the query that open something are left out. */
  readonly path: string;
  readonly status: number | 'reset';
  readonly taskId: string | null;
  /** The id that the client gave its submission (Runware's taskUUID, the id in a callback address). */
  readonly clientId: string | null;
  /** A submission that the real service would charge for. */
  readonly isPaid: boolean;
}

export interface ProviderStats {
  readonly requests: number;
  /** Submissions that were charged for: what the provider's bill would list. */
  readonly paidSubmissions: number;
  /** Paid submissions by the client's id. */
  readonly byClientId: Readonly<Record<string, number>>;
}

const KEPT_ENTRIES = 50_000;
const OPENING = /^(key|token|x-amz-(signature|credential|security-token))$/i;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** Every request received, without secrets. */
export class Journal {
  private entries: JournalEntry[] = [];
  private readonly open = new Map<string, number>();

  /** A request has come; `add` tells how it was answered. */
  begin(provider: string): void {
    this.open.set(provider, this.underWay(provider) + 1);
  }

  /** Requests that have come and are not answered yet. */
  underWay(provider: string): number {
    return this.open.get(provider) ?? 0;
  }

  add(entry: JournalEntry): void {
    this.open.set(entry.provider, Math.max(0, this.underWay(entry.provider) - 1));
    this.entries.push(entry);
    if (this.entries.length > KEPT_ENTRIES) this.entries.splice(0, this.entries.length - KEPT_ENTRIES);
  }

  list(): readonly JournalEntry[] {
    return [...this.entries];
  }

  clear(): void {
    this.entries = [];
  }

  /** What the providers' bills would list, the oldest first. */
  charges(): readonly JournalEntry[] {
    return this.entries.filter(({ isPaid }) => isPaid);
  }

  stats(): Record<string, ProviderStats> {
    return Object.fromEntries(
      PROVIDERS.map((provider) => [provider, statsOf(this.entries.filter((entry) => entry.provider === provider))]),
    );
  }
}

function statsOf(entries: readonly JournalEntry[]): ProviderStats {
  const byClientId: Record<string, number> = {};
  const paid = entries.filter((entry) => entry.isPaid);
  for (const { clientId } of paid) if (clientId) byClientId[clientId] = (byClientId[clientId] ?? 0) + 1;
  return { requests: entries.length, paidSubmissions: paid.length, byClientId };
}

export function pathForJournal(url: URL): string {
  const query = [...url.searchParams].map(([name, value]) => `${name}=${OPENING.test(name) ? '…' : value}`).join('&');
  // The token of a result link and of a tus upload stands in the path.
  const path = url.pathname.replace(/^(\/files\/|\/supabase\/storage\/v1\/upload\/resumable\/).+$/, '$1…').replace(/\/bot[^/]+/, '/bot…');
  return query === '' ? path : `${path}?${query}`;
}

/** The id in the path of a callback address, which tells one attempt of a client from another. */
export function clientIdIn(callbackUrl: string | null): string | null {
  if (!callbackUrl || !URL.canParse(callbackUrl)) return null;
  return UUID.exec(new URL(callbackUrl).pathname)?.[0] ?? null;
}
