import { type VideoReplacement } from '@kadr/sdk';
import { memo, useState } from 'react';
import { ownLink } from '../../api/client';
import { money } from '../../domain/money';
import { type PressedWith, type Segment, type SegmentState, stateOf } from '../../domain/sheet';
import { secondsText, timeCode } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { FilmFrame, OnPicture, PencilBox, PencilCross } from '../../ui/frame';
import { pictureOf } from './pictures';
import { numberOf } from './use-film';

interface CardProps {
  readonly segment: Segment;
  readonly start: number;
  readonly aspectRatio: string;
  readonly replacement: VideoReplacement | undefined;
  readonly isSelected: boolean;
  readonly isPicked: boolean;
  readonly isCrossed: boolean;
  /** By a gate: then every one of them waits, and no word about it lies on what is to be judged. */
  readonly isAsked: boolean;
  readonly isPreview: boolean;
  readonly isReachable: boolean;
  readonly onPress: (index: number, how: PressedWith) => void;
  readonly onFocus: (index: number) => void;
}

const TONES: Partial<Record<SegmentState, string>> = {
  image: 'text-live-on-label',
  making: 'text-live-on-label',
  replaced: 'text-splice-on-label',
  failed: 'text-fail-on-label',
};

/** One segment: its frame, where it stands, what is said, who made it. */
export const SegmentCard = memo(function SegmentCard(props: CardProps) {
  const { segment, start, aspectRatio, replacement, isSelected, isPicked, isCrossed, isAsked, isPreview, isReachable, onPress, onFocus } =
    props;
  const { film: words, locale } = useMessages();
  const { index, text, durationSeconds, source } = segment;
  const state = stateOf(segment);
  const gaveUp = replacement?.reasons.length ?? 0;
  const isQuiet = state === 'done' || (state === 'waiting' && isAsked && pictureOf(segment) !== null);
  const label = state === 'replaced' && gaveUp > 0 ? words.replacedBy(gaveUp) : isQuiet ? null : words.states[state];
  return (
    <li className="min-w-0">
      <button
        type="button"
        data-testid={`segment-${index}`}
        data-index={index}
        data-state={state}
        data-crossed={isCrossed || undefined}
        data-picked={isPicked || undefined}
        data-preview={isPreview || undefined}
        aria-pressed={isSelected || isPicked || isCrossed}
        tabIndex={isReachable ? 0 : -1}
        onClick={({ shiftKey, ctrlKey, metaKey }) => onPress(index, { isRange: shiftKey, isOneMore: ctrlKey || metaKey })}
        onFocus={() => onFocus(index)}
        className={`block w-full rounded-control p-1 text-left ${isPicked ? 'bg-pencil-wash' : isSelected ? 'bg-room-3' : 'hover:bg-room-1'}`}
      >
        <span className="relative block">
          {(isSelected || isPicked) && <PencilBox />}
          <FilmFrame
            aspectRatio={aspectRatio}
            className={state === 'replaced' ? 'outline-1 outline-offset-[-1px] outline-splice outline-dashed' : ''}
          >
            <Picture segment={segment} state={state} />
            {(state === 'making' || state === 'image') && <span className="hatch absolute inset-0" />}
            <OnPicture className={`top-1 left-1 ${isPreview ? 'outline outline-pencil' : ''}`}>{numberOf(index)}</OnPicture>
            {label && (
              <span className={`code absolute inset-x-0 bottom-0 bg-label px-1.5 py-1 ${TONES[state] ?? 'text-on-label'}`}>{label}</span>
            )}
            {isCrossed && <PencilCross />}
          </FilmFrame>
        </span>
        {label === null && <span className="sr-only">{words.states[state]}</span>}
        <span className="code mt-1.5 flex justify-between text-ink-2">
          <span>{timeCode(start)}</span>
          <span>{secondsText(durationSeconds, locale)}</span>
        </span>
        <span className="line-clamp-2 min-h-8 text-small text-ink-1">{text}</span>
        <span className="code flex justify-between gap-1 text-ink-2">
          <span className="truncate">{source ?? ''}</span>
          {source !== null && <span data-value={segment.costMicros}>{money(segment.costMicros, locale)}</span>}
        </span>
      </button>
    </li>
  );
});

/** The frame; while somebody points at it, its clip without sound. */
function Picture({ segment, state }: { readonly segment: Segment; readonly state: SegmentState }) {
  const [isPointed, setPointed] = useState(false);
  const url = pictureOf(segment);
  const [first] = useState(url);
  return (
    <span
      className="absolute inset-0 block"
      onPointerEnter={(event) => event.pointerType === 'mouse' && setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      {url && (
        <img
          key={url}
          src={ownLink(url)}
          alt=""
          loading="lazy"
          decoding="async"
          className={`size-full object-cover ${url === first ? '' : 'appear'} ${state === 'making' ? 'opacity-55' : ''}`}
        />
      )}
      {isPointed && segment.videoUrl && (
        <video src={ownLink(segment.videoUrl)} muted autoPlay loop playsInline className="absolute inset-0 size-full object-cover" />
      )}
    </span>
  );
}
