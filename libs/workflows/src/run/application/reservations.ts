import { deriveId } from '#platform';

/** Each round of a run is paid out of a reservation of its own: that of the one before is closed. */
export const reservationOf = (runId: string, round: number): string => (round === 0 ? runId : deriveId(runId, 'round', String(round)));
