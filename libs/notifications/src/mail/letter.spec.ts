import { describe, expect, it } from '@jest/globals';
import { letterOf, type LetterPart } from './letter.js';

const LEAVE = 'https://kadr.example/a/leave/x';
const part = (change: Partial<LetterPart> = {}): LetterPart => ({
  ...{
    heading: 'Ready: Bees',
    lines: ['The link works.'],
    quote: null,
    pictures: [],
    button: { label: 'Watch', url: 'https://kadr.example/f' },
  },
  ...change,
});

describe('a letter', () => {
  it('says the same as text and as HTML, with a way out in both', () => {
    const { subject, text, html } = letterOf('en', [part()], LEAVE);
    expect(subject).toBe('Ready: Bees');
    expect(text).toContain('Ready: Bees\n\nThe link works.\n\nWatch:\nhttps://kadr.example/f\n\n\n--\n');
    expect(text).toContain(`Unsubscribe: ${LEAVE}`);
    for (const said of ['Ready: Bees', 'The link works.', 'href="https://kadr.example/f"', `href="${LEAVE}"`, '<html lang="en">'])
      expect(html).toContain(said);
  });

  it('takes what users have written as text, and never as markup or headers', () => {
    const { subject, html } = letterOf(
      'ru',
      [part({ heading: 'A <b>\r\nBcc: x@y.z\u202e</b>', quote: '<script>alert(1)</script>\n"&' })],
      null,
    );
    expect(subject).toBe('A <b> Bcc: x@y.z </b>');
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;\n&quot;&amp;');
    expect(html).not.toContain('leave');
  });

  it.each([
    [2, 'Готово: «Пчёлы» и ещё 1 новость'],
    [4, 'Готово: «Пчёлы» и ещё 3 новости'],
    [7, 'Готово: «Пчёлы» и ещё 6 новостей'],
  ])('gathers %i pieces of news', (count, subject) => {
    const parts = Array.from({ length: count }, (_, index) => part({ heading: index === 0 ? 'Готово: «Пчёлы»' : `Ещё ${index}` }));
    const letter = letterOf('ru', parts, LEAVE);
    expect(letter.subject).toBe(subject);
    expect(letter.text).toContain(`Ещё ${count - 1}`);
  });

  it('has a subject that fits a line, whole characters', () => {
    const { subject } = letterOf('en', [part({ heading: '🐝'.repeat(300) }), part()], LEAVE);
    expect(subject.length).toBeLessThanOrEqual(150);
    expect(subject.isWellFormed()).toBe(true);
    expect(subject).toMatch(/… and 1 more$/);
  });
});
