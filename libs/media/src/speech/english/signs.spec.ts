import { describe, expect, it } from '@jest/globals';
import { textOf, toSpokenForm } from '../spoken-form.js';

const said = (text: string): string =>
  toSpokenForm(text, 'en')
    .utterances.map((utterance) => textOf(utterance))
    .join(' ');

describe('English with signs that say how it is read', () => {
  it.each([
    ['5M views', 'five million views.'],
    ['2B people', 'two billion people.'],
    ['10M+ downloads', 'more than ten million downloads.'],
    ['We passed 3M.', 'we passed three million.'],
    ['1.5M more', 'one point five million more.'],
    ['4K in HDR', 'four kay in aitch dee are.'],
    ['10K in debt', 'ten thousand in debt.'],
    ['He scored 21/25 (84%)', 'he scored twenty one out of twenty five, eighty four percent.'],
    ['an A+ and a B-', 'an ay plus and a bee minus.'],
    ['C# and B♭', 'see sharp and bee flat.'],
    ['UTC-05:00', 'you tee see minus five.'],
    ['GMT+5:30', 'jee em tee plus five thirty.'],
    ['Est. 1892', 'established eighteen ninety two.'],
    ['b. 1950, d. 2001', 'born nineteen fifty, died two thousand one.'],
    ['the 21st c.', 'the twenty first century.'],
    ['6.02×10^23', 'six point zero two times ten to the power of twenty three.'],
    ['P.O. Box 12', 'pee oh box twelve.'],
    ['J.R.R. Tolkien', 'jay are are tolkien.'],
    ['Smith et al. (2020) say', 'smith and others twenty twenty, say.'],
    ['555.123.4567', 'five five five one two three four five six seven.'],
    ['Mon. 9am', 'monday nine a m.'],
    ['Row 5B is free', 'row five bee is free.'],
    ['a 100m dash', 'a one hundred meters dash.'],
    ['7am–9pm', 'seven a m to nine p m.'],
    ['7:30-9am', 'seven thirty to nine a m.'],
    ['9–11 a.m. daily', 'nine to eleven a m daily.'],
    ["48°51'N", 'forty eight degrees fifty one minutes north.'],
    ["0°1'W", 'zero degrees one minute west.'],
    ['a 90° turn', 'a ninety degrees turn.'],
    ['2025-11-30T16:05Z', 'november thirtieth twenty twenty five at sixteen oh five you tee see.'],
    ['2025-11-30T08:00:00', 'november thirtieth twenty twenty five at eight.'],
    ['on 5.5.2025', 'on may fifth twenty twenty five.'],
    ['5 May 2025', 'the fifth of may twenty twenty five.'],
    ['the 5 May vote', 'the fifth of may vote.'],
    ['192.168.0.1', 'one nine two dot one six eight dot zero dot one.'],
    ['version 2.10.3', 'version two point one zero point three.'],
    ['√2 and π', 'the square root of two and pi.'],
    ['2^n', 'two to the power of n.'],
    ['EUR 1,200.50', 'one thousand two hundred euros fifty.'],
    ['USD 1 or 20 PLN', 'one dollar or twenty zlotys.'],
    ['฿20', 'twenty baht.'],
    ['Settings > Wi-Fi', 'settings then wi fi.'],
    ['7 > 3', 'seven greater than three.'],
    ['3/4 tsp of salt', 'three quarters of a teaspoon of salt.'],
    ['2/3 of all', 'two thirds of all.'],
    ['ext. 12', 'extension twelve.'],
    ['Op. 125', 'opus one hundred twenty five.'],
    ['Act III, Scene iv.', 'act three, scene four.'],
    ['I like the scene iv had', 'i like the scene iv had.'],
    ['a 747-400', 'a seven hundred forty seven four hundred.'],
    ['300-400 seats', 'three hundred to four hundred seats.'],
    ["COVID's third wave", "covid's third wave."],
    ['FYI and VIP', 'eff why eye and vee eye pee.'],
  ])('%s is "%s"', (text, spoken) => {
    expect(said(text)).toBe(spoken);
  });
});
