import { describe, expect, it } from '@jest/globals';
import { iconsByName } from '../catalogue/icons.js';
import { composeScene } from './compose.js';
import { toneOf } from './fitting.js';
import { LABELLED } from './labelled-sentences.js';

const sceneOf = (text: string, topic: string, language: string) =>
  composeScene({
    ...{ text, topic, language, style: '', tone: 'curious', segmentIndex: 1, segmentCount: 4, section: 'main', seed: 7 },
    ...{ format: { widthPx: 720, heightPx: 1280, fps: 30 }, avoidIcons: [] },
  });

const SMILES =
  /smiling|grinning|beaming|joy|sun-with-face|partying|party|balloon$|confetti|fireworks|rainbow|birthday|gift|clown|teddy|jack-o|santa/;

describe('pictures of labelled sentences', () => {
  const judged = LABELLED.map((sentence) => ({ ...sentence, scene: sceneOf(sentence.text, sentence.topic, sentence.language) }));

  it('show what the sentence is about, nine times in ten', () => {
    const wrong = judged
      .filter(({ shows, scene }) => !shows.includes(scene.heroIcon))
      .map(({ text, scene }) => `${text} -> ${scene.heroIcon}`);
    expect(wrong.slice(Math.floor(judged.length / 10))).toEqual([]);
  });

  it('never show what a verb, a saying or a metaphor only names', () => {
    const contradictions = judged.flatMap(({ text, never, scene }) =>
      [scene.heroIcon, ...scene.companionIcons].filter((name) => never.includes(name)).map((name) => `${text} -> ${name}`),
    );
    expect(contradictions).toEqual([]);
  });

  it('smile and celebrate only where the words do', () => {
    const smiles = judged
      .filter(({ text, language }) => toneOf(text, language) !== 'cheerful')
      .flatMap(({ text, scene }) =>
        [scene.heroIcon, ...scene.companionIcons].filter((name) => SMILES.test(name)).map((name) => `${text} -> ${name}`),
      );
    expect(smiles).toEqual([]);
    expect(judged.filter(({ scene }) => scene.particles === 'confetti').map(({ text }) => text)).toEqual([]);
  });

  it('are of drawings that exist', () => {
    expect(LABELLED.flatMap(({ shows, never }) => [...shows, ...never]).filter((name) => !iconsByName().has(name))).toEqual([]);
    for (const language of ['en', 'ru'])
      expect(LABELLED.filter((sentence) => sentence.language === language).length).toBeGreaterThanOrEqual(15);
  });
});
