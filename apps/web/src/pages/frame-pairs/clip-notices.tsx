import { ApiError } from '@kadr/sdk';
import { useQuery } from '@tanstack/react-query';
import { kadr, ownLink } from '../../api/client';
import { sayReason } from '../../api/problem';
import { setView } from '../../domain/frame-pairs';
import { keys } from '../../live/cache';
import { useConnection } from '../../live/connection';
import { useMessages } from '../../messages';
import { IconButton } from '../../ui/button';
import { removeSet, useSets } from './pending-sets';

const ASK_MS = 4_000;

/** One notice for each set of clips: it survives pages and reloads, and what failed stays until it is put away. */
export function ClipNotices() {
  const sets = useSets();
  if (sets.length === 0) return null;
  return (
    <div className="fixed right-4 bottom-4 z-30 grid max-h-[60dvh] w-[320px] max-w-[calc(100vw-32px)] gap-2 overflow-auto max-md:bottom-[76px]">
      {sets.map((id) => (
        <Notice key={id} id={id} />
      ))}
    </div>
  );
}

function Notice({ id }: { readonly id: string }) {
  const messages = useMessages();
  const { pairs: words } = messages;
  const { state } = useConnection();
  const { data, error } = useQuery({
    queryKey: keys.clips(id),
    queryFn: ({ signal }) => kadr.clips.get(id, { signal }),
    refetchInterval: (query) => (state === 'live' || query.state.data?.status === 'completed' ? false : ASK_MS),
  });
  if (error instanceof ApiError && error.status === 404) removeSet(id);
  if (!data) return null;
  const { total, ready, failed } = setView(data);
  const links = Object.entries(data.frames).flatMap(([name, task]) => {
    const clip = data.clips[task];
    return typeof clip === 'string' && clip !== 'pending' ? [[name, ownLink(clip)] as const] : [];
  });
  return (
    <div
      role="status"
      data-testid="toast"
      data-state={data.status}
      className="grid gap-1.5 rounded-panel border border-line-2 bg-room-2 py-2 pr-1 pl-3 shadow-float"
    >
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1 py-1">
          <p className="font-medium">{words.set}</p>
          <p className="text-small text-ink-2">{words.ready(ready, total)}</p>
        </div>
        <IconButton icon="x" label={words.dismiss} onClick={() => removeSet(id)} />
      </div>
      <div aria-hidden="true" className="mr-2 flex gap-1">
        {Array.from({ length: total }, (_, at) => (
          <span
            key={at}
            className={`h-[3px] flex-1 rounded-full ${at < ready ? 'bg-ink-1' : at < ready + failed.length ? 'bg-fail' : 'bg-room-3'}`}
          />
        ))}
      </div>
      {failed.map(({ name, code, message }) => (
        <p key={name} data-code={code} className="text-small">
          <span className="text-fail">{words.failed(name)}</span> {sayReason(code, message, messages)}
        </p>
      ))}
      {links.length > 0 && (
        <p className="flex flex-wrap gap-x-3 text-small">
          {links.map(([name, url]) => (
            <a key={name} href={url} download className="underline">
              {words.clip(name)}
            </a>
          ))}
        </p>
      )}
    </div>
  );
}
