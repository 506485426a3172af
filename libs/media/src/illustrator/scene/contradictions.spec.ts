import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { composeScene } from './compose.js';
import { toneOf } from './fitting.js';
import { LABELLED, type LabelledSentence } from './labelled-sentences.js';

const sceneOf = ({ text, topic, language, narrations }: LabelledSentence, segmentIndex: number) =>
  composeScene({
    ...{ text, topic, language, narrations, style: '', tone: 'curious', segmentIndex, segmentCount: 10, section: 'main', seed: 7 },
    ...{ format: { widthPx: 720, heightPx: 1280, fps: 30 }, avoidIcons: [] },
  });

const SMILES =
  /smiling|grinning|beaming|joy|sun-with-face|partying|party|balloon$|confetti|fireworks|rainbow|birthday|gift|clown|teddy|jack-o|santa/;
/** Of the pictures that show an object, so many show a right one. */
const PRECISION = 0.9;
/** A film of surfaces alone would never be wrong: so many pictures show something. */
const SHOWN = 0.75;

describe.each(['en', 'ru'] as const)('pictures of labelled sentences in %s', (language) => {
  const judged = LABELLED.filter((sentence) => sentence.language === language).map((sentence, index) => {
    const { heroIcon, companionIcons, particles, headline } = sceneOf(sentence, 1 + (index % 9));
    return { ...sentence, heroIcon, particles, headline, seen: [...(heroIcon === null ? [] : [heroIcon]), ...companionIcons] };
  });

  it('show what the sentence or its film is about, nine times in ten', () => {
    const showing = judged.filter(({ heroIcon }) => heroIcon !== null);
    const wrong = showing
      .filter(({ shows, heroIcon }) => !shows.includes(heroIcon ?? ''))
      .map(({ text, heroIcon }) => `${text} -> ${heroIcon}`);
    expect(wrong.slice(Math.floor(showing.length * (1 - PRECISION)))).toEqual([]);
    expect(showing.length / judged.length).toBeGreaterThan(SHOWN);
  });

  it('never show what a verb, a saying or a metaphor only names', () => {
    const contradictions = judged.flatMap(({ text, never, seen }) =>
      seen.filter((name) => never.includes(name)).map((name) => `${text} -> ${name}`),
    );
    expect(contradictions).toEqual([]);
  });

  it('smile and celebrate only where the words do', () => {
    const smiles = judged
      .filter(({ text }) => toneOf(text, language) !== 'cheerful')
      .flatMap(({ text, seen }) => seen.filter((name) => SMILES.test(name)).map((name) => `${text} -> ${name}`));
    expect(smiles).toEqual([]);
    expect(judged.filter(({ particles }) => particles === 'confetti').map(({ text }) => text)).toEqual([]);
  });

  it('are judged by two hundred sentences, with drawings that exist', () => {
    const named = judged.flatMap(({ shows, never }) => [...shows, ...never]);
    expect(named.filter((name) => !iconsByName().has(name))).toEqual([]);
    expect(judged.length).toBeGreaterThanOrEqual(200);
    expect(judged.filter(({ shows, never }) => shows.length > 0 && never.length > 0).length).toBeGreaterThan(180);
  });
});
