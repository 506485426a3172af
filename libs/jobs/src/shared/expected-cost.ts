import { type ModelInfo } from '#integrations';
import { expectedUnits, microsOf, spokenSeconds } from '#steps/plan';

/** What one call is expected to cost by the catalogue, 1 USD = 1 000 000; the bill is what the provider says afterwards. */
export function expectedCostMicros(model: ModelInfo, call: { durationSeconds: number | null; prompt: string }): number {
  const characters = call.prompt.length;
  const seconds = call.durationSeconds ?? (model.capability === 'voice' ? spokenSeconds(characters) : 0);
  return microsOf(model, expectedUnits(model, { characters, seconds }));
}
