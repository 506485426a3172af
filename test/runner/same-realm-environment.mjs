import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** Limits are there to end what hangs. A machine that is busy with other things is slow, and its specs are right. */
const PATIENCE = 3;
const stretched = new WeakSet();

/**
 * Specs run in the realm of the process, not in a copy of it: `Date`, `Error` and `Array` are those that Node and the libraries know.
 * What a spec changes of the process is put back when its file has ended, so that the next file of the worker begins like the first.
 */
export default class SameRealmEnvironment {
  constructor({ projectConfig }) {
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.before = { env: { ...process.env }, console: globalThis.console, exit: process.exit, cwd: process.cwd() };
  }

  // Jest asks for these.
  async setup() {}
  getVmContext() {
    return null;
  }
  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** Tests and hooks that have a limit of their own get more, too. */
  handleTestEvent({ name, test, hook }) {
    if (name === 'test_start' && test.timeout) test.timeout *= PATIENCE;
    if (name === 'hook_start' && hook.timeout && !stretched.has(hook)) {
      stretched.add(hook); // `beforeEach` is one hook for all tests of its block
      hook.timeout *= PATIENCE;
    }
  }

  async teardown() {
    this.fakeTimersModern?.dispose();
    this.fakeTimersModern = null;
    const { env, console, exit, cwd } = this.before;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    Object.assign(globalThis, { console });
    process.exit = exit;
    process.chdir(cwd);
  }
}
