/** What of a film would fit. Pure. */
/** How long a film of what is left may be: whole steps of five seconds, the shortest film being five; null: none fits. */
export function fittingSeconds(leftSeconds: number, wishedSeconds: number): number | null {
  const fit = Math.min(Math.floor(leftSeconds), Math.ceil(wishedSeconds) - 1);
  return fit >= 5 ? fit : null;
}
