/**
 * Makes of a process one on a machine whose clock goes wrong: loaded before it (`NODE_OPTIONS=--import <this file>`), it is as many
 * milliseconds ahead as KADR_TEST_CLOCK_AHEAD_MS says, until SIGUSR2 puts it right.
 */
let aheadMs = Number(process.env['KADR_TEST_CLOCK_AHEAD_MS']);
process.on('SIGUSR2', () => (aheadMs = 0));

const Real = Date;
const now = () => Real.now() + aheadMs;
globalThis.Date = new Proxy(Real, {
  construct: (target, given, called) => Reflect.construct(target, given.length === 0 ? [now()] : given, called),
  apply: () => new Real(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
