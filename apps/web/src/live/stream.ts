/** One stream for all tabs of a browser: a host gets six connections from it, and a seventh tab would not even load. */

export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'offline';

interface Frame {
  readonly id: string;
}

export interface LiveOptions<F extends Frame> {
  /** One connection that goes on after that id. `onOpen` is called when it stands. It ends or throws when it is cut. */
  readonly connect: (after: string | null, signal: AbortSignal, onOpen: () => void) => AsyncIterable<F>;
  readonly onFrame: (frame: F) => void;
  readonly onState: (state: LinkState) => void;
}

type Message<F> =
  | { readonly kind: 'frame'; readonly frame: F }
  | { readonly kind: 'state'; readonly state: LinkState; readonly last: string | null }
  | { readonly kind: 'hello' };

const NAME = 'kadr-live';
const RECONNECTING_MS = 3_000;
const OFFLINE_MS = 30_000;
const MOST_WAIT_MS = 30_000;

/** Listens until the signal ends it. The tab that holds the lock has the connection and tells the others. */
export function followLive<F extends Frame>({ connect, onFrame, onState }: LiveOptions<F>, signal: AbortSignal): void {
  let last: string | null = null;
  let state: LinkState = 'connecting';
  let isLeader = false;
  const channel = new BroadcastChannel(NAME);
  const tell = (message: Message<F>): void => {
    if (!signal.aborted) channel.postMessage(message);
  };
  const take = (frame: F): void => {
    if (frame.id !== '') last = frame.id;
    onFrame(frame);
  };
  const become = (next: LinkState): void => {
    if (next === state) return;
    state = next;
    onState(next);
    if (isLeader) tell({ kind: 'state', state, last });
  };
  channel.onmessage = ({ data }: MessageEvent<Message<F>>) => {
    if (data.kind === 'hello') {
      if (isLeader) tell({ kind: 'state', state, last });
    } else if (isLeader) return;
    else if (data.kind === 'frame') take(data.frame);
    else {
      last ??= data.last;
      become(data.state);
    }
  };
  signal.addEventListener('abort', () => channel.close());

  const lead = async (): Promise<void> => {
    isLeader = true;
    await keepConnected({
      signal,
      become,
      run: async (ended, onOpen) => {
        for await (const frame of connect(last, ended, onOpen)) {
          take(frame);
          tell({ kind: 'frame', frame });
        }
      },
    });
  };
  tell({ kind: 'hello' });
  // Without locks (a page that did not come by https) each tab that is seen listens for itself.
  if (!('locks' in navigator)) void lead();
  else void navigator.locks.request(NAME, { signal }, lead).catch(() => undefined);
}

interface Keeping {
  readonly signal: AbortSignal;
  readonly become: (state: LinkState) => void;
  readonly run: (ended: AbortSignal, onOpen: () => void) => Promise<void>;
}

/** Connects again and again: after 1, 2, 4 … 30 s, and at once when there is reason to hope. */
async function keepConnected({ signal, become, run }: Keeping): Promise<void> {
  const loss = new Loss(become);
  loss.begin();
  for (let failures = 0; !signal.aborted; failures += 1) {
    const cut = new AbortController();
    const end = () => cut.abort();
    // The browser knows before we would hear of it by silence.
    addEventListener('offline', end);
    signal.addEventListener('abort', end);
    await run(cut.signal, () => {
      failures = 0;
      loss.end();
    }).catch(() => undefined);
    removeEventListener('offline', end);
    signal.removeEventListener('abort', end);
    if (signal.aborted) break;
    loss.begin();
    await hopeOr(Math.min(MOST_WAIT_MS, 1000 * 2 ** failures) * (0.5 + Math.random() / 2), signal);
  }
  loss.stop();
}

/** Says how long there has been no connection, not at once: most cuts are over before anybody would notice. */
class Loss {
  private timers: ReturnType<typeof setTimeout>[] = [];
  private isLost = false;

  constructor(private readonly become: (state: LinkState) => void) {}

  begin(): void {
    if (this.isLost) return;
    this.isLost = true;
    this.timers = [setTimeout(() => this.become('reconnecting'), RECONNECTING_MS), setTimeout(() => this.become('offline'), OFFLINE_MS)];
  }

  end(): void {
    this.isLost = false;
    this.stop();
    this.become('live');
  }

  stop(): void {
    this.timers.forEach(clearTimeout);
  }
}

function hopeOr(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      removeEventListener('online', over);
      document.removeEventListener('visibilitychange', seen);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const seen = (): void => {
      if (document.visibilityState === 'visible') over();
    };
    const timer = setTimeout(over, ms);
    addEventListener('online', over);
    document.addEventListener('visibilitychange', seen);
    signal.addEventListener('abort', over);
  });
}
