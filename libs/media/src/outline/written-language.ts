/** Languages that the writer has sentences of its own in. */
export const WRITTEN_LANGUAGES = ['en', 'ru', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'uk', 'tr'] as const;
export type WrittenLanguage = (typeof WRITTEN_LANGUAGES)[number];
/** Those whose prompts are read by the words in `requests-elsewhere.ts`. */
export type OtherLanguage = Exclude<WrittenLanguage, 'en' | 'ru'>;

/** @param language BCP 47 @returns null where the writer has no sentences */
export function writtenLanguage(language: string): WrittenLanguage | null {
  const base = language.toLowerCase().split('-')[0];
  return WRITTEN_LANGUAGES.find((one) => one === base) ?? null;
}
