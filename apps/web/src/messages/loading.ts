import { orReloading } from '../ui/or-reloading';
import { type Messages } from './en';

export type Language = 'en' | 'ru';

export const LANGUAGE_KEY = 'kadr.language';
/** One file for each language; only that of the reader is downloaded. */
const LOADERS: Record<Language, () => Promise<{ readonly default: Messages }>> = {
  en: orReloading(() => import('./en')),
  ru: orReloading(() => import('./ru')),
};

/** What was chosen here, else the first that the browser asks for and we speak. */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem(LANGUAGE_KEY);
  if (chosen === 'en' || chosen === 'ru') return chosen;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find((tag): tag is Language => tag === 'en' || tag === 'ru') ?? 'en';
}

/** Numbers and times are written as in the reader's country, where the browser says which. */
export async function loadMessages(language: Language): Promise<Messages> {
  const { default: messages } = await LOADERS[language]();
  return { ...messages, locale: navigator.languages.find((tag) => tag.startsWith(language)) ?? language };
}
