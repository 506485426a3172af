import { cardsAround, type Piece } from '#media/plan';
import { fingerprintOf } from '#platform/json';
import { type FilmLook } from '../../contracts/film-look.js';
import { placedCards, PLAIN_LOOK, type PlacedCard } from '../../templates/domain/montage-template.js';
import { type VideoJobState, totalFrames } from './video-job.state.js';

/** The titles of a job's film, once there is a plan. */
export function cardsOf(job: VideoJobState): PlacedCard[] {
  if (!job.plan) return [];
  return placedCards(job.look ?? PLAIN_LOOK, job.title ?? '', totalFrames(job.plan), job.request.fps);
}

/** Those that decide what is seen in a piece: its own, and those that may take a caption of it away. */
export function cardsFor(job: VideoJobState, piece: Piece): PlacedCard[] {
  return cardsAround(cardsOf(job), piece, job.request.fps);
}

const digests = new WeakMap<FilmLook, Map<string, string>>();

/** Names what the template gives to a piece: only the parts that touch it. Empty for a job that has no look of its own. */
export function lookDigest(job: VideoJobState, piece: Piece, hasCaptions: boolean): string {
  const { look } = job;
  if (!look) return '';
  const isStill = piece.layers.some(({ segment }) => job.segments[segment]?.clip?.kind === 'image');
  const cards = cardsFor(job, piece);
  // Pieces with the same parts share one digest, so a film of a hundred pieces needs a handful.
  const parts = [isStill ? look.stills : null, hasCaptions ? look.captions : null, cards, look.logo];
  const text = JSON.stringify(parts);
  const known = digests.get(look) ?? new Map<string, string>();
  digests.set(look, known);
  let digest = known.get(text);
  if (digest === undefined) {
    digest = fingerprintOf(parts).toString('hex').slice(0, 16);
    known.set(text, digest);
  }
  return digest;
}
