import { type PortKind, type PortType } from '../../contracts/node-type.js';

/** What goes into what without a word, besides the same into the same. */
const INTO: Readonly<Partial<Record<PortType, readonly PortType[]>>> = {
  number: ['text'],
  boolean: ['text'],
  text: ['script'],
  script: ['text'],
  image: ['image[]'],
  video: ['video[]'],
  asset: ['image', 'video', 'audio'],
  // Checked when it runs: `type_mismatch`.
  json: ['text', 'number', 'boolean'],
};

/** Whether a value of one type goes into a port of another. Everything goes into `json`. */
export const canFlow = (from: PortKind, to: PortKind): boolean =>
  from === to || from === 'any' || to === 'any' || to === 'json' || (INTO[from]?.includes(to) ?? false);

/** Types that a value of `from` can be had as, for whoever has to say what would do. */
export const becomes = (from: PortType): readonly PortType[] => [...(INTO[from] ?? []), 'json'];

/** The type of a list of such values. */
export const listOfType = (types: readonly PortKind[]): PortType => {
  const all = (...wanted: readonly PortKind[]): boolean => types.length > 0 && types.every((type) => wanted.includes(type));
  if (all('image', 'image[]')) return 'image[]';
  return all('video', 'video[]') ? 'video[]' : 'json';
};

/** The type of what stands in a list. */
export const itemOfType = (list: PortKind): PortType => (list === 'image[]' ? 'image' : list === 'video[]' ? 'video' : 'json');
