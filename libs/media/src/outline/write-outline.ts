import { createRandom, type Random } from '../music/random.js';
import { estimateSpeechSeconds } from '../speech/speech-rate.js';
import { TEMPLATES } from './languages.js';
import { MAX_SHARE, MIN_SHARE } from './lengths.js';
import { fillSlots, shuffle, type Line } from './lines.js';
import { layParagraphs } from './paragraphs.js';
import { noOwnWords, ownSentences } from './own-text.js';
import { splitSentences } from './prompt-text.js';
import { type PromptReading } from './prompt-reading.js';
import { readPrompt, titleOf } from './read-prompt.js';
import type { Templates } from './templates.js';
import { briefly } from './write-briefly.js';
import { writtenLanguage, type WrittenLanguage } from './written-language.js';

export interface OutlineRequest {
  readonly prompt: string;
  /** BCP 47. Where there are no templates (`WRITTEN_LANGUAGES`) the prompt's own text is used, when it is long enough. */
  readonly language: string;
  readonly style?: string;
  readonly tone?: string;
  readonly audience?: string;
  /** Length of the film: 5-600; the narration fills 80-97 % of it at speed 1. Null: nothing is said that the prompt does not bring. */
  readonly durationSeconds: number | null;
  /** Wanted number of paragraphs, at least 1. Null: one for each few sentences. */
  readonly beats: number | null;
  /** Chooses among the templates. */
  readonly seed: number;
  readonly title?: string;
}

export interface Outline {
  readonly title: string;
  /** The first sentence that is spoken. */
  readonly hook: string;
  readonly tone: string;
  readonly style: string;
  /** question, tips, how-to, story, promotion, history, comparison, topic, or text for a prompt spoken as it is. */
  readonly format: string;
  readonly audience: string;
  /** One line per paragraph: its role and how it begins. */
  readonly outline: readonly string[];
  /** As many as `beats`, unless there are fewer words than that. */
  readonly paragraphs: readonly string[];
  /** The paragraphs, separated by blank lines. */
  readonly script: string;
  readonly language: string;
}

/** Drafts tried until one is long enough and not too long; short films need luck, long ones take the first. */
const DRAFTS = 600;
/** Sentences laid in all drafts together: a prompt of a thousand of its own gets fewer drafts, none of which would be much better. */
const MAX_LAID = 20_000;
/** Sentences of the prompt that are tried although the one before did not fit. */
const MAX_MISFITS = 20;
/** From this length on the subject is named again: before the close, and after every so many thoughts. */
const RECALL_FROM_SECONDS = 20;
const POINTS_PER_RECALL = 5;
/** A paragraph of a script without a wanted number of them. */
const SECONDS_PER_PARAGRAPH = 6;
/** The constant part of an estimate. */
const LEAD_SECONDS = 0.25;

/**
 * Writes a narration around the prompt: it asks, observes and invites, and claims no facts but those the prompt
 * itself brings, which are woven in word for word. Pure: the same request gives the same outline.
 * @throws MediaError `language_unsupported` when there are no templates for the language and the prompt is too short for the wanted length.
 */
export function writeOutline(request: OutlineRequest): Outline {
  const base = writtenLanguage(request.language);
  if (!base) return ownText(request);
  const templates = TEMPLATES[base];
  const reading = readPrompt(request.prompt, base);
  const random = createRandom(request.seed, request.prompt.slice(0, 200));
  const known = new Map<string, number>();
  // Sentence by sentence, which adds up to the estimate of the whole: each ends in its own mark.
  const secondsOf = (text: string): number => {
    const seconds = known.get(text) ?? estimateSpeechSeconds(text, base) - LEAD_SECONDS;
    known.set(text, seconds);
    return seconds;
  };
  const seconds = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + secondsOf(line.text), LEAD_SECONDS);
  if (request.durationSeconds === null)
    return finish(request, reading.kind, titleIn(request, base), briefly(reading, templates, random, seconds), base);
  const wantedSeconds = request.durationSeconds;
  const [least, most] = [MIN_SHARE * wantedSeconds, MAX_SHARE * wantedSeconds];
  let best: Line[] = [];
  let bestMiss = Infinity;
  let laid = 0;
  for (let draft = 0; draft < DRAFTS && bestMiss > 0 && laid < MAX_LAID; draft += 1) {
    const lines = writeDraft(reading, templates, random, wantedSeconds * 0.93, seconds, draft > DRAFTS / 2);
    laid += lines.length;
    const length = seconds(lines);
    // Too long is worse than too short: it would not fit the film.
    const miss = lines.length === 0 ? 1e9 : length > most ? 1e3 + length - most : Math.max(0, least - length);
    if (miss < bestMiss) [best, bestMiss] = [lines, miss];
  }
  return finish(request, reading.kind, titleIn(request, base), best, base);
}

const titleIn = ({ title, prompt }: OutlineRequest, language: WrittenLanguage): string => title ?? titleOf(prompt, language);

