import { beginningOf } from '#platform';
import { ProviderError } from '../../contracts/errors.js';
import { fittingDuration } from '../http/fit.js';
import { type Param, type Params } from './models/params.js';

/** What a request offers to a model. Pictures are addresses that KIE can read. */
export interface Wishes {
  readonly prompt: string;
  readonly negativePrompt: string | null;
  readonly firstUrl: string | null;
  readonly lastUrl: string | null;
  /** The picture to be changed. */
  readonly sourceUrl: string | null;
  readonly durationSeconds: number | null;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly seed: number;
  readonly voice?: string;
  /** 1 = the voice's natural rate. */
  readonly speed?: number;
}

type Value = string | number | boolean | readonly string[];

/** Largest seed that all of the models take. */
const MAX_SEED = 2 ** 31 - 1;

/**
 * The input of a model, each parameter with exactly the type it wants. Nothing is sent that its table does not know.
 * @throws ProviderError `invalid_parameter` (final) naming all that is missing, before anything is spent
 */
export function inputOf(model: string, params: Params, wishes: Wishes): Readonly<Record<string, Value>> {
  const input: Record<string, Value> = {};
  const missing: string[] = [];
  for (const [name, param] of Object.entries(params)) {
    const value = valueOf(param, wishes);
    if (value !== null) input[name] = value;
    else if (param.isRequired) missing.push(name);
  }
  if (missing.length > 0) throw new ProviderError('invalid_parameter', `kie:${model} needs ${missing.join(', ')}`, false);
  return input;
}

/** The length a model will make of what is wanted; null: it has no choice of lengths. */
export function lengthMade(params: Params, wantedSeconds: number): number | null {
  const duration = Object.values(params).find(({ from }) => from === 'duration');
  return duration ? fittingDuration(wantedSeconds, numbers(duration)) : null;
}

/** Lengths a model can make; null: it does not say. */
export function lengthsOf(params: Params): readonly number[] | null {
  const duration = Object.values(params).find(({ from }) => from === 'duration');
  return duration ? numbers(duration) : null;
}

/** Shapes a model can make, as `w:h`; null: it follows the picture, or does not say. */
export function ratiosOf(params: Params): readonly string[] | null {
  const ratio = Object.values(params).find(({ from }) => from === 'ratio');
  return ratio ? (ratio.values ?? []).map((value) => shapeNames.get(String(value)) ?? String(value)) : null;
}

function valueOf(param: Param, wishes: Wishes): Value | null {
  if (param.fixed !== undefined) return param.fixed;
  const { firstUrl, lastUrl, sourceUrl } = wishes;
  switch (param.from) {
    case 'prompt':
      return cut(wishes.prompt, param.max);
    case 'negative':
      return wishes.negativePrompt === null ? null : cut(wishes.negativePrompt, param.max);
    case 'first':
      return firstUrl;
    case 'last':
      return lastUrl;
    case 'source':
      return sourceUrl === null ? null : param.as === 'list' ? [sourceUrl] : sourceUrl;
    case 'frames': {
      const frames = [firstUrl, lastUrl].filter((url) => url !== null).slice(0, param.max);
      return frames.length > 0 ? frames : null;
    }
    case 'frames-or-text':
      return param.values?.[firstUrl === null ? 0 : 1] ?? null;
    case 'duration': {
      if (wishes.durationSeconds === null) return null;
      const seconds = fittingDuration(wishes.durationSeconds, numbers(param));
      return param.as === 'string' ? String(seconds) : seconds;
    }
    case 'ratio':
      return nearestShape(texts(param), wishes.widthPx / wishes.heightPx);
    case 'resolution':
      return sharpEnough(texts(param), wishes);
    case 'seed':
      return wishes.seed % MAX_SEED;
    case 'voice':
      return wishes.voice ?? null;
    case 'speed': {
      const [least, most] = param.between ?? [0, Infinity];
      return wishes.speed === undefined ? null : Math.min(most, Math.max(least, wishes.speed));
    }
    case undefined:
      return null;
  }
}

const numbers = ({ values = [] }: Param): number[] => values.map(Number);
const texts = ({ values = [] }: Param): string[] => values.map(String);
const cut = (text: string, max: number | undefined): string => (max === undefined ? text : beginningOf(text, max));

/** Sizes that go by names. */
const shapeNames: ReadonlyMap<string, string> = new Map([
  ['square_hd', '1:1'],
  ['portrait_4_3', '3:4'],
  ['portrait_16_9', '9:16'],
  ['landscape_4_3', '4:3'],
  ['landscape_16_9', '16:9'],
]);

function nearestShape(shapes: readonly string[], wanted: number): string | null {
  const distance = (shape: string): number => {
    const [width = 1, height = 1] = (shapeNames.get(shape) ?? shape).split(':').map(Number);
    return Math.abs(Math.log(width / height / wanted));
  };
  return shapes.toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** The least of the named sharpnesses that is enough, else the best. `p` counts the short side, `K` the long one. */
function sharpEnough(names: readonly string[], { widthPx, heightPx }: Wishes): string | null {
  const pixels = (name: string): number => {
    const count = Number.parseInt(name, 10);
    if (/p$/i.test(name)) return count / Math.min(widthPx, heightPx);
    // Videos call 2160 lines 4k.
    return (name === '4k' ? 3840 : count * 1024) / Math.max(widthPx, heightPx);
  };
  const sorted = names.toSorted((a, b) => pixels(a) - pixels(b));
  return sorted.find((name) => pixels(name) >= 1) ?? sorted.at(-1) ?? null;
}
