import { setImmediate as nextTurn } from 'node:timers/promises';
import { type IllustrationRequest, type Illustrator } from '#media';
import { BoundedCache, CacheRoom, fingerprintOf, roughBytes } from '#platform';
import { type PlaceInFilm, type PictureRequest } from '../../contracts/makers.js';

/** For the casts of films: the segments of a film come close together. */
const CACHED_BYTES = 4_000_000;

/** Says to the illustrator what a picture is part of, and gives every picture of a film a hero of its own. */
export class FilmCast {
  private readonly heroes = new BoundedCache<string, Heroes>(new CacheRoom('film_casts', CACHED_BYTES), roughBytes);
  /** Films that are being cast: their segments ask at the same time. */
  private readonly casting = new Map<string, Promise<Heroes>>();

  constructor(private readonly illustrator: Pick<Illustrator, 'cast'>) {}

  /** The one of an illustrator: whoever draws with it draws the same film. */
  static of(illustrator: Illustrator): FilmCast {
    const cast = casts.get(illustrator) ?? new FilmCast(illustrator);
    casts.set(illustrator, cast);
    return cast;
  }

  async illustration(request: PictureRequest, fps: number): Promise<IllustrationRequest> {
    const { film } = request;
    if (!film) return illustrationOf(request, fps, standingAlone(request), []);
    const heroes = await this.heroesOf(request, film, fps);
    return illustrationOf(request, fps, film, heroes.slice(0, film.index).flat());
  }

  private async heroesOf(request: PictureRequest, film: PlaceInFilm, fps: number): Promise<Heroes> {
    const seed = film.seed ?? null;
    const key = fingerprintOf([film.title, film.tone, film.narrations, request.style, request.language, seed]).toString('hex');
    const known = this.heroes.get(key);
    if (known) return known;
    const casting = this.casting.get(key) ?? this.castAll(request, film, fps).finally(() => this.casting.delete(key));
    this.casting.set(key, casting);
    const heroes = await casting;
    this.heroes.set(key, heroes);
    return heroes;
  }

  /** In the film's order: who comes later avoids those before, so each segment finds its own heroes again. */
  private async castAll(request: PictureRequest, film: PlaceInFilm, fps: number): Promise<Heroes> {
    const heroes: (readonly string[])[] = [];
    for (const [index, narration] of film.narrations.entries()) {
      const part = { ...request, narration };
      heroes.push(this.illustrator.cast(illustrationOf(part, fps, { ...film, index }, heroes.flat())));
      // A long film takes a second: others have their turn in between.
      await nextTurn();
    }
    return heroes;
  }
}

/** Of each segment, the main objects of its beats. */
type Heroes = readonly (readonly string[])[];

const casts = new WeakMap<Illustrator, FilmCast>();

const standingAlone = (request: PictureRequest): PlaceInFilm => ({
  title: request.prompt,
  tone: '',
  index: 0,
  section: 'main',
  narrations: [request.narration],
});

function illustrationOf(request: PictureRequest, fps: number, film: PlaceInFilm, avoidIcons: readonly string[]): IllustrationRequest {
  return {
    text: request.narration || request.prompt,
    topic: film.title || request.prompt,
    language: request.language,
    style: request.style,
    tone: film.tone,
    segmentIndex: film.index,
    segmentCount: film.narrations.length,
    section: film.section,
    seed: film.seed ?? request.seed,
    format: { widthPx: request.widthPx, heightPx: request.heightPx, fps },
    avoidIcons,
    narrations: film.narrations,
  };
}
