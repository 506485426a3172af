/** What work will probably cost and keep, before it is done. Every estimate of Kadr counts with the numbers of this file. Pure. */
import { type ModelPrice, type Prices } from '../contracts/step.js';

/**
 * Characters spoken in a second, for words that are not written yet: 150 words a minute of 6 characters each, the space included. The
 * local voices keep to it (expected-use.spec.ts holds them together).
 */
export const CHARACTERS_PER_SECOND = 15;
/**
 * Characters a token stands for. English has about 4 (OpenAI's rule of thumb, 2026-11), most other languages fewer: by 3 a reservation
 * is rather too large than too small.
 */
export const CHARACTERS_PER_TOKEN = 3;

/**
 * What a writer takes beside the words of the order and of the film, as characters: its instructions, the names of the fields it fills in,
 * and what it thinks before it writes. 3,000 tokens are what adapters expect of a call too.
 */
export const WRITING_CHARACTERS = 3_000 * CHARACTERS_PER_TOKEN;

/** Bytes of a picture: a large PNG. */
export const IMAGE_BYTES = 5_000_000;
/** Bytes of a second of a clip: 720p of H.264 at 8 Mbit/s. */
export const CLIP_BYTES_PER_SECOND = 1_000_000;
/** Bytes of a second of AAC at 192 kbit/s. */
export const SOUND_BYTES_PER_SECOND = 24_000;
/** Bytes of a second of WAV, 48 kHz and 16 bit, of one channel. */
export const WAV_BYTES_PER_SECOND = 96_000;

/** What is asked of a model, as far as prices go by it. */
export interface PricedWork {
  /** Of the text that goes in or is spoken. */
  readonly characters?: number;
  /** Length of what is made. */
  readonly seconds?: number;
}

/** How many of its units a model will count. What has no such measure is one call. */
export function expectedUnits(
  { unit, durationsSeconds }: Pick<ModelPrice, 'unit' | 'durationsSeconds'>,
  { characters, seconds }: PricedWork,
): number {
  switch (unit) {
    case 'second':
      return seconds === undefined ? 1 : secondsMade(seconds, durationsSeconds);
    case 'character':
      return characters === undefined ? 1 : Math.ceil(characters);
    case 'token':
      return characters === undefined ? 1 : Math.ceil(characters / CHARACTERS_PER_TOKEN);
    case 'call':
    case 'image':
      return 1;
  }
}

/** 1 USD = 1 000 000; the bill is what the provider says afterwards. */
export const microsOf = (price: Pick<ModelPrice, 'priceMicros'>, units: number): number => Math.ceil(units * price.priceMicros);

/** What one call is expected to cost by the catalogue; 0 for a model that it does not have. */
export function expectedMicros(prices: Prices, model: string, work: PricedWork): number {
  const price = prices.priceOf(model);
  return price ? microsOf(price, expectedUnits(price, work)) : 0;
}

/** Seconds in which a text of that length is spoken, whatever its language. */
export const spokenSeconds = (characters: number): number => characters / CHARACTERS_PER_SECOND;

/** The next longer length the model makes, else its longest. */
function secondsMade(seconds: number, durationsSeconds: readonly number[] | null): number {
  if (durationsSeconds === null || durationsSeconds.length === 0) return seconds;
  const rising = [...durationsSeconds].sort((a, b) => a - b);
  return rising.find((duration) => duration >= seconds - 1e-6) ?? rising.at(-1) ?? seconds;
}
