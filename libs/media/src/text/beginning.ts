/** @returns at most so many characters from the beginning of a text; a sign that takes two of them goes or stays as a whole */
export const beginningOf = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
