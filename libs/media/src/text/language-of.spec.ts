import { describe, expect, it } from '@jest/globals';
import { languageOf, languageToWriteIn } from './language-of.js';

describe('the language of a text', () => {
  it.each([
    ['de', 'Die Katze schläft sechzehn Stunden am Tag. Sie jagt nachts.'],
    ['de', 'Wie Bienen tanzen und warum sie das tun'],
    ['fr', 'Les chats dorment seize heures par jour. Ils chassent la nuit.'],
    ['es', 'Los gatos duermen dieciséis horas al día.'],
    ['it', 'I gatti dormono sedici ore al giorno e cacciano di notte.'],
    ['pt', 'Os gatos dormem dezesseis horas por dia e caçam à noite.'],
    ['nl', 'De katten slapen zestien uur per dag en jagen in de nacht.'],
    ['pl', 'Koty śpią szesnaście godzin na dobę i polują w nocy.'],
    ['tr', 'Kediler günde on altı saat uyur ve gece avlanır. Bu çok uzun bir süre.'],
    ['sv', 'Katten sover sexton timmar om dagen och jagar på natten.'],
    ['fi', 'Kissat nukkuvat kuusitoista tuntia ja metsästävät yöllä, kun on pimeää.'],
    ['cs', 'Kočky spí šestnáct hodin denně a v noci loví, když je tma.'],
    ['ro', 'Pisicile dorm șaisprezece ore pe zi și vânează în timpul nopții.'],
    ['hu', 'A macskák naponta tizenhat órát alszanak, és éjszaka vadásznak, mert az jó.'],
    ['id', 'Kucing tidur enam belas jam sehari dan berburu pada malam hari.'],
    ['vi', 'Mèo ngủ mười sáu giờ mỗi ngày và đi săn vào ban đêm.'],
    ['ru', 'Почему iPhone дорожает'],
    ['uk', 'Коти сплять шістнадцять годин на день і полюють уночі.'],
    ['kk', 'Мысықтар күніне он алты сағат ұйықтайды және түнде аң аулайды.'],
    ['sr', 'Мачке спавају шеснаест сати дневно и лове ноћу.'],
    ['ja', '猫は一日に十六時間眠ります。'],
    ['zh', '猫一天睡十六个小时。'],
    ['ko', '고양이는 하루에 열여섯 시간을 잡니다.'],
    ['ar', 'تنام القطط ست عشرة ساعة في اليوم.'],
    ['fa', 'گربه‌ها شانزده ساعت در روز می‌خوابند و چند ساعت شکار می‌کنند'],
    ['he', 'חתולים ישנים שש עשרה שעות ביום'],
    ['el', 'Οι γάτες κοιμούνται δεκαέξι ώρες'],
    ['hi', 'बिल्लियाँ दिन में सोलह घंटे सोती हैं'],
  ])('is %s: %s', (language, text) => expect(languageOf(text)).toBe(language));

  it.each([
    'Why octopuses have three hearts',
    'Coffee',
    'Make a video about Berlin',
    'La vie en rose by Edith Piaf',
    'Paella Valenciana recipe',
    'iPhone 15 Pro Max review',
    'Die Hard is a film about a man in a tower',
    'Der Spiegel and Le Monde: two newspapers',
    'The history of the samba in Rio de Janeiro',
    'El Niño explained',
    'No pain no gain',
    '',
    '123 … !!!',
  ])('is English where nothing tells otherwise: %s', (text) => expect(languageOf(text)).toBe('en'));

  it('is found in any text without reading all of it', () => {
    for (const text of ['ab '.repeat(40_000), 'ß'.repeat(100_000), '\u200b'.repeat(9_000), 'и'.repeat(100_000)])
      expect(languageOf(text)).toMatch(/^[a-z]{2}$/);
  });

  it('to write in is one that the writer knows', () => {
    const knows = (language: string): boolean => ['en', 'ru'].includes(language);
    expect(languageToWriteIn('Wie Bienen tanzen und warum sie das tun', knows)).toBe('en');
    expect(languageToWriteIn('Wie Bienen tanzen und warum sie das tun', () => true)).toBe('de');
    expect(languageToWriteIn('Як танцюють бджоли і чому', knows)).toBe('ru');
  });
});
