/** By their place, from January on. */
export const MONTHS = 'january february march april may june july august september october november december'.split(' ');
