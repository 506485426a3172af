/** A drawing of the Fluent Emoji set, or one of our own. */
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
