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

  it('may say of itself for whom it is, and how long', () => {
    const text =
      'Title: Cats\nDuration: 60 seconds\nTone: funny\nTarget audience: kids\nVoiceover: Cats rule.\nMusic: upbeat\nEnd screen: Subscribe';
    expect(said(text)).toEqual(['Cats rule.']);
    expect(said('Host: Welcome back!\nGuest: Thanks for having me.')).toEqual(['Welcome back!', 'Thanks for having me.']);
  });

  it('is said by its dialogue where it is a screenplay with names', () => {
    const text = 'SCENE 1 – EXT. BEACH – DAY\nWe see a long empty beach.\nNARRATOR (V.O.)\nEvery wave has a story.\nFADE OUT.';
    expect(said(text)).toEqual(['Every wave has a story.']);
    expect(said('EXT. BEACH - DAY\nIt rains on the sand.')).toEqual(['It rains on the sand.']);
  });

  it('may have the names of its parts alone, or behind their times', () => {
    expect(said('**Intro**\nHoney never spoils.\n\n**Outro**\nThanks for watching!')).toEqual([
      'Honey never spoils.',
      'Thanks for watching!',
    ]);
    expect(said('ВСТУПЛЕНИЕ\nМёд не портится.\n\nЗАКЛЮЧЕНИЕ\nПодписывайтесь!')).toEqual(['Мёд не портится.', 'Подписывайтесь!']);
    expect(said('[0:00 - 0:03] Hook: Stop!\n[0:03 - 0:10] It is dirty.\n[0:10 - 0:15] CTA: Clean it.')).toEqual([
      'Stop!',
      'It is dirty.',
      'Clean it.',
    ]);
    expect(said('Introduction\nOnce there was a cat.')).toEqual(['Introduction', 'Once there was a cat.']);
  });

  it('may be told apart by emoji', () => {
    const text = '🎬 Scene 1\n🎙️ "Welcome to Rome."\n🎥 Drone over the Colosseum\n🎵 Epic music\n🎙️ "Stay."';
    expect(said(text)).toEqual(['"Welcome to Rome."', '"Stay."']);
    expect(said('🎬 Watch this\n🎵 and sing')).toEqual(['🎬 Watch this', '🎵 and sing']);
  });

  it('is not what a model says around it', () => {
    const text = 'Here is your 30-second script:\n\nHoney never spoils.\n\nLet me know if you want changes!';
    expect(said(text)).toEqual(['Honey never spoils.']);
    expect(said("Sure! Here's a script for your video:\n\nHoney never spoils.")).toEqual(['Honey never spoils.']);
    expect(said('Конечно! Вот сценарий на 30 секунд:\n\nМёд не портится.\n\nЕсли нужно, могу сократить.')).toEqual(['Мёд не портится.']);
    const outro = ['Honey never spoils.', 'Let me know in the comments what you would change!'];
    expect(said(outro.join('\n'))).toEqual(outro);
    const told = ['Here is the script of a life.', 'It was short.'];
    expect(said(told.join('\n'))).toEqual(told);
    expect(said('Here is your script:')).toEqual(['Here is your script:']);
  });

  it('ends the marks that began before a label', () => {
    expect(said('**Q: Is it safe?**\nA: Yes, **mostly**')).toEqual(['Is it safe?', 'Yes, mostly']);
    expect(said('**Narrator: Rome.**\n*Music: drums*\n**Narrator:** Old **Rome**')).toEqual(['Rome.', 'Old Rome']);
  });

  it('says nothing that is written for machines, or shown', () => {
    expect(said('Before it.\n\n```python\nprint("tea")\n```\n\nAfter it.')).toEqual(['Before it.', 'After it.']);
    expect(said('```\nHoney never spoils.\n```')).toEqual(['Honey never spoils.']);
    expect(said('```python\nnever closed')).toEqual(['never closed']);
    expect(said('Look.\n![a cup](cup.png)\nDone.')).toEqual(['Look.', 'Done.']);
    expect(said('Party at 8pm! #fun #party')).toEqual(['Party at 8pm!']);
    expect(said('We love #cats')).toEqual(['We love #cats']);
    expect(said('"One day..." [cheers]')).toEqual(['"One day..."']);
  });

  it('may be JSON, as programs and models write it', () => {
    const scenes = {
      title: 'Cats',
      scenes: [
        { visual: 'A cat', narration: 'Cats sleep.' },
        { visual: 'Two', narration: 'They **hunt**.' },
      ],
    };
    expect(said(JSON.stringify(scenes, null, 2))).toEqual(['Cats sleep.', 'They hunt.']);
    expect(said('```json\n' + JSON.stringify(scenes) + '\n```')).toEqual(['Cats sleep.', 'They hunt.']);
    expect(said('[{"time":"0:00","text":"One."},{"time":"0:05","text":"Two."}]')).toEqual(['One.', 'Two.']);
    expect(said('["One.", "Two."]')).toEqual(['One.', 'Two.']);
    expect(said('{"script":"Cats sleep a lot."}')).toEqual(['Cats sleep a lot.']);
    expect(said('{"voiceover":{"lines":["One.","Two."]}}')).toEqual(['One.', 'Two.']);
    for (const text of ['{"a": 1}', '[sic] He said so.', '{not json}', '[1, 2]', '{"narration": ""}'])
      expect(withoutLayout(text)).toBe(text);
    expect(withoutLayout('['.repeat(50_000) + ']'.repeat(50_000))).toContain('[');
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
