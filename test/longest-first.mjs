import TestSequencer from '@jest/test-sequencer';

/** From the longest: all stories of the studio are one file, some kill and wait, some have apps and services of their own. */
const LONG = [/\.web\.spec\.ts$/, /\.chaos\.spec\.ts$/, /\/test\/.*\.e2e\.spec\.ts$/, /\.e2e\.spec\.ts$/];
function placeOf({ path }) {
  const at = LONG.findIndex((one) => one.test(path));
  return at === -1 ? LONG.length : at;
}

/**
 * Jest begins with what took longest in the run before, and goes by the size of files where there was none: in a fresh checkout a short
 * file that takes minutes would then come last, alone on one of two workers.
 */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isKnown = sorted.every(({ duration }) => duration !== undefined);
    return isKnown ? sorted : sorted.sort((a, b) => placeOf(a) - placeOf(b));
  }
}
