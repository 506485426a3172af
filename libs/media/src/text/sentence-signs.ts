/**
 * Signs that end a sentence, for a class of a pattern: of Latin and Cyrillic, Chinese and Japanese, Arabic and Urdu, Armenian, Devanagari and
 * its kin, Ethiopic, Khmer, Burmese and Tibetan.
 */
export const SENTENCE_SIGNS = '.!?…。！？؟۔։।॥።፧។៕။༎';
/** Those behind which no white space need stand. */
export const UNSPACED_SENTENCE_SIGNS = '。！？។៕။';
