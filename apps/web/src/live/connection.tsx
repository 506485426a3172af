import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useMessages } from '../messages';
import { applyToCache, readWhatWasMissed } from './cache';
import { connectLive } from './source';
import { followLive, type LinkState } from './stream';
import { timeFormat } from '../domain/formats';

interface Connection {
  readonly state: LinkState;
  /** When the last news came; null: none has come yet. */
  readonly lastNewsAt: number | null;
}

const Context = createContext<Connection>({ state: 'connecting', lastNewsAt: null });

/** How long a hidden page may rely on what it has heard. */
const HIDDEN_MS = 30 * 60_000;

export function Live({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LinkState>('connecting');
  const [lastNewsAt, setLastNewsAt] = useState<number | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    const onFrame = (frame: Parameters<typeof applyToCache>[1]) => applyToCache(client, frame);
    let isFirst = true;
    const onState = (next: LinkState) => {
      if (next === 'live' && isFirst) readWhatWasMissed(client);
      isFirst &&= next !== 'live';
      setState(next);
      setLastNewsAt(Date.now());
    };
    followLive({ connect: connectLive, onFrame, onState }, ended.signal);
    let hiddenAt: number | null = null;
    const seen = () => {
      if (document.visibilityState === 'hidden') hiddenAt = Date.now();
      else if (hiddenAt !== null && Date.now() - hiddenAt > HIDDEN_MS) void client.invalidateQueries();
    };
    document.addEventListener('visibilitychange', seen);
    return () => {
      ended.abort();
      document.removeEventListener('visibilitychange', seen);
    };
  }, [client]);
  const value = useMemo(() => ({ state, lastNewsAt }), [state, lastNewsAt]);
  return <Context value={value}>{children}</Context>;
}

export const useConnection = (): Connection => useContext(Context);

const LOOK: Record<LinkState, string> = {
  connecting: 'text-ink-3',
  live: 'text-live',
  reconnecting: 'text-pencil-ink',
  offline: 'text-fail',
};

/** Whether what is shown is of now, and if not, since when. */
export function ConnectionMark() {
  const messages = useMessages();
  const { state, lastNewsAt } = useConnection();
  const said = state === 'connecting' ? '' : messages.connection[state];
  const since = state !== 'live' && lastNewsAt !== null ? timeFormat(messages.locale, { timeStyle: 'medium' }).format(lastNewsAt) : null;
  return (
    <span
      role="status"
      data-testid="connection"
      data-state={state}
      className={`inline-flex items-center gap-1.5 text-small ${LOOK[state]}`}
    >
      <span className="size-1.5 rounded-full bg-current" />
      <span className="text-ink-2">{since ? `${said}, ${messages.connection.since(since)}` : said}</span>
    </span>
  );
}
