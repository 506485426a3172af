import { FLUENT_ICONS } from './fluent-icons.generated.js';
import type { Icon } from './icon.js';
import { OWN_ICONS } from './own-drawings.js';

let byName: ReadonlyMap<string, Icon> | null = null;

/** All drawings in use, by name. Read from a table in the program: no file is opened. */
export function iconsByName(): ReadonlyMap<string, Icon> {
  byName ??= new Map([...FLUENT_ICONS.trim().split('\n').map(iconOf), ...OWN_ICONS].map((icon): [string, Icon] => [icon.name, icon]));
  return byName;
}

function iconOf(line: string): Icon {
  const [name = '', hexcode = '', subgroup = '', offset = '', length = ''] = line.split(' ');
  return { name, hexcode, subgroup, offset: Number(offset), length: Number(length) };
}
