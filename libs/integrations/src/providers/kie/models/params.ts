/** How a model's parameters are filled: the vocabulary of the tables beside this file. */
export interface Param {
  /** What of the request goes in; absent: `fixed`. */
  readonly from?:
    | 'prompt'
    | 'negative'
    /** First picture, last picture, both in order, or the picture to be changed. */
    | 'first'
    | 'last'
    | 'frames'
    | 'source'
    | 'duration'
    | 'ratio'
    | 'resolution'
    | 'seed'
    | 'voice'
    /** How fast it is spoken, within `between`. */
    | 'speed'
    /** Whether there are frames decides the word: [without, with]. */
    | 'frames-or-text';
  /** Sent as this type; models differ on purpose. */
  readonly as?: 'string' | 'number' | 'list';
  readonly values?: readonly (string | number)[];
  /** Characters of a text, pictures of a list. */
  readonly max?: number;
  readonly isRequired?: boolean;
  readonly between?: readonly [least: number, most: number];
  readonly fixed?: string | number | boolean;
}

export type Params = Readonly<Record<string, Param>>;

export const prompt = (max: number): Param => ({ from: 'prompt', max, isRequired: true });
export const negative = (max = 500): Param => ({ from: 'negative', max });
export const firstAs = (max = 1): Param => ({ from: 'frames', as: 'list', max, isRequired: true });
export const first: Param = { from: 'first', isRequired: true };
export const firstIfAny: Param = { from: 'first' };
export const last: Param = { from: 'last' };
export const framesIfAny = (max = 2): Param => ({ from: 'frames', as: 'list', max });
export const source: Param = { from: 'source', isRequired: true };
export const sources = (max: number): Param => ({ from: 'source', as: 'list', max, isRequired: true });
export const seconds = (as: 'string' | 'number', ...values: number[]): Param => ({ from: 'duration', as, values, isRequired: true });
export const secondsBetween = (as: 'string' | 'number', min: number, max: number): Param =>
  seconds(as, ...Array.from({ length: max - min + 1 }, (_, i) => min + i));
export const ratio = (...values: string[]): Param => ({ from: 'ratio', values, isRequired: true });
export const resolution = (...values: string[]): Param => ({ from: 'resolution', values, isRequired: true });
export const seed: Param = { from: 'seed', as: 'number' };
export const fixed = (value: string | number | boolean): Param => ({ fixed: value });

export const WIDE_TALL_SQUARE = ['16:9', '9:16', '1:1'];
export const FIVE_RATIOS = ['16:9', '4:3', '1:1', '3:4', '9:16'];
