import { type Asset } from '@kadr/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { kadr, ownLink } from '../../api/client';
import { sayProblem } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { bytes } from '../../domain/money';
import { secondsText } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { Button, IconButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { Empty, Outline, Progress } from '../../ui/parts';
import { Choice, Page } from '../../ui/page';
import { ProblemNote } from '../shell/problem-note';
import { sayToast } from '../../ui/toast';
import { useUploads } from './use-uploads';

const KINDS = ['all', 'image', 'video', 'audio'] as const;
type Kind = (typeof KINDS)[number];

export function LibraryPage() {
  const { library: words } = useMessages();
  const search = useSearch({ from: '/shell/library' });
  const navigate = useNavigate({ from: '/library' });
  const kind: Kind = KINDS.find((one) => one === search.kind) ?? 'all';
  const assets = useQuery({
    queryKey: ['assets', kind],
    queryFn: async ({ signal }) => (await kadr.assets.list({ limit: 100, ...(kind !== 'all' && { kind }) }, { signal }).page()).data,
    staleTime: 0,
  });
  const uploads = useUploads();
  const why = useWhyNot('videos:write');
  const drop = (event: DragEvent) => {
    event.preventDefault();
    if (why === null) uploads.add([...event.dataTransfer.files]);
  };
  const { add } = uploads;
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0 && why === null) add(files);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, [why, add]);
  return (
    <div onDragOver={(event) => event.preventDefault()} onDrop={drop} className="min-h-full">
      <Page
        testId="library-page"
        title={words.title}
        actions={
          <Choice
            label={words.kindLabel}
            value={kind}
            options={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
            onChoose={(next) => void navigate({ search: next === 'all' ? {} : { kind: next } })}
          />
        }
      >
        <DropZone why={why} onFiles={uploads.add} />
        <Uploads uploads={uploads.list} onRetry={uploads.retry} />
        {assets.isError && <ProblemNote error={assets.error} onRetry={() => void assets.refetch()} />}
        {assets.isPending && <Outline className="h-60" />}
        {assets.data?.length === 0 && <Empty icon="images">{words.empty}</Empty>}
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-3">
          {assets.data?.map((asset) => (
            <AssetCard key={asset.id} asset={asset} />
          ))}
        </ul>
      </Page>
    </div>
  );
}

function DropZone({ why, onFiles }: { readonly why: string | null; readonly onFiles: (files: readonly File[]) => void }) {
  const { library: words } = useMessages();
  const input = useRef<HTMLInputElement>(null);
  return (
    <button
      type="button"
      data-testid="upload-drop"
      disabled={why !== null}
      title={why ?? undefined}
      onClick={() => input.current?.click()}
      className="flex items-center justify-center gap-2 rounded-panel border border-dashed border-line-2 p-6 text-ink-2 hover:bg-room-1"
    >
      <Icon name="upload" />
      {words.drop}
      <input
        ref={input}
        type="file"
        multiple
        accept="image/*,video/*,audio/*,.avif,.heic,.heif"
        aria-label={words.drop}
        tabIndex={-1}
        hidden
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => onFiles([...(event.target.files ?? [])])}
      />
    </button>
  );
}

function Uploads({
  uploads,
  onRetry,
}: {
  readonly uploads: ReturnType<typeof useUploads>['list'];
  readonly onRetry: (id: string) => void;
}) {
  const messages = useMessages();
  const { library: words, app } = messages;
  if (uploads.length === 0) return null;
  return (
    <ul className="grid gap-1.5">
      {uploads.map(({ id, file, share, error }) => (
        <li key={id} className="flex items-center gap-3 rounded-control bg-room-1 px-3 py-1.5">
          {error ? (
            <>
              <span role="alert" className="min-w-0 flex-1 text-fail">
                {words.failed(file.name)}: {sayProblem(error, messages).text}
              </span>
              <Button icon="refresh-cw" onClick={() => onRetry(id)}>
                {app.retry}
              </Button>
            </>
          ) : (
            <>
              <span className="min-w-0 flex-1 truncate">{words.uploading(file.name)}</span>
              <Progress percent={Math.round(share * 100)} tone="live" label={file.name} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function AssetCard({ asset }: { readonly asset: Asset }) {
  const messages = useMessages();
  const { library: words, locale, app } = messages;
  const client = useQueryClient();
  const why = useWhyNot('videos:write');
  const [isAsking, setAsking] = useState(false);
  const name = asset.name ?? asset.id.slice(0, 8);
  const remove = useMutation({
    mutationFn: () => kadr.assets.delete(asset.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['assets'] }),
    onError: (error) => sayToast(sayProblem(error, messages).text, { isError: true }),
  });
  const facts = [
    asset.bytes === null ? null : bytes(asset.bytes, locale),
    asset.width === null ? null : `${asset.width}×${asset.height}`,
    asset.durationSeconds === null ? null : secondsText(asset.durationSeconds, locale),
  ].filter((fact) => fact !== null);
  return (
    <li data-testid={`asset-${asset.id}`} data-state={asset.status} className="min-w-0 rounded-panel border border-line bg-room-1">
      <Shown asset={asset} name={name} />
      <div className="flex items-center gap-1 p-2">
        <div className="min-w-0 flex-1">
          <p className="truncate text-small">{name}</p>
          <p className="code truncate text-ink-2">
            {asset.status === 'ready' ? facts.join(' · ') : asset.status === 'failed' ? words.broken : words.processing}
          </p>
        </div>
        <IconButton icon="trash-2" label={words.remove(name)} disabled={why !== null} onClick={() => setAsking(true)} />
      </div>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={words.removeTitle}
        closeLabel={app.close}
        footer={
          <Button kind="primary" className="ml-auto" isBusy={remove.isPending} onClick={() => remove.mutate()}>
            {words.removeIt}
          </Button>
        }
      >
        <p className="text-ink-2">{words.removeText}</p>
      </Dialog>
    </li>
  );
}

function Shown({ asset: { url, thumbnailUrl, kind, status }, name }: { readonly asset: Asset; readonly name: string }) {
  const link = url === null ? null : ownLink(url);
  const small = thumbnailUrl === null ? link : ownLink(thumbnailUrl);
  return (
    <div className="grid h-[110px] place-items-center overflow-hidden rounded-t-panel bg-frame text-on-label">
      {small && kind === 'image' && <img src={small} alt="" loading="lazy" decoding="async" className="size-full object-cover" />}
      {link && kind === 'video' && (
        <video
          src={link}
          poster={thumbnailUrl === null ? undefined : ownLink(thumbnailUrl)}
          aria-label={name}
          controls
          muted
          playsInline
          preload={thumbnailUrl === null ? 'metadata' : 'none'}
          className="size-full object-cover"
        />
      )}
      {link && kind === 'audio' && <audio src={link} aria-label={name} controls preload="none" className="w-full" />}
      {!link && <Icon name={status === 'failed' ? 'circle-alert' : 'clock'} size={22} />}
    </div>
  );
}
