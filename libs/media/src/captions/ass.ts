import type { CaptionPosition, CaptionStyle, Cue, FilmFormat } from '../contracts.js';
import type { Run } from './caption-fonts.js';
import { captionLook, type CaptionLook } from './caption-look.js';
import { layOutCue, type CaptionLayout } from './caption-layout.js';
import { shownText } from './caption-text.js';

export interface AssOptions {
  readonly format: FilmFormat;
  readonly style: CaptionStyle;
  readonly position: CaptionPosition;
  /** BCP 47; shapes letters that differ between languages. */
  readonly language: string;
}

/** ASS writes colours as blue, green, red. */
const WHITE = '&HFFFFFF&';
const SPOKEN = '&H19D8FF&';
const INK = '&H14100E&';

/**
 * Captions as an ASS script that libass burns in on the film's time line. `karaoke` colours each word while it is heard. Lines are
 * broken here, by the fonts' own widths, so nothing depends on the renderer's wrapping. Text can hold anything: braces and
 * backslashes are escaped, control characters removed.
 */
export function cuesToAss(cues: readonly Cue[], options: AssOptions): string {
  const { widthPx, heightPx } = options.format;
  const look = captionLook(options.format, options.style, options.position);
  const events = cues.flatMap((cue) => cueEvents(cue, look, options));
  const shadowAlpha = options.style === 'minimal' ? '60' : '78';
  return [
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${widthPx}`,
    `PlayResY: ${heightPx}`,
    'WrapStyle: 2',
    'ScaledBorderAndShadow: yes',
    'YCbCr Matrix: None',
    `Language: ${options.language.replace(/[^A-Za-z0-9-]/g, '').slice(0, 35)}`,
    '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    // Encoding -1: the direction of a line follows its first strong letter, so right-to-left text runs from the right.
    `Style: Text,${look.font},${px(look.emPx)},&H00FFFFFF,&H00FFFFFF,&H0014100E,&H${shadowAlpha}000000,0,0,0,0,100,100,0,0,1,${px(look.outlinePx)},${px(look.shadowPx)},5,0,0,0,-1`,
    'Style: Box,Inter Medium,20,&H40100C0A,&H40100C0A,&H40100C0A,&HFF000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1',
    '',
    '[Events]',
    'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
    ...events,
    '',
  ].join('\n');
}

function cueEvents(cue: Cue, look: CaptionLook, { format, style }: AssOptions): string[] {
  if (cue.words.length === 0) return [];
  const layout = layOutCue(cue, look);
  const place = `\\an5\\pos(${px(format.widthPx / 2)},${px(look.centreYPx)})`;
  const [start, end] = [centiseconds(cue.startSeconds), centiseconds(cue.endSeconds)];
  if (style !== 'karaoke') {
    const box = look.box ? [dialogue(0, start, end, 'Box', boxDrawing(layout, look, look.box, format))] : [];
    return [...box, dialogue(1, start, end, 'Text', `{${place}}${textOf(layout, null)}`)];
  }
  // One event for each word; each starts on the centisecond on which the one before it ends, so nothing flickers or overlaps.
  const events: string[] = [];
  let from = start;
  for (const [index] of cue.words.entries()) {
    const next = cue.words[index + 1];
    const to = next ? Math.min(end, Math.max(from, centiseconds(next.startSeconds))) : end;
    if (to <= from) continue;
    const entrance = from === start ? '\\fscx94\\fscy94\\t(0,90,\\fscx100\\fscy100)' : '';
    events.push(dialogue(1, from, to, 'Text', `{${place}${entrance}}${textOf(layout, index)}`));
    from = to;
  }
  return events;
}

/** The lines, with a tag wherever font or colour changes; a word's colour is set anew so that it does not depend on the word before. */
function textOf({ lines, emPx, spaceFont }: CaptionLayout, spokenWord: number | null): string {
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
        const colour = spokenWord === null ? '' : word === spokenWord ? `\\c${SPOKEN}` : `\\c${WHITE}`;
        const before = line[place - 1]?.runs.at(-1)?.font;
        const space = before ? set({ text: ' ', font: before.isEmoji ? spaceFont : before }, '') : '';
        return space + runs.map((run, index) => set(run, index === 0 ? colour : '')).join('');
      })
      .join('');
  return lines.map(setLine).join('\\N');
}

/** libass has no escape for a backslash; a word joiner after it, which has no shape, keeps it from starting one. */
function assText(text: string): string {
  return shownText(text).replaceAll('\\', '\\\u2060').replaceAll('{', '\\{').replaceAll('}', '\\}');
}

function boxDrawing(layout: CaptionLayout, look: CaptionLook, box: NonNullable<CaptionLook['box']>, format: FilmFormat): string {
  const [width, height] = [layout.widthPx + 2 * box.padXPx, layout.heightPx + 2 * box.padYPx];
  const radius = Math.min(box.radiusPx, height / 2, width / 2);
  // A quarter circle as a Bezier curve leaves its handles at 0.448 of the radius from the corner.
  const k = radius * 0.448;
  const [w, h, r] = [width, height, radius];
  const path = [
    `m ${px(r)} 0 l ${px(w - r)} 0 b ${px(w - k)} 0 ${px(w)} ${px(k)} ${px(w)} ${px(r)}`,
    `l ${px(w)} ${px(h - r)} b ${px(w)} ${px(h - k)} ${px(w - k)} ${px(h)} ${px(w - r)} ${px(h)}`,
    `l ${px(r)} ${px(h)} b ${px(k)} ${px(h)} 0 ${px(h - k)} 0 ${px(h - r)} l 0 ${px(r)} b 0 ${px(k)} ${px(k)} 0 ${px(r)} 0`,
  ].join(' ');
  const [left, top] = [(format.widthPx - width) / 2, look.centreYPx - height / 2];
  return `{\\an7\\pos(${px(left)},${px(top)})\\c${INK}\\1a&H38&\\bord0\\shad0\\p1}${path}{\\p0}`;
}

function dialogue(layer: number, start: number, end: number, style: string, text: string): string {
  return `Dialogue: ${layer},${assTime(start)},${assTime(end)},${style},,0,0,0,,${text}`;
}

function centiseconds(seconds: number): number {
  return Math.max(0, Math.round(seconds * 100));
}

function assTime(cs: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${Math.floor(cs / 360_000)}:${two((cs / 6000) % 60)}:${two((cs / 100) % 60)}.${two(cs % 100)}`;
}

function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}