/** The hook first, then what fits of context, the prompt's own words, thoughts and advice, and the close. */
function writeDraft(
  reading: PromptReading,
  templates: Templates,
  random: Random,
  targetSeconds: number,
  seconds: (lines: readonly Line[]) => number,
  anyHook: boolean,
): Line[] {
  const { roles, hooks } = templates;
  const fill = (text: string): string => fillSlots(text, reading);
  const line = (role: string) => (text: string) => ({ text: fill(text), role });
  const hook = splitSentences(random.pick(hooksFor(reading, templates, anyHook))).map(line(roles.hook));
  const close = splitSentences(random.pick(templates.closes)).map(line(roles.close));
  let left = targetSeconds - seconds([...hook, ...close]);
  if (left < 0) return random.chance(0.5) ? hook : hook.slice(0, 1);
  const body: Line[] = [];
  /** As many of the sentences as fit, but none unless at least `atLeast` do. */
  const add = (role: string, texts: readonly string[], atLeast = 1): boolean => {
    const fitting: Line[] = [];
    let rest = left;
    for (const next of texts.map(line(role))) {
      rest -= seconds([next]) - LEAD_SECONDS;
      if (rest < 0) break;
      fitting.push(next);
    }
    if (fitting.length < Math.min(atLeast, texts.length)) return false;
    left -= seconds(fitting) - LEAD_SECONDS;
    body.push(...fitting);
    return fitting.length > 0;
  };
  const recalls = targetSeconds > RECALL_FROM_SECONDS ? shuffle(recallsFor(reading, templates), random) : [];
  const lastRecall = splitSentences(recalls.pop() ?? '').map(line(roles.context));
  left -= seconds(lastRecall) - LEAD_SECONDS;
  const context = shuffle(templates.context, random);
  add(roles.context, splitSentences(context.pop() ?? ''));
  let misfits = 0;
  for (const sentence of reading.substance) {
    if (misfits < MAX_MISFITS && !add(roles.substance, [sentence])) misfits += 1;
  }
  if (targetSeconds > 40) add(roles.context, splitSentences(context.pop() ?? ''));
  const practical = reading.kind === 'tips' || reading.kind === 'how-to';
  const points = shuffle(templates.points, random);
  if (practical) {
    const tips = shuffle(templates.advice, random).slice(0, reading.count ?? templates.advice.length);
    // All headlines must fit before any is explained: five tips are five.
    const numbered = reading.count !== null && reading.kind === 'tips';
    const headlines = tips.map(([head = ''], i) => (numbered ? `${templates.ordinals[i] ?? ''} ${head}` : head).trim());
    let spare = left - seconds(headlines.map(line(roles.advice)));
    tips.forEach(([, ...support], i) => {
      if (!add(roles.advice, [headlines[i] ?? ''])) return;
      for (const text of support) {
        const cost = seconds([line(roles.advice)(text)]);
        if (numbered && cost > spare) break;
        if (add(roles.advice, [text])) spare -= cost;
      }
    });
  }
  points.forEach((point, i) => {
    if (i % POINTS_PER_RECALL === POINTS_PER_RECALL - 1 && left > 12) add(roles.context, splitSentences(recalls.pop() ?? ''), 2);
    add(roles.point, point, 2);
  });
  // Long films: thoughts on how to go about it, and the remarks not used yet, in turn.
  const more = practical || !templates.isAdviceForAll ? [] : shuffle(templates.advice, random);
  for (const thought of more) add(roles.advice, thought, 2);
  for (const remark of [...context, ...shuffle(hooks.free, random)]) if (left > 1.5) add(roles.context, splitSentences(remark), 1);
  return [...hook, ...body, ...lastRecall, ...close];
}

function hooksFor(reading: PromptReading, templates: Templates, anyHook: boolean): readonly string[] {
  const { hooks } = templates;
  if (reading.subject === '') return hooks.free;
  if (reading.about && !anyHook) return hooks.about;
  if (anyHook) return [...(reading.question ? hooks.question : hooks.subject), ...hooks.free];
  switch (reading.kind) {
    case 'question':
      if (!reading.question) return reading.clause ? hooks.clause : hooks.subject;
      return reading.clause ? [...hooks.clause, ...hooks.question] : hooks.question;
    case 'tips':
    case 'how-to':
      return [...(templates.practices ?? []), ...hooks.subject];
    case 'story':
      return templates.stories ?? hooks.subject;
    case 'promotion':
      return templates.promotions ?? hooks.subject;
    case 'history':
      return templates.histories ?? hooks.subject;
    case 'comparison':
      return templates.comparisons ?? hooks.subject;
    case 'topic':
      return hooks.subject;
  }
}

function recallsFor(reading: PromptReading, { recalls }: Templates): readonly string[] {
  if (reading.subject === '') return [];
  if (reading.about) return recalls.about;
  if (reading.question) return recalls.question;
  return reading.clause ? recalls.clause : recalls.subject;
}

/** In a language without templates the prompt speaks for itself, as far as it fits. */
function ownText(request: OutlineRequest): Outline {
  const sentences = ownSentences(request);
  if (!sentences) throw noOwnWords(request.language);
  const lines = sentences.map((text) => ({ text, role: 'Text' }));
  return finish(request, 'text', request.title ?? sentences[0]?.slice(0, 80) ?? '', lines, request.language);
}

function finish(request: OutlineRequest, format: string, title: string, lines: readonly Line[], language: string): Outline {
  const seconds = estimateSpeechSeconds(lines.map(({ text }) => text).join(' '), language);
  const paragraphs = layParagraphs(lines, request.beats ?? Math.max(1, Math.round(seconds / SECONDS_PER_PARAGRAPH)), language);
  return {
    title,
    hook: lines[0]?.text ?? '',
    tone: request.tone ?? 'curious',
    style: request.style ?? 'plain',
    format,
    audience: request.audience ?? 'general',
    outline: paragraphs.map(({ role, text }) => `${role}: ${splitSentences(text)[0] ?? text}`),
    paragraphs: paragraphs.map(({ text }) => text),
    script: paragraphs.map(({ text }) => text).join('\n\n'),
    language: request.language,
  };
}
