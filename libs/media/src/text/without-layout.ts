import { table } from './table.js';
import { saidInJson } from './json-script.js';
import { withoutShootingScript } from './shooting-script.js';

/**
 * Takes out of a narration what is layout, and leaves what is said: Markdown, HTML and SSML, JSON, stage directions, names of speakers, time
 * codes. Applied again it changes nothing. Works line by line with bounded patterns: the time it takes grows with the text.
 */

/** Files that begin with facts about themselves between two rules. */
const FRONT_MATTER = /^---[ \t]*\n(?:[\w-]{1,40}:[^\n]{0,500}\n){1,40}---[ \t]*(?:\n|$)/;
const HIDDEN = /<!--(?:[^-]|-(?!->)){0,2000}-->|<(script|style)\b[^<>]{0,300}>[^<]{0,20000}<\/\1>/gi;
const LINE_BREAK = /<\/?(?:br|p|div|li|ul|ol|h[1-6]|s|tr)\b[^<>]{0,300}>/gi;
const TAG = /<\/?[a-z][\w:-]{0,30}(?:\s[^<>]{0,500})?\/?>/gi;
/** Of ASS and SubRip: players obey it. */
const OVERRIDE = /\{\\[^{}]{1,200}\}|\{\/?[biu]\}/g;
const ENTITIES: Readonly<Record<string, string>> = table({
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
  hellip: '…',
});

const RULE = /^(?:[-*_=~][ \t]*){3,}$/;
const FENCE = /^(?:`{3,}|~{3,})[\w+-]{0,30}$/;
/** What is written in these is for machines; a fence without a name may hold the script itself. */
const CODE_FENCE =
  /^(?:`{3,}|~{3,})[ \t]*(?:python|py|javascript|js|jsx|typescript|ts|tsx|json|bash|sh|shell|zsh|console|powershell|html|css|scss|sql|java|kotlin|swift|c|cpp|c\+\+|csharp|cs|go|rust|ruby|rb|php|perl|lua|r|yaml|yml|toml|ini|xml|diff|dockerfile|makefile|mermaid|latex|tex)$/i;
