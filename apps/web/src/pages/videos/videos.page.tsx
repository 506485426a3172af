import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type Tab, TABS } from '../../domain/address';
import { count } from '../../domain/money';
import { keys } from '../../live/cache';
import { ConnectionMark } from '../../live/connection';
import { useMessages } from '../../messages';
import { Button, buttonLook } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Empty, Outline } from '../../ui/parts';
import { useSettled } from '../create/use-draft';
import { ProblemNote } from '../shell/problem-note';
import { VideoList } from './video-list';
import { countOf, countsQuery, listQuery } from './videos.queries';

const SETTLE_MS = 300;

export function VideosPage() {
  const { videos, app } = useMessages();
  const { tab = 'all', q } = useSearch({ from: '/shell/videos' });
  const navigate = useNavigate({ from: '/videos' });
  const list = useInfiniteQuery(listQuery(tab, q));
  const rows = list.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <main data-testid="history-page" className="flex h-dvh flex-col max-md:h-[calc(100dvh-72px)]">
      <header className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2.5">
        <h1 className="text-title font-semibold tracking-[-0.01em]">{videos.title}</h1>
        <ConnectionMark />
        <SearchField
          key={tab}
          first={q ?? ''}
          onSearch={(next) => void navigate({ search: (known) => ({ ...known, q: next || undefined }), replace: true })}
        />
      </header>
      <TabBar tab={tab} />
      <Fresh onShow={() => void list.refetch()} />
      {list.isError && (
        <div className="p-4">
          <ProblemNote error={list.error} onRetry={() => void list.refetch()} />
        </div>
      )}
      {list.isPending && (
        <div className="grid gap-2 p-4" role="status" aria-label={app.loading}>
          {[0, 1, 2, 3].map((at) => (
            <Outline key={at} className="h-[60px]" />
          ))}
        </div>
      )}
      {list.isSuccess && rows.length === 0 && <NoRows isFiltered={tab !== 'all' || Boolean(q)} />}
      {rows.length > 0 && (
        <VideoList
          rows={rows}
          place={`${tab}?${q ?? ''}`}
          hasMore={list.hasNextPage}
          onMore={() => !list.isFetching && void list.fetchNextPage()}
        />
      )}
    </main>
  );
}

function SearchField({ first, onSearch }: { readonly first: string; readonly onSearch: (text: string) => void }) {
  const { videos } = useMessages();
  const [text, setText] = useState(first);
  const settled = useSettled(text.trim(), SETTLE_MS);
  useEffect(() => {
    if (settled !== first) onSearch(settled);
  }, [settled, first, onSearch]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key !== '/' || isTyping) return;
      event.preventDefault();
      document.getElementById('search')?.focus();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <label className="ml-auto flex h-[30px] w-[256px] max-w-full items-center gap-2 rounded-control border border-edge bg-room-1 px-2 text-ink-2 focus-within:outline-2 focus-within:outline-pencil-ink max-md:w-full pointer-coarse:h-[44px]">
      <Icon name="search" />
      <span className="sr-only">{videos.searchLabel}</span>
      <input
        id="search"
        type="search"
        value={text}
        placeholder={videos.search}
        onChange={(event) => setText(event.target.value)}
        className="min-w-0 flex-1 bg-transparent text-ink-1 outline-none placeholder:text-ink-3"
      />
    </label>
  );
}

function TabBar({ tab }: { readonly tab: Tab }) {
  const { videos, locale } = useMessages();
  const { data: counts } = useQuery(countsQuery);
  return (
    <nav aria-label={videos.list} className="flex gap-1 overflow-x-auto border-b border-line px-4 py-2">
      {TABS.map((one) => {
        const n = countOf(counts, one);
        const isYours = one === 'yours' && (n ?? 0) > 0;
        return (
          <Link
            key={one}
            to="/videos"
            search={(known) => ({ ...known, tab: one === 'all' ? undefined : one })}
            aria-current={one === tab ? 'page' : undefined}
            className={`flex min-h-[24px] shrink-0 items-center gap-2 rounded-control px-2 whitespace-nowrap pointer-coarse:min-h-[44px] ${one === tab ? 'bg-room-3 font-medium text-ink-1' : 'text-ink-2 hover:bg-room-2'}`}
          >
            {videos.tabs[one]}
            {n !== null && (
              <span className={`code ${isYours ? 'rounded-frame bg-pencil px-1 font-semibold text-on-pencil' : 'text-ink-2'}`}>
                {count(n, locale)}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}

/** The list never moves under the reader: what is new waits until it is asked for. */
function Fresh({ onShow }: { readonly onShow: () => void }) {
  const { videos } = useMessages();
  const client = useQueryClient();
  const { data: ids = [] } = useQuery<readonly string[]>({ queryKey: keys.fresh, queryFn: () => [], enabled: false, initialData: [] });
  if (ids.length === 0) return null;
  const show = () => {
    client.setQueryData(keys.fresh, []);
    onShow();
  };
  return (
    <div className="grid justify-items-center border-b border-line p-1.5">
      <Button kind="quiet" icon="refresh-cw" onClick={show}>
        {videos.fresh(ids.length)}
      </Button>
    </div>
  );
}

function NoRows({ isFiltered }: { readonly isFiltered: boolean }) {
  const { videos } = useMessages();
  if (isFiltered) {
    return (
      <Empty
        icon="search"
        action={
          <Link to="/videos" search={{}} className={buttonLook('plain')}>
            {videos.clear}
          </Link>
        }
      >
        {videos.emptySearch}
      </Empty>
    );
  }
  return (
    <Empty
      action={
        <Link to="/create" className={buttonLook('primary')}>
          <Icon name="plus" />
          {videos.first}
        </Link>
      }
    >
      {videos.empty}
    </Empty>
  );
}
