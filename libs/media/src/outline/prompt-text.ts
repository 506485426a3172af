/** How the text of a prompt is tidied, cut and closed, whatever its language. Pure. */
import { beginningOf } from '../text/beginning.js';
import { withoutEnd } from '../text/without-end.js';

/** What is read of a prompt: twice the longest that a request may hold. */
const READ_CHARS = 20_000;
export const CLOSING = /[\s.!?…,;:]/u;
const TRAILING = /[\s,;:–—-]/u;

/** Without control characters, direction marks and emoji; white space folded. Letters of any script stay. @param loose marks that no space belongs before */
export function clean(prompt: string, loose = /\s+([.,!?;:])/gu): string {
  return prompt
    .slice(0, READ_CHARS)
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\ufe0f]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(loose, '$1')
    .trim();
}

/** «тел. 555», "Dr. Smith" go on. */
const BETWEEN_SENTENCES =
  /(?<=[.!?…][)»”"']?)(?<!(?:^|[\s(])(?:[Тт]ел|[Уу]л|кв|стр|им|руб|тыс|г|д|[Tt]el|No|St|Ave|Dr|Mr|Mrs|Ms|vs|approx)\.)\s+(?=[^\p{Ll}])/u;

export function splitSentences(text: string): string[] {
  return text
    .split(BETWEEN_SENTENCES)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** What stands in quotes, when all of it does. */
export function unquoted(text: string, closing = /["'»”]/u): string {
  const opened = text.replace(/^["'«“„]+/u, '');
  const inner = withoutEnd(opened, closing);
  return opened === text || inner === opened ? text : inner;
}

export function countOf(sentence: string): number | null {
  const count = Number(/\b(\d{1,2})\b/.exec(sentence)?.[1] ?? NaN);
  return count >= 2 && count <= 10 ? count : null;
}

export function closeSentence(sentence: string): string {
  return /[.!?…]["'»”)]*$/u.test(sentence) ? sentence : `${withoutEnd(sentence, TRAILING)}.`;
}

export function cutAtWord(text: string, chars: number): string {
  if (text.length <= chars) return text;
  const cut = text.slice(0, chars + 1).replace(/\s+\S*$/u, '');
  // One word longer than the limit is cut between whole characters.
  const whole = [...(cut.length > chars ? beginningOf(cut, chars) : cut)].join('');
  return withoutEnd(whole, TRAILING);
}

export function upperFirst(text: string): string {
  // "iPhone", "eBay": written so on purpose.
  return text.replace(/^([^\p{L}\p{N}]*)(\p{Ll})(?!\p{Lu})/u, (_, before: string, letter: string) => before + letter.toUpperCase());
}
