import { deriveId } from '#platform';
import { copyPayer, ORDER, type Payer, regenerationPayer, rejectionPayer, restorationPayer, retryPayer } from '../domain/payers.js';

/** A video's reservations, by what made each necessary: the same asked for twice is one. */
export const reservationOf = {
  payer: (videoId: string, payer: Payer): string => (payer.length === 0 ? videoId : deriveId(videoId, ...payer)),
  order: (videoId: string): string => reservationOf.payer(videoId, ORDER),
  /** @param round of the retry, from 1 */
  retry: (videoId: string, round: number): string => reservationOf.payer(videoId, retryPayer(round)),
  regeneration: (videoId: string, index: number, take: number): string => reservationOf.payer(videoId, regenerationPayer(index, take)),
  restoration: (videoId: string, index: number, take: number): string => reservationOf.payer(videoId, restorationPayer(index, take)),
  copy: (videoId: string, edition: number, maxBytes: number): string => reservationOf.payer(videoId, copyPayer(edition, maxBytes)),
  /** @param gate how many gates were reached, from 1 */
  rejection: (videoId: string, gate: number): string => reservationOf.payer(videoId, rejectionPayer(gate)),
};
