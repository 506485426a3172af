import { deriveId } from '#platform';

/** Derived, so that ordering again is ordering once. A higher take follows a video that cannot be retried. */
export const videoIdOf = (batchId: string, item: number, take: number): string => deriveId(batchId, 'video', String(item), String(take));
