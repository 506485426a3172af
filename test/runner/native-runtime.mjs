import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import JestRuntime from 'jest-runtime';
import { setGlobals } from './jest-globals.mjs';
import { sourceMaps } from './typescript-hooks.mjs';

const require = createRequire(import.meta.url);
/** Where jest-circus keeps who listens to the file that it runs. */
const EVENT_HANDLERS = Symbol.for('EVENT_HANDLERS');

/**
 * Jest's runtime, but that Node itself loads the modules: what two spec files of one worker share (Nest, TypeORM, the libs) is read and
 * compiled once and not once a file. Jest's own module mocks do not work here; nothing in Kadr's specs uses them.
 */
export default class NativeRuntime extends JestRuntime {
  /** jest-circus itself: a fresh one for each file. */
  requireInternalModule(file) {
    delete require.cache[file];
    delete globalThis[EVENT_HANDLERS];
    return require(file);
  }

  setGlobalsForRuntime(globals) {
    super.setGlobalsForRuntime(globals);
    this.specGlobals = globals;
  }

  getSourceMaps() {
    return sourceMaps;
  }

  /** Jest would ask for a flag of Node that its own loader needs. */
  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(file) {
    setGlobals({ ...this.specGlobals, jest: this.jestGlobals.jestObjectFor(file) });
    return import(pathToFileURL(file).href);
  }
}
