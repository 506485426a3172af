import type { FilmFormat } from '../contracts.js';

/** How a film is encoded again so that it takes no more than so many bytes. */
export interface ShrinkPlan {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Bits a second, on average. */
  readonly videoBitRate: number;
  readonly audioBitRate: number;
}

const AUDIO_BIT_RATE = 96_000;
/** Below it nobody would want to look at the picture. */
const MIN_VIDEO_BIT_RATE = 500_000;
/** Bits for each pixel of each frame from which drawn and filmed pictures look clean. */
const BITS_PER_PIXEL = 0.04;
const SHORT_SIDES_PX = [1080, 720, 480] as const;
/** What is aimed at: an encoder keeps to a rate on average only. */
const SHARE = 0.95;
/** Bytes in the file's tables for a frame, for a packet of sound (1024 samples at 48 kHz), and for the rest. */
const TABLE_BYTES = { frame: 16, packet: 8, file: 8192 };
const PACKETS_PER_SECOND = 48_000 / 1024;

/**
 * The largest picture that is clean at the rate that there is room for: never larger than the film's own, never less than 480 pixels
 * across its short side.
 * @returns null where no picture worth looking at would fit
 */
export function planShrink({ widthPx, heightPx, fps }: FilmFormat, frames: number, maxBytes: number): ShrinkPlan | null {
  const seconds = frames / fps;
  if (!(seconds > 0)) return null;
  const tables = frames * TABLE_BYTES.frame + seconds * PACKETS_PER_SECOND * TABLE_BYTES.packet + TABLE_BYTES.file;
  const videoBitRate = Math.floor(((maxBytes * SHARE - tables) * 8) / seconds - AUDIO_BIT_RATE);
  if (videoBitRate < MIN_VIDEO_BIT_RATE) return null;
  const shortSide = Math.min(widthPx, heightPx);
  const sizes = [shortSide, ...SHORT_SIDES_PX.filter((side) => side < shortSide)].map((side) =>
    scaled(widthPx, heightPx, side / shortSide),
  );
  const clean = sizes.find((size) => size.widthPx * size.heightPx * fps * BITS_PER_PIXEL <= videoBitRate);
  const size = clean ?? sizes.at(-1) ?? { widthPx, heightPx };
  return { ...size, videoBitRate, audioBitRate: AUDIO_BIT_RATE };
}

const even = (px: number): number => 2 * Math.round(px / 2);

const scaled = (widthPx: number, heightPx: number, by: number) => ({ widthPx: even(widthPx * by), heightPx: even(heightPx * by) });
