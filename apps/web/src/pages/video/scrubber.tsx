import { clock } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { type Film, numberOf } from './use-film';

interface ScrubberProps {
  readonly film: Film;
  /** Seconds. */
  readonly at: number;
  readonly durationSeconds: number;
  readonly onSeek: (seconds: number) => void;
}

/** The place in the film; marks show where segments begin. */
export function Scrubber({ film: { segments, starts }, at, durationSeconds, onSeek }: ScrubberProps) {
  const { film: words } = useMessages();
  return (
    <div className="relative">
      <input
        type="range"
        aria-label={words.seek}
        aria-valuetext={clock(at)}
        min={0}
        max={durationSeconds}
        step={0.01}
        value={at}
        onChange={(event) => onSeek(Number(event.target.value))}
        className="block h-6 w-full accent-pencil"
      />
      <div className="flex h-6">
        {starts.map((start, index) => (
          <button
            key={start}
            type="button"
            data-testid={`mark-${index}`}
            data-value={start}
            onClick={() => onSeek(start)}
            aria-label={words.segment(numberOf(index))}
            style={{ flexGrow: segments[index]?.durationSeconds ?? 1, flexBasis: 0 }}
            className="min-w-0 border-l border-line-2 text-left text-ink-3 hover:text-ink-1"
          >
            <span className="code block truncate pl-0.5">{starts.length <= 12 ? numberOf(index) : ''}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
