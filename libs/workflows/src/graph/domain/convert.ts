/** What a value becomes where it goes into a port of another type; `canFlow` says what can be tried. Pure. */
import { type InPort, type OutPort, type PortType } from '../../contracts/node-type.js';
import { type AssetValue, type MediaValue, type ScriptValue } from '../../contracts/values.js';
import { canFlow } from './coercions.js';

export interface Typed {
  readonly type: PortType;
  readonly value: unknown;
}

/** @returns null where it does not fit: what was JSON turned out to be something else */
export function converted(from: Typed, { types }: Pick<InPort, 'types'>): Typed | null {
  if (types.includes('any') || types.includes(from.type)) return from;
  for (const to of types) {
    if (to === 'any' || !canFlow(from.type, to)) continue;
    const value = valueAs(from, to);
    if (value !== undefined) return { type: to, value };
  }
  return null;
}

/** Undefined: it does not fit. */
function valueAs({ type, value }: Typed, to: PortType): unknown {
  if (to === 'json') return value;
  if (type === 'asset' && (to === 'image' || to === 'video' || to === 'audio')) return mediaOf(value as AssetValue, to);
  if (to === 'image[]' || to === 'video[]') return [value];
  if (to === 'script') return typeof value === 'string' ? scriptOf(value) : undefined;
  if (to === 'text' && type === 'script') return (value as ScriptValue).text;
  if (to === 'text' && (type === 'number' || type === 'boolean')) return String(value as number | boolean);
  if (type === 'json' && typeof value === (to === 'text' ? 'string' : to)) return value;
  return undefined;
}

const mediaOf = ({ kind, media }: AssetValue, wanted: MediaValue['kind']): MediaValue | undefined => (kind === wanted ? media : undefined);

/** A text taken word for word. */
const scriptOf = (text: string): ScriptValue => ({
  title: '',
  paragraphs: text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== ''),
  ...{ text, language: '', source: 'given' },
});

/** A value written into a document, as what comes out of a port; null: such a value cannot be written down. */
export function fallbackValue(port: OutPort | undefined, value: unknown): Typed | null {
  if (!port) return null;
  const { type } = port;
  if (type === 'same' || type === 'list') return { type: typeOfJson(value), value };
  const written = typeOfJson(value);
  if (type !== 'json' && type !== written && !(type === 'script' && written === 'text')) return null;
  return converted({ type: written, value }, { types: [type] });
}

function typeOfJson(value: unknown): 'text' | 'number' | 'boolean' | 'json' {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'json';
}
