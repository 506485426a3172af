import { describe, expect, it } from '@jest/globals';
import { toSpokenForm } from '../spoken-form.js';

/** What is said for a text, and a promise that every written word has its place in it. */
function said(text: string): string {
  const form = toSpokenForm(text, 'en');
  const units = form.utterances.flatMap((utterance) => utterance.units);
  expect(form.written).toEqual(text.split(/\s+/u));
  expect(units.reduce((sum, unit) => sum + unit.writtenWords, 0)).toBe(form.written.length);
  return units.map(({ spoken }) => spoken).filter((spoken) => spoken !== '').join(' '); // prettier-ignore
}

describe('English read with what stands beside it (faults D5)', () => {
  it.each([
    ['$1.5 million', 'one point five million dollars'],
    ['€2 billion', 'two billion euros'],
    ['1,5 million', 'one point five million'],
    ['3 million USD', 'three million dollars'],
    ['24/7', 'twenty four seven'],
    ['1/2', 'one half'],
    ['3/4 of it', 'three quarters of it'],
    ['2/3', 'two thirds'],
    ['5G', 'five gee'],
    ['4K', 'four kay'],
    ['3D', 'three dee'],
    ['Louis XIV met', 'louis the fourteenth met'],
    ['Henry VIII', 'henry the eighth'],
    ['World War II', 'world war two'],
    ['XX century', 'twentieth century'],
    ['555-1234', 'five five five one two three four'],
    ['2024-12-25', 'december twenty fifth twenty twenty four'],
    ['12/25/2024', 'december twenty fifth twenty twenty four'],
    ['December 25', 'december twenty fifth'],
    ['Mt. Everest', 'mount everest'],
    ['St. Peter', 'saint peter'],
    ['Main St. is', 'main street is'],
    ['No. 5', 'number five'],
    ['9:08 AM', 'nine oh eight a m'],
    ['9 a.m.', 'nine a m'],
    ['100 km away', 'one hundred kilometers away'],
    ['1 km', 'one kilometer'],
    ['100 km/h', 'one hundred kilometers per hour'],
    ['−5 °C', 'minus five degrees celsius'],
    ['72°F', 'seventy two degrees fahrenheit'],
    ['25 %', 'twenty five percent'],
    ['5 €', 'five euros'],
    ['5–10 kg', 'five to ten kilograms'],
  ])('%s is "%s"', (written, spoken) => expect(said(written)).toBe(spoken));

  it.each([
    ['1990–2000', 'nineteen ninety to two thousand'],
    ['21st', 'twenty first'],
    ['version 2.0', 'version two point zero'],
    ['¾', 'three quarters'],
    ['I am no fool', 'i am no fool'],
    ['$19.99', 'nineteen dollars ninety nine'],
    ['5kg', 'five kilograms'],
  ])('%s stays "%s"', (written, spoken) => expect(said(written)).toBe(spoken));
});
