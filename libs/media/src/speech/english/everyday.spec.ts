import { describe, expect, it } from '@jest/globals';
import { toSpokenForm } from '../spoken-form.js';

const said = (text: string): string =>
  toSpokenForm(text, 'en')
    .utterances.flatMap(({ units }) => units)
    .map(({ spoken }) => spoken)
    .filter((spoken) => spoken !== '')
    .join(' ');

describe('English that is written short in everyday texts', () => {
  it.each([
    ['US$1.2m', 'one point two million you ess dollars'],
    ['$5-$10 million', 'five to ten million dollars'],
    ['£20-30k a year', 'twenty to thirty thousand pounds a year'],
    ['€3.5m', 'three point five million euros'],
    ['₹999', 'nine hundred ninety nine rupees'],
    ['50¢', 'fifty cents'],
    ['Mon-Fri', 'monday to friday'],
    ['Sat. at 9', 'saturday at nine'],
    ['c. 1500 BC', 'circa fifteen hundred bee see'],
    ['AD 79', 'ay dee seventy nine'],
    ['300 BCE', 'three hundred bee see ee'],
    ['6ft 2in', 'six foot two'],
    ['5\'10"', 'five foot ten'],
    ['6′2″', 'six foot two'],
    ['a 30" screen', 'a thirty inch screen'],
    ['9.58s', 'nine point five eight seconds'],
    ['2h 15m', 'two hours fifteen minutes'],
    ['1h30', 'one hour thirty minutes'],
    ['pH 7.4', 'pee aitch seven point four'],
    ['5 µg/mL', 'five micrograms per milliliter'],
    ['10 mmHg', 'ten millimeters of mercury'],
    ['90 mg/dL', 'ninety milligrams per deciliter'],
    ['12V', 'twelve volts'],
    ['220-240V', 'two hundred twenty to two hundred forty volts'],
    ['1.21 GW', 'one point two one gigawatts'],
    ['10 Mbps', 'ten megabits per second'],
    ['9.8 m/s²', 'nine point eight meters per second squared'],
    ['4.25% p.a.', 'four point two five percent per year'],
    ['1,000s of people', 'thousands of people'],
    ['100s of dogs', 'hundreds of dogs'],
    ['50/50', 'fifty fifty'],
    ['80/20', 'eighty twenty'],
    ['5 × 3 = 15', 'five times three equals fifteen'],
    ['10 ÷ 2', 'ten divided by two'],
    ['≥ 8 and ≤ 64', 'at least eight and at most sixty four'],
    ['~10%', 'about ten percent'],
    ['½ tsp', 'half a teaspoon'],
    ['½ oz', 'half an ounce'],
    ['¾ lb', 'three quarters of a pound'],
    ['2⁄3 cup', 'two thirds cup'],
    ['Jan. 15th', 'january fifteenth'],
    ['on 15 Jan 2024', 'on the fifteenth of january twenty twenty four'],
    ['1-800-FLOWERS', 'one eight hundred flowers'],
    ['978-3-16-148410-0', 'nine seven eight three one six one four eight four one zero zero'],
    ['1.618:1', 'one point six one eight to one'],
    ['in 1066', 'in ten sixty six'],
    ['1066 boats', 'one thousand sixty six boats'],
    ["George VI's son", "george the sixth's son"],
    ['Size XL', 'size ex ell'],
    ['WWII', 'world war two'],
    ['w/ or w/o milk', 'with or without milk'],
    ['Smith et al. wrote', 'smith and others wrote'],
    ['BA2490', 'bee ay two thousand four hundred ninety'],
    ['IBM and the IMF', 'eye bee em and the eye em eff'],
    ['NASA, STOP and SO', 'nasa stop and so'],
  ])('%s is "%s"', (written, spoken) => expect(said(written)).toBe(spoken));

  it('hears a parenthesis by its pauses, and ends no sentence behind an abbreviation', () => {
    const { utterances } = toSpokenForm('It boils at 100 °C (212 °F) on Jan. 15th, at 9 a.m., in all word(s) of it.', 'en');
    expect(utterances).toHaveLength(1);
    const pauses = utterances.flatMap(({ units }) => units).filter(({ pause }) => pause !== '');
    expect(pauses.map(({ spoken }) => spoken)).toEqual([
      'one hundred degrees celsius',
      'two hundred twelve degrees fahrenheit',
      'fifteenth',
      'nine a m',
      'it',
    ]);
  });
});
