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
    ['It weighs 5½ lb', 'it weighs five and a half pounds'],
    ['2¼ cups', 'two and a quarter cups'],
    ['3¾ km away', 'three and three quarters kilometers away'],
    ['CO2 rose', 'see oh two rose'],
    ['A 4x4 drove', 'a four by four drove'],
    ['1920×1080', 'one thousand nine hundred twenty by one thousand eighty'],
    ['$99/mo', 'ninety nine dollars per month'],
    ['£20/night', 'twenty pounds per night'],
    ['Open 9-5 on weekdays', 'open nine to five on weekdays'],
    ['from 1914–1918 they fought', 'from nineteen fourteen to nineteen eighteen they fought'],
    ['€20 or £15', 'twenty euros or fifteen pounds'],
    ['only 0.05% remain', 'only zero point zero five percent remain'],
  ])('%s, as it is written every day', (text, spoken) => expect(said(text)).toBe(spoken));

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

  it.each([
    [
      'The film cost $1.5 million and earned $7667.47 on day one.',
      'the film cost one point five million dollars and earned seven thousand six hundred sixty seven dollars forty seven on day one',
    ],
    ['Louis XIV met Henry VIII at 9:08 AM.', 'louis the fourteenth met henry the eighth at nine oh eight a m'],
    ['World War II ended in 1945.', 'world war two ended in nineteen forty five'],
    ['Our 5G support is 24/7.', 'our five gee support is twenty four seven'],
    ['Mt. Everest is 100 km away.', 'mount everest is one hundred kilometers away'],
    ['It weighs 12 lb. That is much.', 'it weighs twelve pounds that is much'],
    ['He is 6 ft. tall.', 'he is six feet tall'],
    ['A pipe of 3 in. diameter', 'a pipe of three inches diameter'],
    ['Wait 5 min. Then stir.', 'wait five minutes then stir'],
    ['It fell 20 mi. from here.', 'it fell twenty miles from here'],
    ['Chapter IV begins.', 'chapter four begins'],
    ['Pope John Paul II spoke.', 'pope john paul the second spoke'],
    ['The 3rd of 10', 'the third of ten'],
    ['In the 1960s, 70% smoked.', 'in the nineteen sixties seventy percent smoked'],
    ['It grew 2.5x in Q3 2024.', 'it grew two point five times in cue three twenty twenty four'],
    ['From 1914–1918 nobody', 'from nineteen fourteen to nineteen eighteen nobody'],
    ['£3.2bn was lost', 'three point two billion pounds was lost'],
    ['about 10k people', 'about ten thousand people'],
    ['Call 911 at 6:00 PM.', 'call nine one one at six p m'],
    ['It is −40 °F or 3.6 m/s.', 'it is minus forty degrees fahrenheit or three point six meters per second'],
    ['on July 4, 1776, they', 'on july fourth seventeen seventy six they'],
    ['on 4 July 1776', 'on the fourth of july seventeen seventy six'],
    ['Vitamin B12 and H2O', 'vitamin bee twelve and aitch two oh'],
    ['Dr. Lee vs. Mr. Ray, etc.', 'doctor lee versus mister ray et cetera'],
    ['the 80s were loud', 'the eighties were loud'],
    ['in 44 BC', 'in forty four bee see'],
    ['500 mph', 'five hundred miles per hour'],
    ['add 2 1/2 tbsp. of oil', 'add two and a half tablespoons of oil'],
    ['3 3/4 in. deep', 'three and three quarters inches deep'],
    ['of group 2 1/3 of all left', 'of group two one third of all left'],
    ['1/3 cup', 'one third cup'],
    ['10^6 cells', 'ten to the power of six cells'],
    ['a 1,000,000:1 chance', 'a one million to one chance'],
  ])('%s is "%s"', (written, spoken) => expect(said(written)).toBe(spoken));
});
