import { type Random } from '../music/random.js';
import { fillSlots, shuffle, type Line } from './lines.js';
import { splitSentences, type PromptReading } from './read-prompt.js';
import type { Templates } from './templates.js';

const USUAL_TIPS = 3;
/** Where there is twice as much time as there is to say, the subject is named again, once in so many seconds. */
const SECONDS_PER_RECALL = 30;
const MOST_RECALLS = 3;

/** How long a narration may be, and the film that is to be filled, both in seconds. */
export interface BriefLength {
  readonly mostSeconds: number;
  /** Null: the film is as long as what is said. */
  readonly filmSeconds: number | null;
}

/**
 * What is true without knowing anything: the question or subject, what the prompt itself says of it, and a word to the viewer. Advice
 * only where advice was asked for. A longer film is no reason to say more: its pictures have the time that is left, and the question
 * is asked again.
 * @param seconds how long lines take to say
 */
export function briefly(
  reading: PromptReading,
  templates: Templates,
  random: Random,
  seconds: (lines: readonly Line[]) => number,
  { mostSeconds, filmSeconds }: BriefLength,
): Line[] {
  const { roles, openings, replies } = templates;
  const fill = (text: string): string => fillSlots(text, reading);
  const lines = (role: string, texts: readonly string[]): Line[] => texts.map((text) => ({ text: fill(text), role }));
  const fits = (all: readonly Line[]): boolean => seconds(all) <= mostSeconds;
  const isAsked = reading.question !== null;
  // What is too long for a title is said once, whole.
  const isSaidWhole = reading.substance[0]?.toLowerCase().includes(reading.subject.toLowerCase()) ?? false;
  const openers =
    reading.subject === '' || isSaidWhole
      ? []
      : isAsked
        ? ['{Q}']
        : reading.about
          ? openings.about
          : reading.clause && openings.clause.length > 0
            ? openings.clause
            : openings.subject;
  const opening = openers.length === 0 ? [] : lines(roles.hook, splitSentences(random.pick(openers)));
  // A subject that is too long for so short a film stands in its title.
  const hook = fits(opening) ? opening : [];
  const said: Line[] = [];
  for (const sentence of reading.substance) {
    const next = { text: sentence, role: roles.substance };
    if (!fits([...hook, ...said, next])) break;
    said.push(next);
  }
  const advice = said.length > 0 ? [] : adviceOf(reading, templates, random, (more) => fits([...hook, ...more]));
  const word = isAsked || reading.clause ? replies.question : replies.any;
  const close = lines(roles.close, splitSentences(random.pick(word)));
  const body = [...hook, ...said, ...advice];
  if (body.length > 0 && !fits([...body, ...close])) return body;
  if (body.length === 0 && !fits(close)) return close.slice(0, 1);
  const again = filmSeconds === null || seconds([...body, ...close]) * 2 > filmSeconds ? 0 : Math.floor(filmSeconds / SECONDS_PER_RECALL);
  const recalls = shuffle(isSaidWhole ? [] : recallsFor(reading, templates), random)
    .slice(0, Math.min(MOST_RECALLS, again))
    .flatMap((recall) => lines(roles.context, splitSentences(recall)));
  return [...body, ...(fits([...body, ...recalls, ...close]) ? recalls : []), ...close];
}

/** All headlines before any of them is explained: five tips are five. */
function adviceOf(
  { kind, count }: PromptReading,
  { advice, ordinals, roles }: Templates,
  random: Random,
  fits: (lines: readonly Line[]) => boolean,
): Line[] {
  if (kind !== 'tips' && kind !== 'how-to') return [];
  const tips = shuffle(advice, random).slice(0, count ?? USUAL_TIPS);
  const line = (text: string): Line => ({ text, role: roles.advice });
  const chosen: Line[][] = [];
  for (const [index, [head = '']] of tips.entries()) {
    const headline = splitSentences(kind === 'tips' ? `${ordinals[index] ?? ''} ${head}`.trim() : head).map(line);
    if (!fits([...chosen.flat(), ...headline])) break;
    chosen.push(headline);
  }
  for (const [index, [, reason]] of tips.entries()) {
    const before = chosen[index];
    if (!before || reason === undefined) break;
    before.push(line(reason));
    if (!fits(chosen.flat())) before.pop();
  }
  return chosen.flat();
}

function recallsFor(reading: PromptReading, { recalls }: Templates): readonly string[] {
  if (reading.subject === '') return [];
  if (reading.about) return recalls.about;
  if (reading.question) return recalls.question;
  return reading.clause ? recalls.clause : recalls.subject;
}
