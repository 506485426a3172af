import { describe, expect, it } from '@jest/globals';
import { estimateSpeechSeconds } from '#media';
import { speakingSeconds } from '#steps/plan';

/** libs/steps carries the weights of libs/media as data, word by word; here they are held together. */
describe('speaking time', () => {
  it.each([
    ['en', 'An octopus has three hearts, and two of them push blood through the gills. Why? Nobody asked them in 1850.'],
    ['en', 'Swimming stops the third heart; so an octopus prefers to crawl, slowly, over the ground of the sea.'],
    ['ru', 'У осьминога три сердца, и два из них гонят кровь через жабры. Зачем? В 1850 году их никто не спросил.'],
    ['ru', 'Хлеб пекут уже тысячи лет, и каждый раз он пахнет домом.'],
  ])('is the same for those who plan and those who speak (%s: %s)', (language, text) => {
    expect(Math.abs(speakingSeconds(text, language) / estimateSpeechSeconds(text, language) - 1)).toBeLessThan(0.08);
  });
});
