/** Scenes as agents name them: people count them from 1, the API counts segments from 0. Both are understood, each by its own name. */
type Args = Readonly<Record<string, unknown>>;

/** What people call a segment. */
export const sceneOf = ({ index }: { readonly index: number }): number => index + 1;

const fault = (code: string, message: string): Error => Object.assign(new Error(message), { code });

/**
 * The segment that is meant by `scene` or `index`.
 * @returns the arguments with `index` alone, so that a call is the same call by whichever name
 * @throws Error `validation_failed` where neither is given, or both and they differ
 */
export function withIndex({ scene, index, ...args }: Args): Args & { readonly index: number } {
  const meant = [...(scene === undefined ? [] : [Number(scene) - 1]), ...(index === undefined ? [] : [Number(index)])];
  const [first] = meant;
  if (first === undefined) throw fault('validation_failed', 'Name the scene: scene counts from 1.');
  if (meant.some((one) => one !== first))
    throw fault('validation_failed', `scene ${String(scene)} has index ${first}: give one of both, scene counts from 1, index from 0.`);
  return { ...args, index: first };
}

/**
 * The segments that are meant by `scenes` or `segments`.
 * @returns the arguments with `segments` alone, which is absent where none was named
 * @throws Error `validation_failed` where both are given
 */
export function withSegments({ scenes, segments, ...args }: Args): Args & { readonly segments?: readonly number[] } {
  if (scenes !== undefined && segments !== undefined)
    throw fault('validation_failed', 'Give scenes, which count from 1, or segments, which count from 0.');
  const meant = scenes === undefined ? (segments as readonly number[] | undefined) : (scenes as readonly number[]).map((one) => one - 1);
  return { ...args, ...(meant !== undefined && { segments: meant }) };
}

/** @param indices those that were asked for @param total how many segments there are */
export const noSuchScene = (indices: readonly number[], total: number): Error => {
  const unknown = indices.filter((index) => index >= total).map((index) => index + 1);
  return fault('segment_not_found', `There is no scene ${unknown.join(', ')}: the film has ${total}, counted from 1.`);
};
