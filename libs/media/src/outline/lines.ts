import { type Random } from '../music/random.js';
import { type PromptReading } from './prompt-reading.js';

/** A sentence of a narration, and what it is there for. */
export interface Line {
  readonly text: string;
  readonly role: string;
}

/** Slots are replaced once, from the template: a prompt that contains "{S}" stays as written. */
export function fillSlots(text: string, reading: PromptReading): string {
  const subject = text.includes('«{S}') ? reading.subject.replaceAll('«', '„').replaceAll('»', '“') : reading.subject;
  const slots: Readonly<Record<string, string>> = {
    S: subject,
    about: reading.about ?? '',
    Q: reading.question ?? reading.subject,
    q: reading.clause ?? '',
  };
  return text.replace(/\{([SQq]|about)\}/g, (_, slot: string) => slots[slot] ?? '');
}

export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random.next() * (i + 1));
    const [a, b] = [shuffled[i], shuffled[j]];
    if (a !== undefined && b !== undefined) [shuffled[i], shuffled[j]] = [b, a];
  }
  return shuffled;
}
