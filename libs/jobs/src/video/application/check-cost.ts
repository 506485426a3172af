import { CostAboveLimit } from '../domain/video-job.errors.js';

/** @param maxCostMicros null: whatever it costs @throws CostAboveLimit */
export function checkCost(videoId: string, estimatedMicros: number, maxCostMicros: number | null): void {
  if (maxCostMicros !== null && estimatedMicros > maxCostMicros) throw new CostAboveLimit(videoId, estimatedMicros, maxCostMicros);
}
