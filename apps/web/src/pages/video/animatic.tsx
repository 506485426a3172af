import { ownLink } from '../../api/client';
import { clock, pieceAt } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { IconButton } from '../../ui/button';
import { pictureOf } from './pictures';
import { Scrubber } from './scrubber';
import { type Film, numberOf } from './use-film';
import { useKeys } from './use-keys';
import { useReel } from './use-reel';

/** The film before it is made: its stills in time, with the voice where that is there. So a cut is judged before a clip is paid for. */
export function Animatic({ film }: { readonly film: Film }) {
  const { video, segments } = film;
  const { film: words } = useMessages();
  const lengths = segments.map(({ durationSeconds }) => durationSeconds);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const reel = useReel(total);
  useKeys({ ' ': reel.toggle });
  const shown = segments[pieceAt(lengths, reel.at)];
  const picture = shown && pictureOf(shown);
  const hasVoice = video.artifacts.some(({ name }) => name === 'voiceover.m4a');
  const label = reel.isPlaying ? words.pause : words.play;
  return (
    <section aria-label={words.animatic} data-testid="animatic" data-segment={shown?.index} className="grid gap-2">
      <button
        type="button"
        aria-label={label}
        onClick={reel.toggle}
        className="grid h-[220px] place-items-center overflow-hidden rounded-frame bg-frame p-0"
      >
        {picture ? (
          <img src={ownLink(picture)} alt="" className="h-[220px] w-full object-contain" />
        ) : (
          <span className="line-clamp-4 p-4 text-on-label">{shown?.text}</span>
        )}
      </button>
      {hasVoice && (
        <audio
          ref={reel.audio}
          src={`/v1/videos/${video.id}/artifacts/voiceover.m4a`}
          preload="metadata"
          onLoadedMetadata={reel.join}
          hidden
        />
      )}
      <Scrubber film={film} at={reel.at} durationSeconds={total} onSeek={reel.seek} />
      <div className="flex items-center gap-0.5">
        <IconButton icon={reel.isPlaying ? 'pause' : 'play'} label={label} onClick={reel.toggle} data-testid="animatic-play" />
        <span className="code px-1 text-ink-2" data-testid="animatic-time" data-value={reel.at}>
          {clock(reel.at)} / {clock(total)} · {shown ? numberOf(shown.index) : ''}
        </span>
        <span className="ml-auto text-small text-ink-2">{hasVoice ? words.animaticVoice : words.animatic}</span>
      </div>
    </section>
  );
}
