import { memo } from 'react';
import { ownLink } from '../../api/client';
import { type Segment, stateOf } from '../../domain/sheet';
import { clock } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { pictureOf } from './pictures';
import { type Film, numberOf } from './use-film';
import { useLatest } from './use-latest';
import { Waveform } from './waveform';

interface StripProps {
  readonly film: Film;
  readonly selected: number | undefined;
  readonly onSelect: (index: number) => void;
}

/** Wide enough apart to be read. */
const TICKS = 6;
const STEPS = [5, 10, 15, 30, 60, 120];

/** The film in time: every segment as long as it is, with what is heard and read beneath. */
export function FilmStrip({ film, selected, onSelect }: StripProps) {
  const { film: words } = useMessages();
  const { segments, video } = film;
  const total = segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const select = useLatest(onSelect);
  const step = STEPS.find((one) => total / one <= TICKS) ?? total / TICKS;
  const ticks = Array.from({ length: Math.ceil(total / step) }, (_, at) => at * step);
  const has = (name: string) => video.artifacts.some((artifact) => artifact.name === name);
  const voice = video.artifacts.find(({ name }) => name === 'voiceover.m4a');
  const tracks = [
    { name: words.tracks.voice, isThere: voice !== undefined, isWanted: video.request.voice !== false, sound: voice },
    { name: words.tracks.music, isThere: has('music.m4a'), isWanted: video.request.music !== false },
    { name: words.tracks.captions, isThere: has('subtitles.vtt'), isWanted: video.request.subtitles !== false },
  ];
  return (
    <section
      aria-label={words.filmStrip}
      data-testid="film-strip"
      className="grid shrink-0 grid-cols-[70px_minmax(0,1fr)] items-center gap-x-2 gap-y-1 border-t border-line px-4 pt-2 pb-3 max-md:hidden"
    >
      <span />
      <div className="code relative h-4 text-ink-2">
        {ticks.map((at) => (
          <span key={at} className="absolute" style={{ left: `${(at / total) * 100}%` }}>
            {clock(at)}
          </span>
        ))}
      </div>
      <span className="text-small text-ink-2">{words.tracks.picture}</span>
      <div>
        <div className="perf" />
        <ol className="flex h-9 gap-px">
          {segments.map((segment) => (
            <Piece
              key={segment.index}
              segment={segment}
              isSelected={segment.index === selected}
              isNumbered={segments.length <= 30}
              onSelect={select}
            />
          ))}
        </ol>
        <div className="perf" />
      </div>
      {tracks.map(({ name, isThere, isWanted, sound }) => (
        <div key={name} className="contents" data-there={isThere}>
          <span className="text-small text-ink-2">{name}</span>
          {sound ? (
            <span className="flex h-5 items-center">
              <Waveform videoId={video.id} sha256={sound.sha256} totalSeconds={total} />
            </span>
          ) : (
            <span
              className={`h-2 rounded-frame ${isThere ? 'bg-line-2' : isWanted ? 'hatch-still' : 'border border-dashed border-line'}`}
            />
          )}
        </div>
      ))}
    </section>
  );
}

interface PieceProps {
  readonly segment: Segment;
  readonly isSelected: boolean;
  readonly isNumbered: boolean;
  readonly onSelect: (index: number) => void;
}

const Piece = memo(function Piece({ segment, isSelected, isNumbered, onSelect }: PieceProps) {
  const { film: words } = useMessages();
  const url = pictureOf(segment);
  const state = stateOf(segment);
  const isBusy = state === 'making' || state === 'image';
  return (
    <li className="min-w-0" style={{ flexGrow: segment.durationSeconds, flexBasis: 0 }}>
      <button
        type="button"
        aria-label={words.segment(numberOf(segment.index))}
        aria-pressed={isSelected}
        onClick={() => onSelect(segment.index)}
        className={`relative block size-full overflow-hidden bg-frame ${isSelected ? 'outline-2 outline-pencil' : ''}`}
      >
        {url && (
          <img
            src={ownLink(url)}
            alt=""
            loading="lazy"
            decoding="async"
            className={`size-full object-cover ${isBusy ? 'opacity-50' : ''}`}
          />
        )}
        {isBusy && <span className="hatch absolute inset-0" />}
        {isNumbered && (
          <span className="code absolute top-0.5 left-0.5 rounded-frame bg-label px-0.5 text-on-label">{numberOf(segment.index)}</span>
        )}
      </button>
    </li>
  );
});
