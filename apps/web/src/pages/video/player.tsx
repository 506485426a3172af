import { useCallback, useEffect, useRef, useState } from 'react';
import { ownLink } from '../../api/client';
import { clock, pieceAt } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { IconButton } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Animatic } from './animatic';
import { pictureOf } from './pictures';
import { Scrubber } from './scrubber';
import { type Film, numberOf } from './use-film';
import { useKeys } from './use-keys';

const SPEEDS = [0.5, 1, 1.5, 2];
const VOLUME = 'kadr.volume';

/** The film, as soon as there is one; before, its stills in time. */
export function Player({ film }: { readonly film: Film }) {
  const { video, segments } = film;
  const { film: words } = useMessages();
  if (video.video)
    return <FilmPlayer film={film} url={video.video.url} fps={video.video.fps} durationSeconds={video.video.durationSeconds} />;
  if (segments.some((segment) => pictureOf(segment) !== null)) return <Animatic film={film} />;
  return (
    <div className="grid h-[220px] place-items-center overflow-hidden rounded-frame bg-frame">
      <span className="text-on-label">{words.steps.film}</span>
    </div>
  );
}

interface FilmPlayerProps {
  readonly film: Film;
  readonly url: string;
  readonly fps: number;
  readonly durationSeconds: number;
}

function FilmPlayer({ film, url, fps, durationSeconds }: FilmPlayerProps) {
  const { film: words } = useMessages();
  const element = useRef<HTMLVideoElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [isMuted, setMuted] = useState(false);
  const [speed, setSpeed] = useState(1);
  const isOutdated = film.video.status === 'processing' || film.video.status === 'awaiting_approval';
  const seek = useCallback((seconds: number) => {
    if (!element.current) return;
    element.current.currentTime = Math.min(Math.max(0, seconds), element.current.duration || seconds);
    setAt(element.current.currentTime);
  }, []);
  const toggle = useCallback(() => {
    const player = element.current;
    if (player) void (player.paused ? player.play() : player.pause());
  }, []);
  const step = useCallback(
    (frames: number) => {
      element.current?.pause();
      // Into the middle of a frame: at its edge, rounding decides which one is shown.
      seek((Math.floor((element.current?.currentTime ?? 0) * fps + 1e-3) + frames + 0.5) / fps);
    },
    [fps, seek],
  );
  const full = () => void (document.fullscreenElement ? document.exitFullscreen() : frame.current?.requestFullscreen());

  useKeys({ ' ': toggle, ',': () => step(-1), '.': () => step(1), f: full });
  useEffect(() => {
    if (element.current) element.current.volume = Number(localStorage.getItem(VOLUME) ?? 1);
  }, []);
  const playing = pieceAt(
    film.segments.map(({ durationSeconds: length }) => length),
    at,
  );
  const thumbnail = film.video.artifacts.find(({ name }) => name === 'thumbnail.jpg')?.url;

  return (
    <div ref={frame} data-testid="film-player" className="grid gap-2 bg-room-1">
      <button
        type="button"
        aria-label={isPlaying ? words.pause : words.play}
        onClick={toggle}
        className="overflow-hidden rounded-frame bg-frame"
      >
        <video
          ref={element}
          aria-label={words.player}
          src={ownLink(url)}
          poster={thumbnail ? ownLink(thumbnail) : undefined}
          muted={isMuted}
          playsInline
          preload="metadata"
          onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onVolumeChange={(event) => localStorage.setItem(VOLUME, String(event.currentTarget.volume))}
          className="mx-auto max-h-[46dvh]"
        />
      </button>
      <Scrubber film={film} at={at} durationSeconds={durationSeconds} onSeek={seek} />
      <div className="flex flex-wrap items-center gap-0.5">
        <IconButton icon={isPlaying ? 'pause' : 'play'} label={isPlaying ? words.pause : words.play} onClick={toggle} />
        <IconButton icon="step-back" label={words.frameBack} onClick={() => step(-1)} />
        <IconButton icon="step-forward" label={words.frameOn} onClick={() => step(1)} />
        <span className="code px-1 text-ink-2" data-testid="player-time" data-value={at}>
          {clock(at)} / {clock(durationSeconds)} · {playing >= 0 ? numberOf(playing) : ''}
        </span>
        <span className="ml-auto flex items-center">
          <label className="code flex items-center">
            <span className="sr-only">{words.speed}</span>
            <select
              value={speed}
              className="min-h-[30px] rounded-control bg-transparent px-1 text-ink-2"
              onChange={(event) => {
                const next = Number(event.target.value);
                setSpeed(next);
                if (element.current) element.current.playbackRate = next;
              }}
            >
              {SPEEDS.map((one) => (
                <option key={one} value={one} className="bg-room-1">
                  {one}×
                </option>
              ))}
            </select>
          </label>
          <IconButton
            icon={isMuted ? 'volume-x' : 'volume-2'}
            label={isMuted ? words.unmute : words.mute}
            onClick={() => setMuted(!isMuted)}
          />
          <IconButton icon="maximize" label={words.full} onClick={full} />
        </span>
      </div>
      {isOutdated && (
        <p className="flex gap-2 text-small text-pencil-ink">
          <Icon name="history" />
          {words.outdated}
        </p>
      )}
    </div>
  );
}
