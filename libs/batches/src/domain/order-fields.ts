import { table } from '#platform/json';

/** What a cell of text becomes in the field it stands for. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'list' | 'json' | 'switch';

/** The fields of an order that a column may be named after, by their paths; `order-fields.spec.ts` holds them against the API's description. */
const FIELDS: Readonly<Record<string, FieldKind>> = table({
  prompt: 'text',
  script: 'text',
  idea: 'text',
  title: 'text',
  language: 'text',
  style: 'text',
  tone: 'text',
  audience: 'text',
  aspectRatio: 'text',
  resolution: 'text',
  fps: 'number',
  durationSeconds: 'number',
  'segmentation.mode': 'text',
  'segmentation.segmentSeconds': 'number',
  frames: 'json',
  'visuals.mode': 'text',
  'visuals.models': 'list',
  'visuals.fallback': 'list',
  'visuals.assets': 'json',
  'visuals.seed': 'number',
  voice: 'switch',
  'voice.provider': 'text',
  'voice.voice': 'text',
  'voice.speed': 'number',
  'voice.assetId': 'text',
  music: 'switch',
  'music.mood': 'text',
  'music.gainDb': 'number',
  'music.assetId': 'text',
  subtitles: 'switch',
  'subtitles.style': 'text',
  'subtitles.burnIn': 'boolean',
  template: 'text',
  approvals: 'list',
  renderer: 'text',
  metadata: 'json',
  maxCostMicros: 'number',
});

const METADATA = /^metadata\../;

/** Null: an order has no such field. */
export function kindOf(path: string): FieldKind | null {
  if (METADATA.test(path)) return 'text';
  return Object.hasOwn(FIELDS, path) ? (FIELDS[path] ?? null) : null;
}

export const fieldPaths = (): string[] => Object.keys(FIELDS);

/**
 * What a cell says, in the type of its field; a text that is no such thing stays as it is, and is refused where the order is checked.
 * Lists are parted by `|`, or JSON.
 */
export function valueOf(kind: FieldKind, cell: string): unknown {
  const text = cell.trim();
  switch (kind) {
    case 'text':
      return cell;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : cell;
    case 'boolean':
      return switched(text) ?? cell;
    case 'switch':
      return switched(text) ?? parsed(text) ?? cell;
    case 'json':
      return parsed(text) ?? cell;
    case 'list':
      return parsed(text) ?? text.split('|').map((part) => part.trim());
  }
}

function switched(text: string): boolean | null {
  const word = text.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** Of an object or list; null for anything else. */
function parsed(text: string): unknown {
  if (!/^[[{]/.test(text)) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
