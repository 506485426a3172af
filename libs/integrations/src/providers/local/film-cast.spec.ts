import { describe, expect, it } from '@jest/globals';
import { type IllustrationRequest } from '#media';
import { type PictureRequest } from '../../contracts/makers.js';
import { FilmCast } from './film-cast.js';

/** Finds two heroes among the words of the text, avoiding what it is told to avoid. */
const illustrator = () => {
  const asked: IllustrationRequest[] = [];
  const cast = (request: IllustrationRequest): string[] => {
    asked.push(request);
    return request.text
      .split(' ')
      .filter((word) => !request.avoidIcons.includes(word))
      .slice(0, 2);
  };
  return { asked, cast };
};

const picture = (over: Partial<PictureRequest> = {}): PictureRequest => ({
  prompt: 'the sea at night',
  negativePrompt: null,
  narration: 'ship sea',
  language: 'en',
  style: 'cinematic',
  widthPx: 320,
  heightPx: 180,
  seed: 7,
  film: null,
  ...over,
});
const film = (index: number) => ({
  title: 'The sea',
  tone: 'calm',
  index,
  section: 'main' as const,
  narrations: ['ship sea', 'ship moon', 'moon sea ship bird fish'],
  seed: 3,
});

describe('the cast of a film', () => {
  it('has heroes for every segment, none of them twice', async () => {
    const cast = new FilmCast(illustrator());
    const shown = await Promise.all([0, 1, 2].map((index) => cast.illustration(picture({ film: film(index) }), 30)));
    expect(shown.map(({ avoidIcons }) => avoidIcons)).toEqual([[], ['ship', 'sea'], ['ship', 'sea', 'moon']]);
  });

  it('is found once a film, also where its segments ask at the same time', async () => {
    const { asked, cast: find } = illustrator();
    const cast = new FilmCast({ cast: find });
    for (let round = 0; round < 2; round += 1)
      await Promise.all([0, 1, 2].map((index) => cast.illustration(picture({ film: film(index) }), 30)));
    expect(asked).toHaveLength(3);
  });

  it('lets others have their turn between its segments', async () => {
    const { asked, cast: find } = illustrator();
    const turns: number[] = [];
    const other = setInterval(() => turns.push(asked.length), 0);
    const narrations = Array.from({ length: 200 }, (_, n) => `ship number ${n}`);
    const slow = (request: IllustrationRequest): string[] => {
      for (const until = performance.now() + 2; performance.now() < until;);
      return find(request);
    };
    await new FilmCast({ cast: slow }).illustration(picture({ film: { ...film(0), narrations } }), 30);
    clearInterval(other);
    expect(turns.filter((count) => count > 0 && count < narrations.length).length).toBeGreaterThan(1);
  });

  it('keeps one look through the film, and lets a picture by itself have its own', async () => {
    const cast = new FilmCast(illustrator());
    expect(await cast.illustration(picture({ film: film(1) }), 25)).toMatchObject({
      seed: 3,
      topic: 'The sea',
      segmentIndex: 1,
      segmentCount: 3,
    });
    expect(await cast.illustration(picture(), 25)).toMatchObject({
      ...{ seed: 7, topic: 'the sea at night', segmentIndex: 0, segmentCount: 1, avoidIcons: [] },
      format: { widthPx: 320, heightPx: 180, fps: 25 },
    });
  });

  it('shows the prompt where nothing is said', async () => {
    expect((await new FilmCast(illustrator()).illustration(picture({ narration: '' }), 25)).text).toBe('the sea at night');
  });
});
