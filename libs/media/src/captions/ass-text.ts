import { px } from './ass-syntax.js';
import type { Run } from './caption-fonts.js';
import { hasSpaceBefore, type CaptionLayout } from './caption-layout.js';
import { shownText } from './caption-text.js';

/** Colours of the words that are read and of the one that is spoken, as ASS tags. */
export interface WordColours {
  readonly plain: string;
  readonly spoken: string;
}

/** The lines, with a tag wherever font or colour changes; a word's colour is set anew so that it does not depend on the word before. */
export function textOf({ lines, emPx, spaceFont }: CaptionLayout, spokenWord: number | null, colours: WordColours): string {
  let face = '';
  const set = ({ text, font }: Run, colour: string): string => {
    const wanted = `\\fn${font.name}\\fs${px(emPx * (font.metrics.ascent + font.metrics.descent))}`;
    const tags = `${wanted === face ? '' : wanted}${colour}`;
    face = wanted;
    return (tags === '' ? '' : `{${tags}}`) + (text === ' ' ? ' ' : assText(text));
  };
  const setLine = (line: CaptionLayout['lines'][number]): string =>
    line
      .map(({ word, runs }, place) => {
        const colour = spokenWord === null ? '' : `\\c${word === spokenWord ? colours.spoken : colours.plain}`;
        const before = hasSpaceBefore(line, place) ? line[place - 1]?.runs.at(-1)?.font : undefined;
        const space = before ? set({ text: ' ', font: before.isEmoji || !before.metrics.has(0x20) ? spaceFont : before }, '') : '';
        return space + runs.map((run, index) => set(run, index === 0 ? colour : '')).join('');
      })
      .join('');
  return lines.map(setLine).join('\\N');
}

/** libass has no escape for a backslash; a word joiner after it, which has no shape, keeps it from starting one. */
function assText(text: string): string {
  return shownText(text).replaceAll('\\', '\\\u2060').replaceAll('{', '\\{').replaceAll('}', '\\}');
}
