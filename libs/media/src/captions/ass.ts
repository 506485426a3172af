import type { CaptionPosition, CaptionStyle, CaptionTheme, Cue, FilmFormat, TitleCard } from '../contracts.js';
import { assColour, centiseconds, dialogue, px } from './ass-syntax.js';
import { textOf } from './ass-text.js';
import { captionLook, type CaptionLook } from './caption-look.js';
import { layOutCue, type CaptionLayout } from './caption-layout.js';
import { byScriptWords } from './cues.js';
import { besideCards } from './beside-cards.js';
import { cardEvents } from './title-card.js';

export interface AssOptions {
  readonly format: FilmFormat;
  readonly style: CaptionStyle;
  readonly position: CaptionPosition;
  /** BCP 47; shapes letters that differ between languages. */
  readonly language: string;
  /** Default: the style's own font, white, the spoken word in yellow. */
  readonly theme?: CaptionTheme | null;
  /** Titles over the picture. No caption is seen while one is. */
  readonly cards?: readonly TitleCard[];
}

const DEFAULT_THEME: CaptionTheme = { font: null, color: '#ffffff', highlight: '#ffd819', outline: '#0e1014' };

/**
 * Captions as an ASS script that libass burns in on the film's time line. `karaoke` colours each word while it is heard. Lines are
 * broken here, by the fonts' own widths, so nothing depends on the renderer's wrapping. Text can hold anything: braces and
 * backslashes are escaped, control characters removed.
 */
export function cuesToAss(cues: readonly Cue[], options: AssOptions): string {
  const { widthPx, heightPx } = options.format;
  const { cards = [] } = options;
  const theme = options.theme ?? DEFAULT_THEME;
  const look = captionLook(options.format, options.style, options.position, options.language, theme.font);
  const [colour, outline] = [assColour(theme.color), assColour(theme.outline)];
  const events = [
    ...cards.flatMap((card) => cardEvents(card, options)),
    ...besideCards(cues, cards, options.format.fps).flatMap((cue) => cueEvents(cue, look, theme, options)),
  ];
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
    `Style: Text,${look.font},${px(look.emPx)},&H00${colour},&H00${colour},&H00${outline},&H${shadowAlpha}000000,0,0,0,0,100,100,0,0,1,${px(look.outlinePx)},${px(look.shadowPx)},5,0,0,0,-1`,
    'Style: Box,Inter Medium,20,&H40100C0A,&H40100C0A,&H40100C0A,&HFF000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1',
    '',
    '[Events]',
    'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
    ...events,
    '',
  ].join('\n');
}

function cueEvents(cue: Cue, look: CaptionLook, theme: CaptionTheme, { format, style }: AssOptions): string[] {
  if (cue.words.length === 0) return [];
  const words = style === 'karaoke' ? cue.words.flatMap(byScriptWords) : cue.words;
  const layout = layOutCue({ ...cue, words }, look);
  const place = `\\an5\\pos(${px(format.widthPx / 2)},${px(look.centreYPx)})`;
  const [start, end] = [centiseconds(cue.startSeconds), centiseconds(cue.endSeconds)];
  const colours = { plain: `&H${assColour(theme.color)}&`, spoken: `&H${assColour(theme.highlight)}&` };
  if (style !== 'karaoke') {
    const box = look.box ? [dialogue(0, start, end, 'Box', boxDrawing(layout, look, look.box, theme.outline, format))] : [];
    return [...box, dialogue(1, start, end, 'Text', `{${place}}${textOf(layout, null, colours)}`)];
  }
  // One event for each word; each starts on the centisecond on which the one before it ends, so nothing flickers or overlaps.
  const events: string[] = [];
  let from = start;
  for (const [index] of words.entries()) {
    const next = words[index + 1];
    const to = next ? Math.min(end, Math.max(from, centiseconds(next.startSeconds))) : end;
    if (to <= from) continue;
    const entrance = from === start ? '\\fscx94\\fscy94\\t(0,90,\\fscx100\\fscy100)' : '';
    events.push(dialogue(1, from, to, 'Text', `{${place}${entrance}}${textOf(layout, index, colours)}`));
    from = to;
  }
  return events;
}

function boxDrawing(
  layout: CaptionLayout,
  look: CaptionLook,
  box: NonNullable<CaptionLook['box']>,
  colour: string,
  format: FilmFormat,
): string {
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
  return `{\\an7\\pos(${px(left)},${px(top)})\\c&H${assColour(colour)}&\\1a&H38&\\bord0\\shad0\\p1}${path}{\\p0}`;
}
