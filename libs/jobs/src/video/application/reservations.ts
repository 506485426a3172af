import { deriveId } from '#platform';

/** A video's reservations, by what made each necessary: the same asked for twice is one. */
export const reservationOf = {
  order: (videoId: string): string => videoId,
  /** @param round of the retry, from 1 */
  retry: (videoId: string, round: number): string => deriveId(videoId, 'retry', String(round)),
  regeneration: (videoId: string, index: number, take: number): string => deriveId(videoId, 'regeneration', String(index), String(take)),
};
