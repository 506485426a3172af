import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

export interface Reel {
  /** Of the voice, where there is one. */
  readonly audio: RefObject<HTMLAudioElement | null>;
  /** Seconds from the beginning. */
  readonly at: number;
  readonly isPlaying: boolean;
  readonly toggle: () => void;
  readonly seek: (seconds: number) => void;
  /** Puts a voice that has come only now where the pictures are. */
  readonly join: () => void;
}

/** Where a row of stills is. The voice leads while it speaks, so that both stay together; without one, and after its end, time does. */
export function useReel(totalSeconds: number): Reel {
  const audio = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const isOver = at >= totalSeconds;
  useEffect(() => {
    if (!isPlaying) return;
    let before = performance.now();
    const tick = (now: number) => {
      const elapsed = (now - before) / 1000;
      before = now;
      const voice = audio.current;
      const isSpeaking = voice !== null && !voice.paused && !voice.ended;
      setAt((known) => Math.min(totalSeconds, isSpeaking ? voice.currentTime : known + elapsed));
      frame = requestAnimationFrame(tick);
    };
    let frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, totalSeconds]);
  useEffect(() => {
    if (!isPlaying || !isOver) return;
    audio.current?.pause();
    setPlaying(false);
  }, [isPlaying, isOver]);
  const seek = useCallback(
    (seconds: number) => {
      const next = Math.min(Math.max(0, seconds), totalSeconds);
      if (audio.current) audio.current.currentTime = next;
      setAt(next);
    },
    [totalSeconds],
  );
  const join = () => {
    if (!audio.current) return;
    audio.current.currentTime = at;
    if (isPlaying) void audio.current.play().catch(() => undefined);
  };
  const toggle = useCallback(() => {
    if (isPlaying) audio.current?.pause();
    else {
      seek(isOver ? 0 : at);
      // Without sound the pictures go on by themselves.
      void audio.current?.play().catch(() => undefined);
    }
    setPlaying(!isPlaying);
  }, [isPlaying, isOver, at, seek]);
  return { audio, at, isPlaying, toggle, seek, join };
}
