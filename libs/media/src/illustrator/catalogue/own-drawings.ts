import { table } from '../../text/table.js';
import { HOUSEHOLD } from './household.js';
import type { Icon } from './icon.js';
import { LANDMARKS } from './landmarks.js';
import { LIVING_THINGS } from './living-things.js';
import type { OwnDrawing } from './own-drawing.js';
import { SIGHTS } from './sights.js';
import { TIMES_PAST } from './times-past.js';

/** Subjects that many films are about and no emoji shows. */
const DRAWINGS: Readonly<Record<string, OwnDrawing>> = table({ ...HOUSEHOLD, ...LANDMARKS, ...LIVING_THINGS, ...SIGHTS, ...TIMES_PAST });

/** Whether a drawing is one of ours: of the words that name it, each is shown by it. */
export const isOwn = (name: string): boolean => Object.hasOwn(DRAWINGS, name);

/** They stand beside the icon set's in every table; a hexcode of theirs names no emoji, and they lie in no file. */
export const OWN_ICONS: readonly Icon[] = Object.entries(DRAWINGS).map(([name, { subgroup }]) => ({
  ...{ name, hexcode: `own-${name}`, subgroup, offset: 0, length: 0 },
}));

/**
 * The body of a drawing's SVG, lit from the upper left, in flat colours, or as lines of `currentColor`.
 * @returns null for a name that is none of them
 */
export function ownBody(name: string, drawn: 'fluent' | 'flat' | 'contrast'): string | null {
  const drawing = DRAWINGS[name];
  if (!drawing) return null;
  const parts = drawing.shapes.map(({ path, color, opacity = 1 }, index) => {
    if (drawn === 'contrast')
      return `<path d="${path}" fill="none" stroke="currentColor" stroke-width="0.8" stroke-linejoin="round" opacity="${opacity}"/>`;
    if (drawn === 'flat') return `<path d="${path}" fill="${color}" opacity="${opacity}"/>`;
    const id = `${name}-${index}`;
    const light = `<linearGradient id="${id}" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${shaded(color, 0.22)}"/><stop offset="0.55" stop-color="${color}"/><stop offset="1" stop-color="${shaded(color, -0.26)}"/></linearGradient>`;
    return `<defs>${light}</defs><path d="${path}" fill="url(#${id})" stroke="url(#${id})" stroke-width="0.35" stroke-linejoin="round" opacity="${opacity}"/>`;
  });
  return `<g>${parts.join('')}</g>`;
}

/** @param by -1 black, 0 itself, 1 white */
function shaded(color: string, by: number): string {
  const towards = by < 0 ? 0 : 255;
  const part = (at: number): string => {
    const value = Number.parseInt(color.slice(at, at + 2), 16);
    return Math.round(value + (towards - value) * Math.abs(by))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}
