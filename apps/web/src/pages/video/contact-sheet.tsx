import { useCallback, useEffect, useRef, useState } from 'react';
import { countsOf, type Filter, isShown, pickedAfter, type PressedWith, stateOf } from '../../domain/sheet';
import { useMessages } from '../../messages';
import { Kbd } from '../../ui/parts';
import { SegmentCard } from './segment-card';
import { type Film } from './use-film';
import { useLatest } from './use-latest';

const FILTERS: readonly Filter[] = ['all', 'making', 'waiting', 'replaced', 'failed'];

export interface Crossing {
  readonly crossed: readonly number[];
  readonly toggle: (index: number) => void;
  readonly preview: ReadonlySet<number>;
  readonly approve: () => void;
}

interface SheetProps {
  readonly film: Film;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly selected: number | undefined;
  readonly onSelect: (index: number | undefined) => void;
  /** Picked beside each other, to be made again together. */
  readonly picked: readonly number[];
  readonly onPick: (picked: readonly number[]) => void;
  /** Where a gate asks: a click crosses out instead of opening. */
  readonly crossing: Crossing | null;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable);

/** All segments of the film as frames. One of them can be reached by the keyboard; from there keys lead on. */
export function ContactSheet({ film, filter, onFilter, selected, onSelect, picked, onPick, crossing }: SheetProps) {
  const { film: words } = useMessages();
  const { segments, video } = film;
  const list = useRef<HTMLOListElement>(null);
  const [focused, setFocused] = useState(0);
  // Nothing is filtered away while it is looked at: whoever was shown when the filter was set stays.
  const held = useHeld(film, filter);
  const shown = segments.filter((segment) => isShown(filter, stateOf(segment)) || held.has(segment.index));
  const current = shown.some(({ index }) => index === focused) ? focused : (shown[0]?.index ?? 0);
  const press = useLatest((index: number, how: PressedWith) => {
    if (crossing) crossing.toggle(index);
    else if (how.isOneMore || how.isRange)
      onPick(pickedAfter({ picked, from: selected ?? focused, shown: shown.map((one) => one.index) }, index, how));
    else onSelect(index === selected ? undefined : index);
  });
  const focus = useCallback((index: number) => {
    setFocused(index);
    list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = shown.findIndex(({ index }) => index === current);
      const steps: Record<string, number> = { j: 1, ArrowRight: 1, k: -1, ArrowLeft: -1 };
      const step = steps[event.key];
      const isInside = list.current?.contains(document.activeElement) ?? false;
      if (step !== undefined && (isInside || event.key.length === 1)) {
        const next = shown[isInside ? at + step : at];
        if (!next) return;
        event.preventDefault();
        focus(next.index);
        if (!crossing && selected !== undefined) onSelect(next.index);
      } else if (event.key === 'x' && crossing && isInside) crossing.toggle(current);
      else if (event.key === 'a' && crossing) crossing.approve();
      else if (event.key === 'p' && !crossing && isInside)
        onPick(pickedAfter({ picked, from: current, shown: [] }, current, { isOneMore: true, isRange: false }));
      else if (event.key === 'Escape' && picked.length > 0) onPick([]);
      else if (event.key === 'Escape' && selected !== undefined) onSelect(undefined);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [shown, current, crossing, focus, selected, onSelect, picked, onPick]);

  return (
    <section aria-label={words.sheet} className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-1 px-4 py-2">
        {crossing ? (
          <GateCounts total={segments.length} crossing={crossing} />
        ) : (
          <Filters film={film} filter={filter} onFilter={onFilter} />
        )}
        <span aria-hidden="true" className="ml-auto flex items-center gap-1.5 text-small text-ink-2 max-xl:hidden">
          <Kbd>J</Kbd>
          <Kbd>K</Kbd> {words.move}
          {crossing ? (
            <>
              <Kbd>X</Kbd> {words.crossOut} <Kbd>A</Kbd> {words.approveKey}
            </>
          ) : (
            <>
              <Kbd>P</Kbd> {words.pick} <Kbd>R</Kbd> {words.again} <Kbd>Space</Kbd> {words.play}
            </>
          )}
        </span>
      </div>
      <ol
        ref={list}
        data-testid="contact-sheet"
        className="grid min-h-0 flex-1 content-start gap-x-2.5 gap-y-2 overflow-auto px-4 pt-1 pb-4 max-lg:flex-none max-lg:overflow-visible"
        style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${widthOf(video.request.aspectRatio)}px), 1fr))` }}
      >
        {shown.map((segment) => (
          <SegmentCard
            key={segment.index}
            segment={segment}
            start={film.starts[segment.index] ?? 0}
            aspectRatio={video.request.aspectRatio}
            replacement={video.replacements.find((one) => one.segment === segment.index)}
            isSelected={segment.index === selected && !crossing}
            isPicked={picked.includes(segment.index)}
            isCrossed={crossing?.crossed.includes(segment.index) ?? false}
            isAsked={crossing !== null}
            isPreview={crossing?.preview.has(segment.index) ?? false}
            isReachable={segment.index === current}
            onPress={press}
            onFocus={setFocused}
          />
        ))}
      </ol>
    </section>
  );
}

/** Widths at which frames of all formats are about as tall. */
function widthOf(aspectRatio: string): number {
  const [width = 1, height = 1] = aspectRatio.split(':').map(Number);
  return width > height ? 190 : width === height ? 140 : 108;
}

function useHeld(film: Film, filter: Filter): ReadonlySet<number> {
  const [held, setHeld] = useState<{ readonly filter: Filter; readonly indexes: ReadonlySet<number> }>({
    filter: 'all',
    indexes: new Set(),
  });
  if (held.filter !== filter) {
    const indexes = new Set(film.segments.filter((segment) => isShown(filter, stateOf(segment))).map(({ index }) => index));
    setHeld({ filter, indexes });
    return indexes;
  }
  return held.indexes;
}

function Filters({ film, filter, onFilter }: Pick<SheetProps, 'film' | 'filter' | 'onFilter'>) {
  const { film: words } = useMessages();
  const counts = countsOf(film.segments);
  const tones: Partial<Record<Filter, string>> = { making: 'text-live', replaced: 'text-splice', failed: 'text-fail' };
  return (
    <div role="group" aria-label={words.filterLabel} className="flex flex-wrap gap-1">
      {FILTERS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === filter}
          onClick={() => onFilter(one)}
          className={`flex min-h-[24px] items-center gap-1.5 rounded-control px-2 text-small pointer-coarse:min-h-[44px] ${one === filter ? 'bg-room-3 font-medium text-ink-1' : 'text-ink-2 hover:bg-room-2'}`}
        >
          {words.filters[one]}
          <span className={`code ${counts[one] > 0 ? (tones[one] ?? '') : ''}`}>{counts[one]}</span>
        </button>
      ))}
    </div>
  );
}

function GateCounts({ total, crossing }: { readonly total: number; readonly crossing: Crossing }) {
  const { film: words } = useMessages();
  return (
    <p className="flex gap-4 text-small text-ink-2">
      <span>
        {words.filters.all} <span className="code">{total}</span>
      </span>
      <span>{words.firstOnes(crossing.preview.size)}</span>
      <span>
        {words.crossed} <span className="code text-pencil-ink">{crossing.crossed.length}</span>
      </span>
    </p>
  );
}
