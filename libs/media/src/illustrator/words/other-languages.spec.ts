import { describe, expect, it } from '@jest/globals';
import { keyWordOf } from '../scene/key-word.js';
import { findIcons } from './find-icons.js';
import { keywordsOf } from './keywords.js';
import { stemOf } from './stems.js';
import { subjectsOf } from './subjects.js';

const drawn = (language: string, text: string): string[] =>
  findIcons(text, language)
    .words.map(({ written, icons }) => `${written}: ${icons[0] ?? ''}`)
    .sort();
const named = (language: string, text: string): string[] => subjectsOf(text, language, new Map()).map(({ written }) => written);
const NO_TOPIC = { stems: new Set<string>() } as unknown as Parameters<typeof keyWordOf>[2];

describe('words of other languages', () => {
  it.each([
    ['de', 'Das Gift ist fast leer.'],
    ['de', 'Der Arme war im Mai dort, als die Kinder kamen.'],
    ['fr', 'Le vent et la brume sont loin de la ville, car tout dort ici.'],
    ['es', 'Los niños sin red once van a la mesa.'],
    ['tr', 'On iki at ben dedi ve son can gitti.'],
    ['cs', 'Pot a hlad, list i bok.'],
    ['ro', 'Un fan are port cu car.'],
  ])('are none of English that are spelt alike (%s): %s', (language, text) => {
    const english = new Set(findIcons(text, 'en').words.map(({ written }) => written));
    expect(english.size).toBeGreaterThan(0);
    const own = findIcons(text, language).words;
    const falsely = own.filter(({ written, icons }) => findIcons(written, 'en').words[0]?.icons[0] === icons[0] && english.has(written));
    expect(falsely.map(({ written, icons }) => `${written}: ${icons[0] ?? ''}`)).toEqual([]);
  });

  it.each([
    ['de', 'Der Wal und die Katze im Wald.', ['Katze: cat', 'Wal: whale', 'Wald: deciduous-tree']],
    ['fr', 'Le chat et le pain.', ['chat: cat', 'pain: bread']],
    ['fr', 'Les abeilles dansent pour montrer.', ['abeilles: honeybee']],
    ['es', 'Los pulpos tienen tres corazones.', ['corazones: anatomical-heart', 'pulpos: octopus']],
    ['it', 'Il gatto e la luna.', ['gatto: cat', 'luna: full-moon']],
  ])('are drawn as what they mean there (%s): %s', (language, text, expected) => {
    const found = drawn(language, text);
    expect(found.map((one) => one.split(':')[0])).toEqual(expected.map((one) => one.split(':')[0]));
    expect(found.slice(0, 1)).toEqual(expected.slice(0, 1));
  });

  it.each([
    ['de', 'Das U-Boot taucht am Turm.', 'submarine tower'],
    ['fr', 'Une serviette près du tapis.', 'towel carpet'],
    ['es', 'El abogado entra en la torre.', 'balance-scale tower'],
    ['it', 'La torre ha una statua.', 'tower statue'],
    ['pt', 'O garçom abre o forno.', 'bellhop-bell oven'],
    ['nl', 'De trui ligt op het tapijt.', 'sweater carpet'],
    ['pl', 'Na stole leży sweter.', 'table sweater'],
    ['uk', 'На столі лежить рушник.', 'table towel'],
    ['tr', 'Denizaltı mağaraya girdi.', 'submarine cave'],
    ['sv', 'Ugnen är varm och handduken torr.', 'oven towel'],
    ['zh', '桌子上有一条毛巾。', 'table towel'],
    ['ja', '潜水艦が洞窟に入る。', 'submarine cave'],
    ['ko', '드론이 탑 위를 난다.', 'drone tower'],
    ['id', 'Patung itu ada di gua.', 'statue cave'],
  ])('that stand in houses and streets have drawings (%s): %s', (language, text, drawings) => {
    expect(subjectsOf(text, language, new Map()).map(({ icons }) => icons[0])).toEqual(drawings.split(' '));
  });

  it.each([
    ['de', 'Der Leuchtturm erhellt nachts das Meer. Aber die Schiffe sehen das Licht nicht.', /^(?:Leuchtturm|Meer|Schiffe|Licht)$/],
    ['fr', 'Les abeilles dansent pour dire où sont les fleurs, mais elles ne parlent pas.', /^(?:abeilles|dansent|dire|fleurs|parlent)$/],
    ['es', 'Los pulpos tienen tres corazones y también nueve cerebros.', /^(?:pulpos|tres|corazones|nueve|cerebros)$/],
    ['pl', 'Ośmiornica ma trzy serca, ale jak ona je wykorzystuje?', /^(?:ośmiornica|trzy|serca|wykorzystuje)$/i],
  ])('that mean nothing by themselves are not searched for (%s)', (language, text, telling) => {
    const found = keywordsOf(text, language, 4);
    expect(found.length).toBeGreaterThan(1);
    for (const word of found) expect(word).toMatch(telling);
  });

  it('that are shown in type are nouns where a capital tells them, and never articles', () => {
    expect(keyWordOf('Der Turm erhellt nachts das Meer.', 'de', NO_TOPIC)?.lines).toEqual(['TURM']);
    expect(keyWordOf('Er geht und sie kommt.', 'de', NO_TOPIC)).toBeNull();
    expect(keyWordOf('Elle est dans une boulangerie.', 'fr', NO_TOPIC)?.lines).toEqual(['BOULANGERIE']);
    expect(keyWordOf('İzmir çok güzel.', 'tr', NO_TOPIC)?.lines).not.toEqual(['ÇOK']);
  });

  it.each([
    ['de', 'Da liegt der Hund begraben, und die Katze im Sack dazu.'],
    ['fr', 'Elle a un chat dans la gorge et des pommes de terre.'],
    ['es', 'Aquí hay gato encerrado.'],
    ['it', 'In bocca al lupo!'],
    ['pt', 'Levou gato por lebre.'],
    ['nl', 'Hij kocht een kat in de zak.'],
    ['pl', 'Kupił kota w worku.'],
    ['uk', 'Купив кота в мішку.'],
    ['tr', 'Yol su gibi aktı.'],
    ['sv', 'Det var en droppe i havet att köpa grisen i säcken.'],
  ])('name nothing in sayings (%s): %s', (language, text) => {
    expect(named(language, text).filter((word) => !/^Yol$/.test(word))).toEqual([]);
  });

  it.each([
    ['fr', 'Le fondu est long.'],
    ['de', 'Der Druck steigt.'],
    ['fr', 'Les abeilles dansent, la cour vole.', 'abeilles'],
    ['es', 'El capitán vino tarde y nada.'],
    ['it', 'Lui sale e porta via tutto.'],
    ['de', 'Das Gift war die Mär vom Rat.'],
    ['pt', 'Eles casam e rimam.'],
    ['nl', 'Hij werd arm en was daar meer.'],
    ['tr', 'Atın onu, kar etti, yüzdü.'],
  ])('name nothing by what only shares their stem (%s): %s', (language, text, ...things) => {
    expect(named(language, text)).toEqual(things);
  });

  it.each([
    ['de', 'Hauskatze', 'en:cat'],
    ['de', 'Wetterbericht', null],
    ['de', 'Computervirus', null],
    ['es', 'volcanes', 'en:volcano'],
    ['fr', 'travaille', null],
    ['it', 'laghi', 'en:lake'],
    ['pt', 'vulcões', 'en:volcano'],
    ['nl', 'golven', 'en:wave'],
    ['nl', 'kazen', 'en:chees'],
    ['pl', 'szczepionek', 'en:vaccin>syringe'],
    ['uk', 'кораблів', 'en:ship'],
    ['tr', 'kemikleri', 'en:bone'],
    ['tr', 'kitabı', 'en:book'],
    ['tr', 'Işığın', 'en:light'],
  ])('have the forms of their language, and no others (%s): %s', (language, word, stem) => {
    const found = stemOf(word, language);
    expect(found.startsWith('en:') ? found : null).toBe(stem);
  });

  it('name no subject that only English knows', () => {
    expect(named('de', 'Der Rat gab dem Chef Gift.')).not.toContain('Gift');
    expect(named('fr', 'Four et chat')).toContain('chat');
  });
});
