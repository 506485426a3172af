import type { Cue } from '../contracts.js';
import { visibleLength } from './caption-text.js';
import { breakLines } from './lines.js';

/** Characters on a line that players show without breaking it again. */
const LINE_CHARS = 42;

/** Subtitles as SubRip. The words stand there as written; SubRip has no escapes. */
export function cuesToSrt(cues: readonly Cue[]): string {
  return cues
    .map((cue, index) => `${index + 1}\n${stamp(cue.startSeconds, ',')} --> ${stamp(cue.endSeconds, ',')}\n${linesOf(cue).join('\n')}\n`)
    .join('\n');
}

/** Subtitles as WebVTT. `&`, `<` and `>` are written as the entities that WebVTT reads back into them. */
export function cuesToVtt(cues: readonly Cue[]): string {
  const escaped = (line: string) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const blocks = cues.map(
    (cue) => `${stamp(cue.startSeconds, '.')} --> ${stamp(cue.endSeconds, '.')}\n${linesOf(cue).map(escaped).join('\n')}\n`,
  );
  return ['WEBVTT\n', ...blocks].join('\n');
}

function linesOf(cue: Cue): string[] {
  const texts = cue.words.map((word) => word.text);
  return breakLines(texts.map(visibleLength), LINE_CHARS, 1).map(({ from, to }) => texts.slice(from, to).join(' '));
}

function stamp(seconds: number, point: ',' | '.'): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const part = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, '0');
  return `${part(ms / 3_600_000, 2)}:${part((ms / 60_000) % 60, 2)}:${part((ms / 1000) % 60, 2)}${point}${part(ms % 1000, 3)}`;
}
