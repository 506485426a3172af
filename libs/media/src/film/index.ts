export type { FilmChapter } from './chapters.js';
export type { ConformedPiece, ConformRequest } from './conform.js';
export { FilmEngine, type FilmEngineOptions } from './film-engine.js';
export { FILM_RATES, filmFormat, TRACK_TIMESCALE } from './format.js';
export type { JoinedFilm, JoinRequest } from './join-film.js';
export { ENGINE_VERSION } from './engine-version.js';
export { planPieces, sourceFrames } from './plan-pieces.js';
export type { ShrinkRequest, ShrunkFilm } from './shrink-film.js';
export type { StillOptions } from './still-frame.js';
