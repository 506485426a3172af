import { type Random } from '../music/random.js';
import { fillSlots, shuffle, type Line } from './lines.js';
import { splitSentences } from './prompt-text.js';
import { type PromptReading } from './prompt-reading.js';
import type { Templates } from './templates.js';

/** A prompt of a whole page is spoken so far, where no length was asked for. */
export const LONGEST_BRIEF_SECONDS = 90;
const USUAL_TIPS = 3;

/**
 * What is true without knowing anything: the question or subject, what the prompt itself says of it, and a word to the viewer. Advice
 * only where advice was asked for.
 */
export function briefly(reading: PromptReading, templates: Templates, random: Random, seconds: (lines: readonly Line[]) => number): Line[] {
  const { roles, openings, replies } = templates;
  const fill = (text: string): string => fillSlots(text, reading);
  const lines = (role: string, texts: readonly string[]): Line[] => texts.map((text) => ({ text: fill(text), role }));
  if (reading.notice) return noticed(reading.notice, roles, seconds);
  const isAsked = reading.question !== null;
  const openersOf = (): readonly string[] => {
    if (reading.subject === '') return [];
    if (isAsked) return ['{Q}'];
    if (reading.about) return openings.about;
    // "Our subject: The match: three to one."
    if (SAYS_ITSELF.test(reading.subject)) return ['{S}.'];
    return reading.clause && openings.clause.length > 0 ? openings.clause : openings.subject;
  };
  const openers = openersOf();
  const hook = openers.length === 0 ? [] : lines(roles.hook, splitSentences(random.pick(openers)));
  const said: Line[] = [];
  for (const sentence of reading.substance) {
    const next = { text: sentence, role: roles.substance };
    if (seconds([...hook, ...said, next]) > LONGEST_BRIEF_SECONDS) break;
    said.push(next);
  }
  // How something is done is not known here, and what holds of anything is no answer.
  const tips = reading.kind === 'tips' && said.length === 0 ? shuffle(templates.advice, random).slice(0, reading.count ?? USUAL_TIPS) : [];
  const advice = tips.flatMap(([head = '', next = ''], i) => lines(roles.advice, [`${templates.ordinals[i] ?? ''} ${head}`.trim(), next]));
  const close = lines(roles.close, splitSentences(random.pick(isAsked || reading.clause ? replies.question : replies.any)));
  return [...hook, ...said, ...advice, ...close];
}

const SAYS_ITSELF = /:\s|^(?:the|an?|our|my|объясняем|показываем|описываем|сравниваем|учим|разбираем)\s/iu;

/** As it stands, as far as there is time. */
function noticed(sentences: readonly string[], roles: Templates['roles'], seconds: (lines: readonly Line[]) => number): Line[] {
  const said: Line[] = [];
  for (const [index, text] of sentences.entries()) {
    const next = { text, role: index === 0 ? roles.hook : roles.substance };
    if (index > 0 && seconds([...said, next]) > LONGEST_BRIEF_SECONDS) break;
    said.push(next);
  }
  return said;
}
