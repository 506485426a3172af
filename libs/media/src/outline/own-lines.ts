import { TEMPLATES } from './languages.js';

/** Sentences that the writer says of any subject: whatever things they name, the film is not about those. */
export const OWN_LINES: readonly string[] = Object.values(TEMPLATES)
  .flatMap(({ context, points, closes, replies, recalls, hooks }) => [
    ...context,
    ...points.flat(),
    ...closes,
    ...Object.values(replies).flat(),
    ...Object.values(recalls).flat(),
    ...Object.values(hooks).flat(),
  ])
  .flatMap((line) => line.split(/(?<=[.!?…])\s+/))
  .filter((sentence) => !sentence.includes('{'));
