/**
 * A text without the characters at its end that `unwanted` fits. What `/x+$/` does, in one pass from the end: that pattern begins anew at
 * each sign of every run inside the text, which is the square of the run's length.
 * @param unwanted fits one character; without the flag `g`
 */
export function withoutEnd(text: string, unwanted: RegExp): string {
  let end = text.length;
  while (end > 0) {
    const isPair = end > 1 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(end - 2, end));
    const last = text.slice(end - (isPair ? 2 : 1), end);
    if (!unwanted.test(last)) break;
    end -= last.length;
  }
  return text.slice(0, end);
}
