import { describe, expect, it } from '@jest/globals';
import { withoutLayout } from './without-layout.js';

const said = (text: string): string[] =>
  withoutLayout(text)
    .split('\n')
    .filter((line) => line !== '');

describe('a script that is laid out for a shoot', () => {
  it('is what is spoken of it: no visuals, no music, no titles, no labels', () => {
    const text = [
      ...['**Title: The Deep Sea**', '', '**[Scene 1: Ocean surface, drone shot]**', '**Narrator:** The ocean covers 71% of Earth.'],
      ...['*Visual: Waves at sunset*', 'Text on screen: 71%', '', 'Narrator (softly): Below lies the dark.', '(Pause)', '[Music swells]'],
      ...['', '**Call to Action:** Subscribe for more!', '#ocean #facts'],
    ];
    expect(said(text.join('\n'))).toEqual(['The ocean covers 71% of Earth.', 'Below lies the dark.', 'Subscribe for more!']);
  });

  it('is read in Russian too', () => {
    const text =
      'Сцена 1. Океан.\nДИКТОР: Океан покрывает 71% Земли.\nВИЗУАЛ: волны на закате\n(пауза)\nТитр: 71%\nДИКТОР (тихо): Ниже — темнота.';
    expect(said(text)).toEqual(['Океан покрывает 71% Земли.', 'Ниже — темнота.']);
  });

  it('may name its parts, with their times', () => {
    const text = 'Hook (0:00–0:05): Did you know?\nBody (0:05-0:40): Two pump blood.\nCTA (0:40-0:45): Follow for more!';
    expect(said(text)).toEqual(['Did you know?', 'Two pump blood.', 'Follow for more!']);
  });

  it('may be a table with a column for the voice', () => {
    const text =
      '| Time | Visual | Audio |\n|---|---|---|\n| 0:00 | Sea | The sea is old. |\n| 0:05 | Whale | **Whales sing.** |\n\nAfter it.';
    expect(said(text)).toEqual(['The sea is old.', 'Whales sing.', 'After it.']);
  });

  it('may be a screenplay, subtitles or an interview', () => {
    expect(said('INT. KITCHEN - DAY\n\nJOHN\n(whispering)\nWhere is the cake?\n\nCUT TO:\n\nEXT. GARDEN - NIGHT')).toEqual([
      'Where is the cake?',
    ]);
    expect(said('WEBVTT\nKind: captions\n\nNOTE made by hand\nby us\n\n00:00.000 --> 00:02.000\n<v Roger>Hello there.')).toEqual([
      'Hello there.',
    ]);
    expect(said('Q: What is it?\nA: A cat.')).toEqual(['What is it?', 'A cat.']);
  });

  it('has lists with any mark', () => {
    expect(said('a) Pour it\nb) Drink it\n✅ Done\n→ Next')).toEqual(['Pour it.', 'Drink it.', 'Done.', 'Next.']);
  });

  it.each([
    'Music: a short history of it.',
    'Problem: cats do not listen.',
    'He replied: yes.\nShe said: no.',
    'There are three: one, two, three.',
    'Video killed the radio star. Shot by shot.',
    'Question: why do we dream?',
    '| Cats | 9 lives |\n| Dogs | 1 life |',
    'The #1 rule: be kind.',
    'JOHN WAS LATE\nand nobody cared',
  ])('is none for one sign alone: %s', (text) => {
    const letters = (one: string): string => one.replace(/[^\p{L}\d]/gu, '');
    expect(letters(withoutLayout(text))).toBe(letters(text));
  });
});
