import type { Cue } from '../contracts.js';
import { joinedWords, visibleLength } from './caption-text.js';
import { breakLines } from './lines.js';

/** Characters on a line that players show without breaking it again. */
const LINE_CHARS = 42;

/** What players obey in SubRip and WebVTT: tags, and the overrides of ASS. Neither format can show them as text in every player. */
const MARKUP = /<\/?[a-z][^<>]{0,200}>|\{\\[^{}]{1,200}\}|\{\/?[bius]\}|\{[a-z]:[^{}]{0,100}\}/gi;

/** Subtitles as SubRip: the words without markup. SubRip has no escapes. */
export function cuesToSrt(cues: readonly Cue[]): string {
  return shownIn(cues)
    .map((cue, index) => `${index + 1}\n${stamp(cue.startSeconds, ',')} --> ${stamp(cue.endSeconds, ',')}\n${cue.lines.join('\n')}\n`)
    .join('\n');
}

/** Subtitles as WebVTT, the words alike. `&`, `<` and `>` are written as the entities that WebVTT reads back into them. */
export function cuesToVtt(cues: readonly Cue[]): string {
  const escaped = (line: string) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const blocks = shownIn(cues).map(
    (cue) => `${stamp(cue.startSeconds, '.')} --> ${stamp(cue.endSeconds, '.')}\n${cue.lines.map(escaped).join('\n')}\n`,
  );
  return ['WEBVTT\n', ...blocks].join('\n');
}

/** A caption of nothing but markup is none. */
function shownIn(cues: readonly Cue[]): (Cue & { readonly lines: readonly string[] })[] {
  return cues.flatMap((cue) => {
    const texts = cue.words
      .map(({ text }) => text)
      .join(' ')
      .replace(MARKUP, '')
      .split(' ')
      .filter((text) => text !== '');
    const lines = breakLines(texts.map(visibleLength), LINE_CHARS, 1).map(({ from, to }) => joinedWords(texts.slice(from, to)));
    return lines.length === 0 ? [] : [{ ...cue, lines }];
  });
}

function stamp(seconds: number, point: ',' | '.'): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const part = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, '0');
  return `${part(ms / 3_600_000, 2)}:${part((ms / 60_000) % 60, 2)}:${part((ms / 1000) % 60, 2)}${point}${part(ms % 1000, 3)}`;
}
