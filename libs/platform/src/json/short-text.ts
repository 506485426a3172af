/**
 * A message with its middle cut out when it is long: its words stand at the ends, and what is long is what somebody sent.
 * @param most characters, without those that say how many were cut
 */
export function shortText(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.floor(most / 4);
  // A surrogate pair that is cut in two is no text.
  const [head, end] = [text.slice(0, most - tail).toWellFormed(), text.slice(-tail).toWellFormed()];
  return `${head}… (${text.length - most} characters left out) …${end}`;
}

/** @returns at most so many characters from the beginning; a sign that takes two of them goes or stays as a whole: half of it is no text */
export const beginningOf = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
