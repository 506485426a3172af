import { ENGLISH } from './templates.en.js';
import { RUSSIAN } from './templates.ru.js';

/** Sentences that the writer says of any subject: whatever things they name, the film is not about those. */
export const OWN_LINES: readonly string[] = [ENGLISH, RUSSIAN]
  .flatMap(({ replies, recalls }) => [...Object.values(replies).flat(), ...Object.values(recalls).flat()])
  .flatMap((line) => line.split(/(?<=[.!?…])\s+/))
  .filter((sentence) => !sentence.includes('{'));
