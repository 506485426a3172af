import type { Templates } from './templates.js';
import { GERMAN } from './templates.de.js';
import { ENGLISH } from './templates.en.js';
import { SPANISH } from './templates.es.js';
import { FRENCH } from './templates.fr.js';
import { ITALIAN } from './templates.it.js';
import { DUTCH } from './templates.nl.js';
import { POLISH } from './templates.pl.js';
import { PORTUGUESE } from './templates.pt.js';
import { RUSSIAN } from './templates.ru.js';
import { TURKISH } from './templates.tr.js';
import { UKRAINIAN } from './templates.uk.js';
import type { WrittenLanguage } from './written-language.js';

export const TEMPLATES: Readonly<Record<WrittenLanguage, Templates>> = {
  ...{ en: ENGLISH, ru: RUSSIAN, de: GERMAN, fr: FRENCH, es: SPANISH, it: ITALIAN },
  ...{ pt: PORTUGUESE, nl: DUTCH, pl: POLISH, uk: UKRAINIAN, tr: TURKISH },
};
