/**
 * Raise it with every change that alters the pixels or the bit stream of a piece: graphs, encoder settings, camera moves, and what the
 * illustrator draws of the same drawing. Pieces of different versions may not lie in one film, since their parameter sets differ.
 */
export const ENGINE_VERSION = 18;
