import { type PictureRequest, type WorkContext } from '../../contracts/makers.js';

/** The best that nobody else shows. @param best of what is not excluded; null: there is nothing else */
export async function firstFree<T extends { readonly id: string }>(
  { exclude = [] }: Pick<PictureRequest, 'exclude'>,
  { takes }: Pick<WorkContext, 'takes'>,
  best: (exclude: readonly string[]) => T | null,
): Promise<T | null> {
  const passed = [...exclude];
  for (;;) {
    const found = best(passed);
    if (!found || !takes || (await takes(found.id))) return found;
    passed.push(found.id);
  }
}
