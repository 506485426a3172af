import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useId } from 'react';
import { kadr, ownLink } from '../../api/client';
import { lackOf, type Pair, type Picture } from '../../domain/frame-pairs';
import { useMessages } from '../../messages';
import { IconButton } from '../../ui/button';
import { TextField } from '../../ui/field';
import { OnPicture } from '../../ui/frame';
import { Icon } from '../../ui/icon';
import { ProblemNote } from '../shell/problem-note';

interface PairCardProps {
  readonly pair: Pair;
  /** From 1. */
  readonly number: number;
  readonly isAlone: boolean;
  readonly onChange: (part: Partial<Pair>) => void;
  readonly onMove: (by: number) => void;
  readonly onRemove: () => void;
}

export function PairCard({ pair, number, isAlone, onChange, onMove, onRemove }: PairCardProps) {
  const { pairs: words } = useMessages();
  const said = String(number).padStart(2, '0');
  const lack = lackOf(pair);
  return (
    <li data-testid={`frame-pair-${number}`} data-state={lack ?? 'whole'} className="grid gap-2">
      <div className="flex items-center gap-2">
        <Slot label={words.choose(words.first, said)} badge={words.first} picture={pair.first} onPicture={(first) => onChange({ first })} />
        <Icon name="arrow-right" />
        <Slot label={words.choose(words.last, said)} badge={words.last} picture={pair.last} onPicture={(last) => onChange({ last })} />
      </div>
      <div className="flex items-end gap-1">
        <span className="code flex-1 pb-2">{said}</span>
        <div className="w-16">
          <TextField
            label={words.seconds}
            type="number"
            min={1}
            max={15}
            value={pair.seconds}
            onChange={(event) => onChange({ seconds: Math.min(15, Math.max(1, Number(event.target.value) || 1)) })}
          />
        </div>
        {!isAlone && (
          <>
            <IconButton icon="undo-2" label={words.earlier(said)} disabled={number === 1} onClick={() => onMove(-1)} />
            <IconButton icon="redo-2" label={words.later(said)} onClick={() => onMove(1)} />
            <IconButton icon="trash-2" label={words.remove(said)} onClick={onRemove} />
          </>
        )}
      </div>
      {lack && (
        <p className="flex items-center gap-1 text-small text-ink-2">
          <Icon name="circle-alert" size={14} />
          {words.lacks[lack]}
        </p>
      )}
    </li>
  );
}

interface SlotProps {
  readonly label: string;
  readonly badge: string;
  readonly picture: Picture | null;
  readonly onPicture: (picture: Picture) => void;
}

/** A picture that is dropped or chosen goes into the library; the pair points at it. */
function Slot({ label, badge, picture, onPicture }: SlotProps) {
  const { pairs: words } = useMessages();
  const id = useId();
  const upload = useMutation({
    mutationFn: (file: File) => kadr.assets.upload(file),
    onSuccess: ({ url, name }) => url !== null && onPicture({ url, name: name ?? '' }),
  });
  const take = (file: File | undefined) => file && upload.mutate(file);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  return (
    <div className="grid w-[86px] gap-1">
      <label
        htmlFor={id}
        onDragOver={(event) => event.preventDefault()}
        onDrop={drop}
        className={`relative grid h-[150px] cursor-pointer place-items-center overflow-hidden rounded-frame bg-frame text-center text-small text-on-label has-focus-visible:outline-2 has-focus-visible:outline-pencil-ink ${picture ? '' : 'border border-dashed border-line-2'} ${upload.isPending ? 'hatch' : ''}`}
      >
        {picture ? (
          <img src={ownLink(picture.url)} alt={picture.name} className="size-full object-cover" />
        ) : (
          <span className="grid justify-items-center gap-1">
            <Icon name="image-plus" />
            {words.drop}
          </span>
        )}
        <OnPicture className="top-1 left-1">{badge}</OnPicture>
        <input
          id={id}
          type="file"
          accept="image/png,image/jpeg,image/webp,image/avif,image/heic,image/heif,.avif,.heic,.heif"
          aria-label={label}
          className="sr-only"
          onChange={(event) => take(event.target.files?.[0])}
        />
      </label>
      {upload.isError && <ProblemNote error={upload.error} />}
    </div>
  );
}
