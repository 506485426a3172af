import TestSequencer from '@jest/test-sequencer';

const KILLS_AND_WAITS = /\.chaos\.spec\.ts$/;

/**
 * Jest begins with what took longest in the run before, and goes by the size of files where there was none: in a fresh checkout a short
 * file that takes minutes would then come last, alone on one of two workers.
 */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => KILLS_AND_WAITS.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
