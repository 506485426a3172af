import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { kadr } from '../../api/client';
import { type Command, found } from '../../domain/commands';
import { useMessages } from '../../messages';
import { TextField } from '../../ui/field';
import { Kbd } from '../../ui/parts';
import { listQuery } from '../videos/videos.queries';

const FOUND = 6;

/** Pages, and videos by their titles. */
export default function Search({ onGo }: { readonly onGo: (to: string) => void }) {
  const { app, palette: words, videos } = useMessages();
  const [q, setQ] = useState('');
  const [at, setAt] = useState(0);
  const titles = useQuery({
    queryKey: [...listQuery('all', q).queryKey, 'palette'],
    queryFn: async ({ signal }) => (await kadr.videos.list({ view: 'summary', limit: FOUND, q: q.trim() }, { signal }).page()).data,
    enabled: q.trim().length > 1,
  });
  const pages: Command[] = (
    ['create', 'videos', 'workflows', 'library', 'models', 'templates', 'usage', 'webhooks', 'contacts', 'settings'] as const
  ).map((page) => ({ id: page, to: `/${page}`, label: page === 'create' ? app.newVideo : app[page], keys: words.keys[page] ?? '' }));
  const shown = [
    ...found(pages, q),
    ...(titles.data ?? []).map(({ id, title }) => ({ id, to: `/videos/${id}`, label: title ?? videos.untitled, keys: '' })),
  ];
  const current = shown[Math.min(at, shown.length - 1)];
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt(Math.max(0, Math.min(shown.length - 1, at + step)));
    else if (event.key === 'Enter' && current) onGo(current.to);
    else return;
    event.preventDefault();
  };
  return (
    <div className="grid gap-2">
      <TextField
        label={words.search}
        isLabelHidden
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls="palette-found"
        aria-activedescendant={current && `palette-${current.id}`}
        placeholder={words.search}
        value={q}
        onKeyDown={press}
        onChange={(event) => {
          setQ(event.target.value);
          setAt(0);
        }}
      />
      <ul id="palette-found" role="listbox" aria-label={words.title} className="grid max-h-[50dvh] overflow-auto">
        {shown.map(({ id, to, label, keys }) => (
          <li
            key={id}
            id={`palette-${id}`}
            role="option"
            aria-selected={id === current?.id}
            onClick={() => onGo(to)}
            className={`flex min-h-[30px] cursor-pointer items-center gap-2 rounded-control px-2 ${id === current?.id ? 'bg-room-3' : 'hover:bg-room-2'}`}
          >
            <span className="min-w-0 flex-1 truncate">{label}</span>
            {keys !== '' && <Kbd>{keys}</Kbd>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="text-ink-2">{words.nothing}</p>}
      <p className="text-small text-ink-2">{words.sheetKeys}</p>
    </div>
  );
}
