import { beatsOf, type Beat } from './beats.js';
import { composeScene, type IllustrationRequest } from './compose.js';
import type { SceneDescription } from './scene.js';
import { rainsAt } from '../words/weather.js';

export interface BeatScene {
  readonly beat: Beat;
  /** Null: the scene before is looked at from near by, for nothing of this beat can be shown. */
  readonly scene: SceneDescription | null;
}

/**
 * The pictures of a segment, one for each of its beats: every beat shows what it says itself, in a place of its own. Pure.
 * @param request `avoidIcons` has the heroes of all beats before
 */
export function scenesOfBeats(request: IllustrationRequest): BeatScene[] {
  const first = Math.max(request.segmentIndex, request.avoidIcons.length);
  const heroes = [...request.avoidIcons];
  const beats = beatsOf(request.text, request.language);
  // What is found out about a film is kept by its narrations.
  const narrations = request.narrations ?? [request.text];
  const isOfFilm = narrations[request.segmentIndex] === request.text;
  const following = isOfFilm ? narrations[request.segmentIndex + 1] : undefined;
  const ahead = isOfFilm ? (narrations[request.segmentIndex - 1] ?? '').slice(-WEATHER_CHARACTERS) : '';
  const behind = following === undefined ? undefined : beatsOf(following, request.language)[0]?.text;
  return beats.map((beat, index): BeatScene => {
    const last = heroes.slice(-1);
    const said = ownWords(beat, request.text);
    const rainsStill = rainsAt(
      `${ahead} ${request.text.slice(0, beat.begins + beat.text.length)}`.slice(-WEATHER_CHARACTERS),
      request.language,
    );
    const next = beats[index + 1];
    const nextText = next ? ownWords(next, request.text) : behind;
    const composed = (text: string, avoidIcons: readonly string[]): SceneDescription =>
      composeScene({
        ...request,
        text,
        rainsStill,
        endsFilm: isOfFilm && following === undefined && next === undefined,
        segmentIndex: first + index,
        avoidIcons,
        shownIcons: heroes,
        ...(nextText !== undefined && { nextText }),
        narrations,
      });
    // Where nothing was seen there is nothing to avoid: to compose again would take its time for the same picture.
    const isFirstHero = heroes.every((name) => name === '');
    let scene: SceneDescription | null = composed(said, heroes);
    if (isTypeAlone(scene) && !isFirstHero) {
      // Rather than a word alone, an object that was seen before comes back, if only not at once.
      const again = composed(said, last);
      if (again.heroIcon !== null) scene = again;
    }
    // Rather than a word as well, what the film is about is seen once more at once, from elsewhere: three times, and not for ever.
    if (isTypeAlone(scene) && scene.headline?.kind === 'key' && !(last[0] === heroes.at(-2) && last[0] === heroes.at(-3))) {
      const anything = composed(said, []);
      if (anything.heroIcon !== null) scene = anything;
    }
    // Nothing is named here: what the film is about is seen again, rather another drawing than at once, and from elsewhere.
    if (isEmpty(scene) && !isFirstHero) {
      const anything = composed(said, []);
      if (!isEmpty(anything)) scene = [composed(said, last), anything].find((one) => !isEmpty(one)) ?? anything;
    }
    if (isEmpty(scene) && index > 0) scene = null;
    // A segment opens with something: with what it says later, or with what its film is about.
    for (const avoided of isFirstHero ? [heroes] : [heroes, last]) {
      if (scene === null || !isEmpty(scene)) break;
      const later = composed(request.text, avoided);
      // A figure would be seen long before it is said.
      if (later.heroIcon !== null) scene = later.headline?.kind === 'number' ? { ...later, headline: null } : later;
    }
    heroes.push(scene === null ? (heroes.at(-1) ?? '') : (scene.heroIcon ?? ''));
    return { beat, scene };
  });
}

/** What was said of the weather so long ago is forgotten. */
const WEATHER_CHARACTERS = 600;

/** How much of a beat may be what is left of the sentence before. */
const TAIL = 0.4;

/** What a beat is about: where a sentence ends with its first words, the next one is. */
function ownWords({ text, begins }: Beat, all: string): string {
  if (begins === 0 || /[.!?…]["'»”’)\]]*\s*$/u.test(all.slice(Math.max(0, begins - LOOKED_BACK), begins))) return text;
  const [tail = ''] = /^[^.!?…]*[.!?…]+["'»”’)\]]*\s+(?=\S)/u.exec(text) ?? [];
  return tail.length > 0 && tail.length < text.length * TAIL ? text.slice(tail.length) : text;
}

const LOOKED_BACK = 8;

const isTypeAlone = ({ heroIcon, headline }: SceneDescription): boolean => heroIcon === null && headline?.kind === 'key';

/** A place alone is what photos are shown between. */
const isEmpty = ({ look, heroIcon, headline }: SceneDescription): boolean => look !== 'photo' && heroIcon === null && headline === null;

/** Heroes of the beats, in order: '' for one without. What the segments behind must avoid. */
export function heroesOf(request: IllustrationRequest): string[] {
  const heroes: string[] = [];
  for (const { scene } of scenesOfBeats(request)) heroes.push(scene === null ? (heroes.at(-1) ?? '') : (scene.heroIcon ?? ''));
  return heroes;
}
