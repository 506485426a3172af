/** Abbreviations of languages that are read by no tables of their own: what is said for them, and that no sentence ends behind them. */
import { table } from '../text/table.js';
import { partsOf, type Reading } from './reading.js';

/** Written = said, `;` between them. Two written words stand together; a dot belongs to each. Those behind `|` may end a sentence. */
const TABLES: Readonly<Record<string, string>> = table({
  de:
    'z b = zum Beispiel; d h = das heißt; u a = unter anderem; v a = vor allem; i d r = in der Regel; v chr = vor Christus; n chr = nach Christus; z t = zum Teil; ' +
    'z.b = zum Beispiel; d.h = das heißt; u.a = unter anderem; v.a = vor allem; bzw = beziehungsweise; ca = circa; dr = Doktor; prof = Professor; ' +
    'nr = Nummer; hr = Herr; fr = Frau; st = Sankt; evtl = eventuell; ggf = gegebenenfalls; inkl = inklusive; max = maximal; min = mindestens; vgl = vergleiche; ' +
    'mio = Millionen; mrd = Milliarden; tsd = Tausend; abs = Absatz; art = Artikel; bsp = Beispiel; geb = geboren; tel = Telefon; jh = Jahrhundert | usw = und so weiter; etc = et cetera; str = Straße',
  fr:
    'p ex = par exemple; av j.-c = avant Jésus-Christ; apr j.-c = après Jésus-Christ; p.ex = par exemple; m = monsieur; mm = messieurs; mme = madame; mlle = mademoiselle; dr = docteur; ' +
    'pr = professeur; st = saint; ste = sainte; env = environ; vol = volume; chap = chapitre; fig = figure; tél = téléphone; av = avenue; bd = boulevard; janv = janvier; févr = février; sept = septembre; ' +
    'oct = octobre; nov = novembre; déc = décembre | etc = et cetera',
  es:
    'p ej = por ejemplo; ee uu = Estados Unidos; a c = antes de Cristo; d c = después de Cristo; p.ej = por ejemplo; sr = señor; sra = señora; srta = señorita; dña = doña; dr = doctor; ' +
    'dra = doctora; prof = profesor; ud = usted; uds = ustedes; núm = número; pág = página; págs = páginas; aprox = aproximadamente; tel = teléfono; av = avenida; avda = avenida; sto = santo; sta = santa | etc = etcétera',
  it:
    'p es = per esempio; a c = avanti Cristo; d c = dopo Cristo; p.es = per esempio; sig = signor; sig.ra = signora; dott = dottor; dott.ssa = dottoressa; prof = professor; ing = ingegner; avv = avvocato; ' +
    'ca = circa; pag = pagina; num = numero; tel = telefono | ecc = eccetera',
  pt:
    'p ex = por exemplo; a c = antes de Cristo; d c = depois de Cristo; p.ex = por exemplo; sr = senhor; sra = senhora; dr = doutor; dra = doutora; prof = professor; profa = professora; pág = página; ' +
    'núm = número; tel = telefone; av = avenida; aprox = aproximadamente | etc = et cetera',
  nl: 'd w z = dat wil zeggen; bijv = bijvoorbeeld; bv = bijvoorbeeld; d.w.z = dat wil zeggen; ca = circa; dhr = de heer; mevr = mevrouw; dr = dokter; nr = nummer; blz = bladzijde; o.a = onder andere | enz = enzovoort; etc = et cetera',
  pl: 'np = na przykład; tzn = to znaczy; tzw = tak zwany; ok = około; dr = doktor; prof = profesor; ul = ulica; nr = numer; m.in = między innymi; godz = godzina | itd = i tak dalej; itp = i tym podobne',
});

interface Short {
  readonly said: string;
  readonly leadsOn: boolean;
}

function read(table: string): ReadonlyMap<string, Short> {
  const [inside = '', atEnds = ''] = table.split(' | ');
  const entries = (text: string, leadsOn: boolean): [string, Short][] =>
    text.split('; ').flatMap((entry) => {
      const [written, said] = entry.split(' = ');
      return written && said ? [[written, { said, leadsOn }] as [string, Short]] : [];
    });
  return new Map([...entries(inside, true), ...entries(atEnds, false)]);
}

const tables = new Map<string, ReadonlyMap<string, Short>>();

const MOST_WORDS = 3;

/** What is said for the abbreviation that begins at `words[at]`; undefined where there is none. @param language such as de */
export function readShort(words: readonly string[], at: number, language: string): Reading | undefined {
  const written = Object.hasOwn(TABLES, language) ? TABLES[language] : undefined;
  if (written === undefined) return undefined;
  const table = tables.get(language) ?? read(written);
  tables.set(language, table);
  for (let count = MOST_WORDS; count > 0; count -= 1) {
    const parts = words.slice(at, at + count).map((word) => partsOf(word));
    if (
      parts.length < count ||
      parts.some(({ core, tail }, index) => core === '' || !(index < count - 1 ? tail === '.' : tail.startsWith('.')))
    )
      continue;
    const short = table.get(parts.map(({ core }) => core.toLowerCase()).join(' '));
    // Of one letter, only before a capital: "M. Dupont".
    if (!short || (count === 1 && (parts[0]?.core.length ?? 0) < 2 && !/^\p{Lu}/u.test(words[at + 1] ?? ''))) continue;
    return { words: count, spoken: short.said, leadsOn: short.leadsOn };
  }
  return language === 'de' ? germanOrdinal(words, at) : undefined;
}

const ONES =
  '_ ers zwei drit vier fünf sechs sieb ach neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'.split(' ');
const CARDINALS = '_ ein zwei drei vier fünf sechs sieben acht neun'.split(' ');
const MONTH = /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)$/u;

/** "Am 3. Oktober": am dritten. */
function germanOrdinal(words: readonly string[], at: number): Reading | undefined {
  const { core, tail } = partsOf(words[at]);
  const value = Number(core);
  if (!/^\d{1,2}$/.test(core) || tail !== '.' || value < 1 || value > 31 || !MONTH.test(partsOf(words[at + 1]).core)) return undefined;
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  const stem =
    value < 20 ? `${ONES[value] ?? ''}t` : `${ones > 0 ? `${CARDINALS[ones] ?? ''}und` : ''}${tens === 2 ? 'zwanzig' : 'dreißig'}st`;
  return { words: 1, spoken: stem + (/^(?:der|die|das)$/iu.test(words[at - 1] ?? '') ? 'e' : 'en'), leadsOn: true };
}