const BARE_FENCE = /^(?:`{3,}|~{3,})$/;
const PICTURE_ALONE = /^!\[[^[\]]{0,300}\]\([^()\s]{1,1000}(?:\s+"[^"]{0,200}")?\)$/;
/** What a post on a network ends with. */
const LAST_TAGS = /(?:\s{1,3}#[\p{L}\p{N}_]{1,60}){2,}\s{0,3}$/u;
const MOST_OF_TAGS = 400;
const LINK_TARGET = /^\[[^\]]{1,100}\]:\s*\S+/;
const TABLE_RULE = /^\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?$/;
const HEADING = /^#{1,6}[ \t]+/;
const QUOTE = /^(?:>[ \t]?)+/;
const BULLET = /^[-*+•◦▪–—‣⁃·➤►▶▸→⇒✓✔✅☑★☆●○■□◆◇🔹🔸👉]\uFE0F?[ \t]+(?:\[[ xX]\][ \t]+)?/u;
const LETTERED = /^([a-hа-и])\)[ \t]+/u;
const NUMBERED = /^(\d{1,2})[.)][ \t]+/;
const CUE_TIMES = /^\d{1,2}:\d{2}(?::\d{2})?[.,]\d{1,3}[ \t]*-->/;
/** Of chapters, as they stand below videos. */
const CHAPTER = /^(\d{1,2}:\d{2}(?::\d{2})?)(?:[ \t]*[-–—|][ \t]*|[ \t]+)(?=\S)/;
const FIRST_CHAPTER = /^0{1,2}:00(?::00)?$/;
const TIME_CODE = /[[(]\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[-–—]\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])]/g;

/** What directions speak of; a bracket that speaks of something else is part of the sentence. */
const DIRECTION =
  'music|pause|beat|sfx|fx|sound|cut|fade|dissolve|scene|shot|b-?roll|visual|on[- ]?screen|text on|narrator|host|speaker|voice|v\\.?o\\.?|whisper|laugh|' +
  'sigh|applause|silence|camera|close[- ]?up|zoom|intro|outro|title card|slow|sad|upbeat|dramatic|' +
  'музык|пауз|звук|шум|кадр|сцен|титр|голос|диктор|ведущ|рассказчик|смена|смех|сме[её]тся|вздох|аплодисмент|тишин|камера|крупный план|за кадром|заставк';
const BRACKETED = new RegExp(`\\[\\s*(?:${DIRECTION})[^\\[\\]]{0,200}\\]|\\(\\s*(?:${DIRECTION})[^()]{0,200}\\)`, 'giu');
/** What is heard and not said; only in square brackets, for in round ones it may be part of the sentence. */
const HEARD =
  /\[\s*(?:cheer|clap|crowd|inaudible|crosstalk|gasp|giggl|chuckl|cough|sob|footsteps|thunder|birds|wind|phone|door|овац|кашл|шаги|гром|неразборчиво|дверь|телефон)[^[\]]{0,60}\]/giu;
const SPEAKER =
  /^(?:narrator|host|speaker|voice[- ]?over|v\.?o\.?|ведущий|ведущая|диктор|рассказчик|голос(?:[ \t]+за[ \t]+кадром)?)[ \t]*\d{0,2}[ \t]*(?:\([^()]{0,60}\))?[ \t]*:[ \t]*/iu;
const SCENE = /^(?:(?:scene|shot|сцена|кадр)[ \t]+\d{1,3}\b[^.!?]{0,80}|(?:INT|EXT)\.[ \t][^\n]{0,100})$/iu;

/** @returns lines that are said, each with an end of its own where layout was what ended it */
export function withoutLayout(text: string): string {
  const plain = (saidInJson(text) ?? text)
    .replaceAll('\r\n', '\n')
    .replace(FRONT_MATTER, '')
    .replace(HIDDEN, '')
    .replace(LINE_BREAK, '\n')
    .replace(TAG, '')
    .replace(OVERRIDE, '')
    .replace(/&(amp|lt|gt|quot|apos|nbsp|mdash|ndash|hellip);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/&#39;/g, "'");
  const lines = withoutShootingScript(withoutLastTags(withoutCode(plain.split('\n').map((line) => line.trim()))));
  const unmarked = withoutChapters(lines);
  const said = unmarked.map((line, index) => saidOf(line, unmarked, index));
  return closed(said).join('\n').trim();
}

/** Without what stands between a fence that names a language and the next bare one. */
function withoutCode(lines: readonly string[]): readonly string[] {
  const dropped = new Set<number>();
  let open = -1;
  for (const [index, line] of lines.entries()) {
    if (open < 0 && CODE_FENCE.test(line)) open = index;
    else if (open >= 0 && BARE_FENCE.test(line)) {
      for (let at = open; at <= index; at += 1) dropped.add(at);
      open = -1;
    }
  }
  return dropped.size === 0 ? lines : lines.map((line, index) => (dropped.has(index) ? '' : line));
}

function withoutLastTags(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line !== '');
  const line = lines[last] ?? '';
  const at = Math.max(0, line.length - MOST_OF_TAGS);
  const tags = LAST_TAGS.exec(line.slice(at));
  return tags ? lines.with(last, line.slice(0, at + tags.index)) : lines;
}

/** Where lines begin with times of a film, from its beginning on. "7:00 I woke up." is a sentence. */
function withoutChapters(lines: readonly string[]): readonly string[] {
  const times = lines.flatMap((line) => CHAPTER.exec(line)?.[1] ?? []);
  const seconds = times.map((time) => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
  const isRising = seconds.every((at, index) => index === 0 || at > (seconds[index - 1] ?? 0));
  if (times.length < 2 || !FIRST_CHAPTER.test(times[0] ?? '') || !isRising) return lines;
  return lines.map((line) => line.replace(CHAPTER, ''));
}

interface Said {
  readonly text: string;
  /** Stood by itself: a heading, an item of a list. */
  readonly isOwn: boolean;
}

const NOTHING: Said = { text: '', isOwn: true };
const BLANK: Said = { text: '', isOwn: false };
/** Letters and the marks of sentences, which no layout begins with; digits, colons and brackets may be some. */
const PROSE = /^(?!(?:INT|EXT)\.)\p{L}[\p{L}\p{M} ,.;!?…'’"»«“”]*$/iu;

function saidOf(line: string, lines: readonly string[], index: number): Said {
  // A text may be nothing but line ends: what is told at a glance costs no more than that.
  if (line === '') return BLANK;
  if (PROSE.test(line)) return { text: tidy(line), isOwn: false };
  if (PICTURE_ALONE.test(line)) return NOTHING;
  if (RULE.test(line) || FENCE.test(line) || LINK_TARGET.test(line) || CUE_TIMES.test(line) || TABLE_RULE.test(line) || SCENE.test(line))
    return NOTHING;
  // A cue of SubRip: its number stands above its times.
  if (/^\d{1,5}$/.test(line) && CUE_TIMES.test(lines[index + 1] ?? '')) return NOTHING;
  let rest = line.replace(QUOTE, '');
  const isHeading = HEADING.test(rest);
  rest = isHeading ? rest.replace(HEADING, '').replace(/[ \t]#{1,6}$/, '') : rest;
  const isItem = BULLET.test(rest) || isInNumberedList(lines, index) || isInLetteredList(lines, index);
  rest = rest.replace(BULLET, '');
  if (isItem) rest = rest.replace(NUMBERED, '').replace(LETTERED, '');
  const isRow = rest.startsWith('|') && rest.endsWith('|') && rest.length > 2;
  if (isRow)
    rest = rest
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim())
      .filter(Boolean)
      .join(', ');
  const text = withoutMarks(rest).replace(SPEAKER, '').replace(TIME_CODE, '').replace(BRACKETED, '').replace(HEARD, '');
  return { text: tidy(text), isOwn: isHeading || isItem || isRow };
}

/** "1. Pour it" and "2. Drink it" are a list; "5. May" by itself, or "1945.", is a sentence. */
function isInNumberedList(lines: readonly string[], index: number): boolean {
  const numberOf = (line: string | undefined) => Number(NUMBERED.exec(line ?? '')?.[1] ?? NaN);
  const own = numberOf(lines[index]);
  const near = (step: 1 | -1) => (lines[index + step] !== '' ? lines[index + step] : lines[index + 2 * step]);
  return numberOf(near(1)) === own + 1 || numberOf(near(-1)) === own - 1;
}

/** "a) Pour it" and "b) Drink it". */
function isInLetteredList(lines: readonly string[], index: number): boolean {
  const letterOf = (line: string | undefined) => LETTERED.exec(line ?? '')?.[1]?.charCodeAt(0) ?? NaN;
  const own = letterOf(lines[index]);
  return letterOf(lines[index + 1]) === own + 1 || letterOf(lines[index - 1]) === own - 1;
}

/** Marks inside a line. Letters and digits on the outer side of a mark make it part of a name: `snake_case`, `2*3`. */
function withoutMarks(line: string): string {
  return line
    .replace(/\\([*_`#[\]()>~-])/g, '$1')
    .replace(/!?\[([^[\]]{0,300})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,1000}(?:\s+"[^"]{0,200}")?\)/g, '$1')
    .replace(/\[([^[\]]{1,300})\]\[[^[\]]{0,100}\]/g, '$1')
    .replace(/\[\^[^[\]]{1,50}\]/g, '')
    .replace(/<((?:https?|mailto):[^<>\s]{1,1000})>/g, '$1')
    .replace(/`{1,2}([^`]{1,300})`{1,2}/g, '$1')
    .replace(/~~(?=\S)([^~]{1,500})~~/g, '$1')
    .replace(/(\*{1,3})(?=[^\s*])([^*]{0,500}[^\s*])\1(?!\*)/g, (whole, _marks, inner: string, at: number, all: string) =>
      /[\p{L}\p{N}]/u.test(all[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(all[at + whole.length] ?? '') ? whole : inner,
    )
    .replace(/(?<![\p{L}\p{N}_])(_{1,3})(?=[^\s_])([^_]{0,500}[^\s_])\1(?![\p{L}\p{N}_])/gu, '$2');
}

const tidy = (line: string): string =>
  line
    .replace(/[ \t\u00a0]{2,}/g, ' ')
    .replace(/ +([.,;:!?…])/g, '$1')
    .trim();

/** Headings, items and paragraphs end: without a mark the voice, and whoever cuts the film, would run on into what follows. */
function closed(lines: readonly Said[]): string[] {
  return lines.map(({ text, isOwn }, index) => {
    if (text === '') return '';
    const following = lines.slice(index + 1, index + 4);
    const next = following[0];
    const endsHere = isOwn || (next !== undefined && (next.isOwn || next.text === '') && following.some((line) => line.text !== ''));
    const isEnded = /[.!?…]["'»”’)\]]{1,3}$/u.test(text);
    return endsHere && !isEnded && /[\p{L}\p{N})\]"'»”’%]$/u.test(text)
      ? `${text}${/[\u3040-\u30ff\u3400-\u9fff]$/u.test(text) ? '。' : '.'}`
      : text;
  });
}
