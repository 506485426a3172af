/** One of a list, the first again after the last. @throws Error for an empty list */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[((index % list.length) + list.length) % list.length];
  if (item === undefined) throw new Error('Nothing to choose from');
  return item;
}
