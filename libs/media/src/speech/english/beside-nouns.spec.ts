import { describe, expect, it } from '@jest/globals';
import { toSpokenForm } from '../spoken-form.js';

const said = (text: string): string =>
  toSpokenForm(text, 'en')
    .utterances.flatMap(({ units }) => units)
    .map(({ spoken }) => spoken)
    .filter((spoken) => spoken !== '')
    .join(' ');

describe('English that is read by what stands beside it', () => {
  it.each([
    ['They raised a $5 million fund.', 'they raised a five million dollar fund'],
    ['a $30 ticket', 'a thirty dollar ticket'],
    ['a $1,200 laptop', 'a one thousand two hundred dollar laptop'],
    ['a £20m deal', 'a twenty million pound deal'],
    ['a $3.50 coffee', 'a three dollar fifty coffee'],
    ['five $20 bills', 'five twenty dollar bills'],
    ['It costs $5 million.', 'it costs five million dollars'],
    ['I paid a $30 and left', 'i paid a thirty dollars and left'],
    ['He owes $30 to a friend.', 'he owes thirty dollars to a friend'],
    ['Dr. Smith lives on Elm Dr.', 'doctor smith lives on elm drive'],
    ['At 5 Oak Dr. with a cat', 'at five oak drive with a cat'],
    ['I saw Dr. House.', 'i saw doctor house'],
    ['Open 7 p.m.-9 p.m.', 'open seven p m to nine p m'],
    ['7:30 a.m.–9:05 a.m. daily', 'seven thirty a m to nine oh five a m daily'],
    ["30° 15' north", 'thirty degrees fifteen minutes north'],
    ['Add 2 c. flour', 'add two cups flour'],
    ['1/2 c. sugar', 'half a cup sugar'],
    ['Vitamin 2 c. Then rest.', 'vitamin two c then rest'],
  ])('%s', (text, spoken) => expect(said(text)).toBe(spoken));
});
