/** Under what a found work may be shown in a film, and what is to be said of it. */
export interface FreeLicence {
  /** As it is named to those who watch, `CC BY-SA 4.0`. */
  readonly name: string;
  readonly url: string | null;
}

/** Never for non-commercial use only (NC), never without changes (ND): a film is an adaptation that somebody may earn with. */
const UNFREE = /(?:^|[^a-z])(?:nc|nd|non-?commercial|no-?deriv\w*|fair use|copyrighted|all rights reserved|sampling)(?:[^a-z]|$)/i;
const FREE = /^(?:cc[ -]?0|cc[ -]by(?:[ -]sa)?(?:[ -]\d(?:\.\d)?)?(?:[ -][a-z]{2,3})?|public domain|pd(?:[ -].*)?|pdm?|no restrictions)$/i;

/** @param name as a library writes it, `CC BY-SA 3.0 de` or `Public domain` @returns null for what is not known to be free */
export function freeLicence(name: string | null, url: string | null): FreeLicence | null {
  const plain = (name ?? '').trim().replaceAll('_', ' ');
  if (plain === '' || UNFREE.test(plain) || UNFREE.test(url ?? '') || !FREE.test(plain)) return null;
  return { name: plain, url: url !== null && /^https?:\/\//.test(url) ? url.replace(/^http:/, 'https:') : null };
}
