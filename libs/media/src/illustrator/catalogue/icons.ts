import { FLUENT_ICONS } from './fluent-icons.generated.js';

/** A drawing of the Fluent Emoji set. */
export interface Icon {
  readonly name: string;
  /** Code points as in emojibase, `1F419`. */
  readonly hexcode: string;
  /** Unicode's subgroup, `animal-marine`. */
  readonly subgroup: string;
  /** Where `"name": {…}` lies in icons.json, bytes. */
  readonly offset: number;
  readonly length: number;
}

let byName: ReadonlyMap<string, Icon> | null = null;

/** All drawings in use, by name. Read from a table in the program: no file is opened. */
export function iconsByName(): ReadonlyMap<string, Icon> {
  byName ??= new Map(
    FLUENT_ICONS.trim()
      .split('\n')
      .map((line): [string, Icon] => {
        const [name = '', hexcode = '', subgroup = '', offset = '', length = ''] = line.split(' ');
        return [name, { name, hexcode, subgroup, offset: Number(offset), length: Number(length) }];
      }),
  );
  return byName;
}
