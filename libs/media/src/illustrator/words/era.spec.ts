import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { composeScene } from '../scene/compose.js';
import { inYear, yearOf } from './era.js';

describe('the time of a film', () => {
  it.each([
    ['In 1698 a tower was built. Since 1703, nothing was left.', 1703],
    ['That was in November 1805.', 1805],
    ['On September 8, 1941, the ring was closed.', 1941],
    ['On January 27th, 1944, guns saluted.', 1944],
    ['В январе 1943 года кольцо прорвали.', 1943],
    ['It was 1500 metres long.', null],
    ['The bridge cost $1500.', null],
    ['In 1200 boats they came.', null],
    ['A film of today.', null],
    ['В августе восемьсот двенадцатого года армии сошлись.', 1810],
    ['В тысяча девятьсот сорок первом году началась война.', 1940],
    ['В августе сорок первого он пошёл на таран.', 1940],
    ['In eighteen twelve the army crossed the river.', 1810],
    ['The bridge opened in nineteen thirty-seven.', 1930],
    ['It cost nineteen dollars and took seventy days.', null],
    ['Восемьсот человек ждали два года.', null],
  ])('is the latest year that it names: %s', (text, year) => expect(yearOf([text])).toBe(year));

  it('decides which of its things there were', () => {
    expect(['ship', 'high-speed-train', 'octopus'].map((name) => inYear(name, 1698))).toEqual(['sailboat', 'locomotive', 'octopus']);
    expect(['ship', 'high-speed-train'].map((name) => inYear(name, 1943))).toEqual(['ship', 'locomotive']);
    expect(['ship', 'high-speed-train'].map((name) => inYear(name, null))).toEqual(['ship', 'high-speed-train']);
    expect(['delivery-truck', 'office-building'].map((name) => inYear(name, 1914))).toEqual(['old-truck', 'classical-building']);
    for (const year of [1200, 1940])
      for (const name of ['ship', 'ferry', 'metro']) expect(iconsByName().has(inYear(name, year))).toBe(true);
  });

  it('is long ago where a film tells of ancient things, and today where it tells of nothing older', () => {
    for (const text of ['Emperors of Rome paid in silver.', 'Викинги плыли на запад.', 'The pharaohs built it.'])
      expect(yearOf([text])).toBeLessThan(1000);
    expect(yearOf(['A Roman road, found in 1950 by a farmer.'])).toBe(1950);
    expect(inYear('office-building', yearOf(['Farmers of ancient Rome fled to the cities.']))).toBe('classical-building');
  });

  it('is known by those it tells of, unless it names a year itself', () => {
    expect(yearOf(['Napoleon crossed the Alps.'])).toBe(1812);
    expect(yearOf(['Наполеон отступил.', 'Кутузов сохранил армию.'])).toBe(1812);
    expect(yearOf(['Napoleon, played again in 2023.'])).toBe(2023);
    expect(['steel-helmet', 'barbed-wire', 'tank'].map((name) => inYear(name, 1812))).toEqual(['shield', 'crossed-swords', 'cannon']);
    expect(inYear('barbed-wire', 1941)).toBe('barbed-wire');
  });

  it('puts the telephone of today into a pocket', () => {
    expect(inYear('telephone', null)).toBe('mobile-phone');
    expect(inYear('telephone', 1960)).toBe('telephone');
  });

  it('is kept in its pictures', () => {
    const scene = (narrations: readonly string[]) =>
      composeScene({
        ...{
          text: narrations[1] ?? '',
          topic: 'The railway',
          language: 'en',
          style: '',
          tone: '',
          segmentIndex: 1,
          segmentCount: 2,
          seed: 1,
        },
        ...{ section: 'main', format: { widthPx: 640, heightPx: 360, fps: 24 }, avoidIcons: [], narrations },
      });
    expect(scene(['In 1943 they laid the rails.', 'The first train brought flour.']).heroIcon).toBe('locomotive');
    expect(scene(['They laid the rails.', 'The first train brought flour.']).heroIcon).not.toBe('locomotive');
  });
});
