/** Languages that people are spoken to in. */
export type Locale = 'en' | 'ru';

/** @param tag BCP 47, of a video or a person. What is not spoken becomes English */
export const localeOf = (tag: string | null | undefined): Locale => (/^ru\b/i.test(tag ?? '') ? 'ru' : 'en');

/** @param header `Accept-Language`. @returns the one of ours that is asked for first */
export function localeAccepted(header: string | undefined): Locale {
  const first = (header ?? '').split(',').find((part) => /^\s*(ru|en)\b/i.test(part));
  return localeOf(first?.trim());
}

/** The form of a word that goes with a number, e.g. one of «картинка», «картинки», «картинок». */
export function plural(
  locale: Locale,
  count: number,
  forms: { readonly one: string; readonly few?: string; readonly many: string },
): string {
  const rule = new Intl.PluralRules(locale).select(count);
  if (rule === 'one') return forms.one;
  return rule === 'few' ? (forms.few ?? forms.many) : forms.many;
}
