import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withoutLayout } from './without-layout.js';

const folded = (text: string) => withoutLayout(text).replace(/\s+/g, ' ');

describe('a narration without its layout (faults D6)', () => {
  it.each([
    [
      '# Three rules of coffee\n\n---\n\n- Grind **fresh** beans\n- Use _hot_ water',
      'Three rules of coffee. Grind fresh beans. Use hot water.',
    ],
    ['1. Pour it\n2. Drink it\n\n***\n\nThe end.', 'Pour it. Drink it. The end.'],
    [
      'Read more at https://example.com/a_b/c*d?x=1_2 or see [our guide](https://kadr.dev).',
      'Read more at https://example.com/a_b/c*d?x=1_2 or see our guide.',
    ],
    ['<break time="1s"/> The end.', 'The end.'],
    ['<speak>Hello <emphasis level="strong">you</emphasis>.</speak>', 'Hello you.'],
    ['Say {\\an8} it, <b>bold</b> &amp; more.', 'Say it, bold & more.'],
    ['Rock <br/> roll', 'Rock roll'],
    ['![a chart](x.png) shows it.', 'a chart shows it.'],
    ['Use `npm start` and ~~not~~ that.', 'Use npm start and not that.'],
    ['[music swells] The city wakes (pause) slowly.', 'The city wakes slowly.'],
    ['NARRATOR: The city wakes.\nHost (smiling): Good morning.', 'The city wakes. Good morning.'],
    ['Scene 1: A street\nINT. OFFICE - DAY\nIt rains.', 'It rains.'],
    ['[00:12] It rains. (0:15-0:20) It stops.', 'It rains. It stops.'],
    ['1\n00:00:01,000 --> 00:00:02,500\nIt rains.\n\n2\n00:00:03,000 --> 00:00:04,500\nIt stops.', 'It rains. It stops.'],
    ['---\ntitle: Rain\ntags: a\n---\nIt rains.', 'It rains.'],
    ['| Month | Rain |\n|---|---|\n| May | 40 mm |', 'Month, Rain. May, 40 mm.'],
    ['> A quote\n> goes on.', 'A quote goes on.'],
    ['# Три правила\n\n* Молоть **свежие** зёрна\n* Горячая вода', 'Три правила. Молоть свежие зёрна. Горячая вода.'],
    ['[Музыка] Диктор: нет. (пауза) Город спит.', 'Диктор: нет. Город спит.'],
    ['Диктор: Город спит.\nСцена 2\nОн проснулся.', 'Город спит. Он проснулся.'],
    ['# 咖啡\n- 新鲜', '咖啡。 新鲜。'],
    [
      '# Three rules of coffee\n\n---\n\n- Grind **fresh** beans\n- Wait 4 minutes\n\n1. Pour it\n2. Drink it\n\n***\n\nRead more at https://example.com/a-very-long-path/that-goes-on?utm_source=x&utm_medium=y or see [our guide](https://kadr.dev).\n<break time="1s"/> The end.',
      'Three rules of coffee. Grind fresh beans. Wait 4 minutes. Pour it. Drink it. Read more at https://example.com/a-very-long-path/that-goes-on?utm_source=x&utm_medium=y or see our guide. The end.',
    ],
    [
      "My family 👨‍👩‍👧‍👦 isn't perfect: 100% chaos, 50% off! \"Don't\" say {\\an8} or C:\\temp\\new; it's 5 o'clock. Rock 'n' roll, <b>bold</b> & more.",
      "My family 👨‍👩‍👧‍👦 isn't perfect: 100% chaos, 50% off! \"Don't\" say or C:\\temp\\new; it's 5 o'clock. Rock 'n' roll, bold & more.",
    ],
    ['A <prosody rate="slow">slow</prosody> word.', 'A slow word.'],
    ['Say <sub alias="World Wide Web">WWW</sub> now.', 'Say WWW now.'],
    ['00:00 It rains.\n00:15 It stops.', 'It rains. It stops.'],
    ['0:00 - Rain\n\n1:05:30 | Sun\nIt shines.', 'Rain. Sun It shines.'],
    ['\\*Not bold\\* and 2 \\* 3', 'Not bold and 2 * 3'],
    ['+ One\n+ Two', 'One. Two.'],
    ['• Один\n• Два', 'Один. Два.'],
    ['- [ ] Buy milk\n- [x] Sleep', 'Buy milk. Sleep.'],
    ['A title\n=======\n\nIt rains.', 'A title. It rains.'],
    ['It is ***very*** good and __bold__.', 'It is very good and bold.'],
    ['See <https://kadr.dev>.', 'See https://kadr.dev.'],
    ['It rains.<!-- cut here --> It stops.', 'It rains. It stops.'],
    ['{\\i1}It rains{\\i0}', 'It rains'],
    ['&quot;Yes&quot;, she said&nbsp;twice.', '"Yes", she said twice.'],
    ['See [^1] this [note][2].\n\n[2]: https://example.com', 'See this note.'],
  ])('says what is meant: %j', (given, said) => {
    expect(folded(given)).toBe(said);
  });

  it.each([
    'Two * three is 2*3*4, and snake_case_name stays.',
    'If a < b and c > d, I <3 you.',
    'He (Henry) said [he] would go.',
    '1945. The war ended.',
    '5. May was cold.',
    'It cost #1 in sales – not bad.',
    'C:\\temp\\new is a folder.',
    'It was 9:08 (in the morning).',
    '7:00 I woke up.\n7:30 I left.',
    '00:00 is midnight.',
    '00:00 is midnight.\n00:00 is noon elsewhere.',
    'A scene unlike any other.',
    'Она сказала: «Нет».',
    '“Quoted,” she said — and left.',
    'R&D, AT&T; Q&A.',
  ])('is left alone where nothing is layout: %s', (text) => {
    expect(withoutLayout(text)).toBe(text);
  });

  it('changes nothing the second time, whatever is written', () => {
    const part = fc.constantFrom(
      ...'# - * ** _ __ ` [ ] ( ) ](x) < > <b> </b> {\\an8} | --- \n 1. 2. a word. пауза [music] &amp; ~~ : 00:12 Narrator: Visual: Hook: Q: A: #tag a) ✅'.split(
        ' ',
      ),
      ' ',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        let said = parts.join('');
        // What comes out may be layout once more where marks stood inside marks; it comes to rest, and never grows.
        for (let round = 0; round < 6; round += 1) said = withoutLayout(said);
        expect(withoutLayout(said)).toBe(said);
      }),
    );
  });

  it.each([
    '**',
    '[',
    '](',
    '<b ',
    '<!--',
    '| ',
    '_a_',
    '{\\',
    '(music ',
    '# ',
    '1. ',
    '`',
    '<script>',
    '> ',
    'narrator ',
    'visual:',
    '#a,',
    '| a ',
    'a) ',
  ])('takes time in proportion to the text: %j', (part) => {
    const spent = (length: number) => {
      const text = part.repeat(Math.ceil(length / part.length));
      const before = process.cpuUsage();
      withoutLayout(text);
      return process.cpuUsage(before).user / 1000;
    };
    expect(spent(100_000)).toBeLessThan(2000);
  });
});
