// What `@jest/globals` is to the specs: the functions of the file that runs now. Files that specs share import it once.
let current = {};

/** Called before each spec file. */
export function setGlobals(globals) {
  current = globals;
}

const ofCurrentFile = (name) =>
  new Proxy(function () {}, {
    apply: (_target, self, args) => Reflect.apply(current[name], self, args),
    get: (_target, key) => Reflect.get(current[name], key),
    has: (_target, key) => Reflect.has(current[name], key),
  });

export const afterAll = ofCurrentFile('afterAll');
export const afterEach = ofCurrentFile('afterEach');
export const beforeAll = ofCurrentFile('beforeAll');
export const beforeEach = ofCurrentFile('beforeEach');
export const describe = ofCurrentFile('describe');
export const expect = ofCurrentFile('expect');
export const it = ofCurrentFile('it');
export const jest = ofCurrentFile('jest');
export const test = ofCurrentFile('test');
