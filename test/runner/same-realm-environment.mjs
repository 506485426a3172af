import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

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
