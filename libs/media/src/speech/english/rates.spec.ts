import { describe, expect, it } from '@jest/globals';
import { textOf, toSpokenForm } from '../spoken-form.js';

const said = (text: string): string =>
  toSpokenForm(text, 'en')
    .utterances.map((utterance) => textOf(utterance))
    .join(' ');

describe('English rates, sums and what is dictated', () => {
  it.each([
    ['Born 16/08/2009', 'born august sixteenth two thousand nine.'],
    ['12/05/1980', 'december fifth nineteen eighty.'],
    ['13/13/2000', 'thirteen slash thirteen slash two thousand.'],
    ['Rated 4.7/5 by users', 'rated four point seven out of five by users.'],
    ['8/10 people', 'eight out of ten people.'],
    ['Step 1/3', 'step one of three.'],
    ['300,000 km/s', 'three hundred thousand kilometers per second.'],
    ['measured in km/h', 'measured in kilometers per hour.'],
    ['the W/L ratio', 'the double you ell ratio.'],
    ['200 mg/day', 'two hundred milligrams per day.'],
    ['9.81 m/s^2', 'nine point eight one meters per second squared.'],
    ['$3.99/lb', 'three dollars ninety nine per pound.'],
    ['-40°F/-40°C', 'minus forty degrees fahrenheit minus forty degrees celsius.'],
    ['20°C–30°C', 'twenty to thirty degrees celsius.'],
    ['-5 to +3 °C', 'minus five to plus three degrees celsius.'],
    ['at 350F', 'at three hundred fifty degrees fahrenheit.'],
    ['5%-10%', 'five to ten percent.'],
    ['-$50', 'minus fifty dollars.'],
    ['3x/day', 'three times a day.'],
    ['2x/week', 'twice a week.'],
    ['1x per day', 'once per day.'],
    ['10x faster', 'ten times faster.'],
    ['BP 120/80', 'bee pee one hundred twenty over eighty.'],
    ['120/80 mmHg', 'one hundred twenty over eighty millimeters of mercury.'],
    ['>10 kg', 'greater than ten kilograms.'],
    ['.5 mm', 'point five millimeters.'],
    ['Between 1939-45', 'between nineteen thirty nine and forty five.'],
    ['between $5-$10', 'between five and ten dollars.'],
    ['the 1939–45 war', 'the nineteen thirty nine to forty five war.'],
    ['$1M+ in sales', 'more than one million dollars in sales.'],
    ['$500k–$1m', 'five hundred thousand to one million dollars.'],
    ['350 degrees F', 'three hundred fifty degrees fahrenheit.'],
    ['7 L/100 km', 'seven liters per one hundred kilometers.'],
    ['the 2023/24 season', 'the twenty twenty three twenty four season.'],
    ['Jan 3-5, 2024', 'january third to fifth, twenty twenty four.'],
    ['6 in by 9 in', 'six inches by nine inches.'],
    ['Take 2 tbsp. 3x/day', 'take two tablespoons three times a day.'],
    ['up 3.2% y/y', 'up three point two percent year over year.'],
    ['for 30s', 'for thirty seconds.'],
    ['in his 30s', 'in his thirties.'],
    ['in 9.58 s', 'in nine point five eight seconds.'],
    ['a 5 s film', 'a five second film.'],
    ['6 ft 2 in', 'six feet two inches.'],
    ['50 sq. ft', 'fifty square feet.'],
    ['16 fl oz', 'sixteen fluid ounces.'],
    ['May 5-7', 'may fifth to seventh.'],
    ['1-3 June', 'the first to the third of june.'],
    ['See p. 5', 'see page five.'],
    ['a MiG-29', 'a mig twenty nine.'],
  ])('%s: %s', (text, expected) => expect(said(text)).toBe(expected));

  it.each([
    ['H₂O', 'aitch two oh.'],
    ['CO₂', 'see oh two.'],
    ['CaCO3', 'see ay see oh three.'],
    ['NaCl', 'en ay see ell.'],
    ['2+2=4', 'two plus two equals four.'],
    ['10-3=7', 'ten minus three equals seven.'],
    ['10 - 3 = 7', 'ten minus three equals seven.'],
    ['6/2=3', 'six divided by two equals three.'],
    ['5 x 3 = 15', 'five times three equals fifteen.'],
    ['10 x 20 cm', 'ten by twenty centimeters.'],
    ['10×20 cm', 'ten by twenty centimeters.'],
    ['9x13-inch pan', 'nine by thirteen inch pan.'],
    ['10⁻⁹ m', 'ten to the power of minus nine meters.'],
    ['6.022×10²³', 'six point zero two two times ten to the power of twenty three.'],
    ['10^-9', 'ten to the power of minus nine.'],
    ['1080p', 'ten eighty pee.'],
  ])('%s is a sum or a substance: %s', (text, expected) => expect(said(text)).toBe(expected));

  it.each([
    ['5 p.m. EST on Friday', 'five p m ee ess tee on friday.'],
    ['9:00 a.m. PST', 'nine a m pee ess tee.'],
    ['18:00 CET', 'eighteen see ee tee.'],
    ['3 pm ET', 'three p m ee tee.'],
    ['Washington, D.C. 20500 is', 'washington, dee see two zero five zero zero is.'],
    ['New York, NY 10001', 'new york, en why one zero zero zero one.'],
    ['zip code 90210', 'zip code nine zero two one zero.'],
    ['(555) 123-4567', 'five five five one two three four five six seven.'],
    ['+44 20 7946 0958', 'plus four four two zero seven nine four six zero nine five eight.'],
    ['at 08:30', 'at eight thirty.'],
    ['noon–2pm', 'noon to two p m.'],
  ])('%s is dictated: %s', (text, expected) => expect(said(text)).toBe(expected));
});
