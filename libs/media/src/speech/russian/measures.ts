/** Russian measures in the cases that prepositions ask for: "при ста восьмидесяти градусах", "к пяти килограммам". */
import { partsOf, type Reading } from '../reading.js';
import { russianIn, type Case } from './cases.js';
import { countsOne } from './genitive.js';
import { ONLY_ATTACHED, scaleNamed, unitNamed, type Counted } from './units.js';

/** Of one, and of many. */
const ENDINGS: Readonly<Record<Case, Readonly<Record<'hard' | 'soft' | 'a', readonly [string, string]>>>> = {
  dative: { hard: ['у', 'ам'], soft: ['ю', 'ям'], a: ['е', 'ам'] },
  instrumental: { hard: ['ом', 'ами'], soft: ['ём', 'ями'], a: ['ой', 'ами'] },
  prepositional: { hard: ['е', 'ах'], soft: ['е', 'ях'], a: ['е', 'ах'] },
};

/** "При 180 °C", "к 5 кг", "при −5 °C", "в 5 км от". */
export function measureInCase(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  const [, sign = '', digits = '', attached = ''] = /^([-−+]?)(\d{1,6})([^\d\s]{0,3})$/u.exec(core) ?? [];
  const next = attached === '' && tail === '' ? partsOf(words[at + 1]).core : '';
  const named = (name: string): Counted | undefined => (ONLY_ATTACHED.has(name) ? undefined : (unitNamed(name) ?? scaleNamed(name)));
  const unit = digits === '' ? undefined : attached === '' ? named(next) : unitNamed(attached);
  const wanted = caseAt(words, at, attached === '' ? 2 : 1, unit);
  if (!unit || !wanted) return undefined;
  const [number, noun] = [russianIn(wanted, digits, unit.gender), nounIn(wanted, unit, countsOne(digits))];
  if (number === undefined || noun === undefined) return undefined;
  const minus = sign === '' ? '' : sign === '+' ? 'плюс ' : 'минус ';
  return { words: attached === '' ? 2 : 1, spoken: `${minus}${number} ${noun} ${unit.behind}`.trim() };
}

function caseAt(words: readonly string[], at: number, own: number, unit: Counted | undefined): Case | undefined {
  const before = partsOf(words[at - 1]).core;
  if (/^при$/iu.test(before)) return 'prepositional';
  if (/^ко?$/iu.test(before)) return 'dative';
  if (/^между$/iu.test(before)) return 'instrumental';
  // How far it is: "в 5 км от города".
  const isFar = /метр$/u.test(unit?.plurals[0] ?? '') && words[at + own] === 'от';
  return isFar && /^(?:в|во|на)$/iu.test(before) ? 'prepositional' : undefined;
}

function nounIn(wanted: Case, { plurals: [one] }: Counted, isOne: boolean): string | undefined {
  if (/[ео]$/u.test(one)) return one;
  if (/[\s-]/u.test(one)) return undefined;
  const kind = /ь$/u.test(one) ? 'soft' : one.endsWith('а') ? 'a' : 'hard';
  const ending = one.endsWith('я') || /сть$/u.test(one) ? undefined : ENDINGS[wanted][kind][isOne ? 0 : 1];
  return ending === undefined ? undefined : (kind === 'hard' ? one : one.slice(0, -1)) + ending;
}

/** Thousands that stand apart: "1 500 000". */
export function joinedNumber(words: readonly string[], at: number): { text: string; words: number } {
  let text = words[at] ?? '';
  let count = 1;
  while (count < 5 && /^[($€£₽]?\d{1,3}(?:\d{3})*$/.test(text) && /^\d{3}(?!\d)/.test(words[at + count] ?? '')) {
    if (count === 1 && !/^[($€£₽]?\d{1,3}$/.test(text)) break;
    text += words[at + count] ?? '';
    count += 1;
  }
  return { text, words: count };
}
