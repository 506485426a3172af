export interface Forms {
  readonly one: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** The form of a word that goes with a number, without the number. */
export function plural(locale: string, n: number, forms: Forms): string {
  const rule = new Intl.PluralRules(locale).select(n);
  return (rule === 'one' || rule === 'few' || rule === 'many' ? forms[rule] : undefined) ?? forms.other;
}
