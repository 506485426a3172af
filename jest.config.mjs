// One configuration for all kinds of spec; scripts/test.mjs picks the kind with --testPathPatterns.
// The services that *.int.spec.ts and *.e2e.spec.ts need are started by test/global-setup.mjs.
export default {
  testEnvironment: '<rootDir>/test/runner/same-realm-environment.mjs',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/packages', '<rootDir>/test'],
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/dist/'],
  testRegex: '\\.spec\\.ts$',
  extensionsToTreatAsEsm: ['.ts'],
  // Node loads and test/runner/ compiles: see docs/adr/0031.
  transform: {},
  runtime: '<rootDir>/test/runner/native-runtime.mjs',
  // Only for `npm test -- --changed`, which asks Jest what depends on what; the same as in test/runner/typescript-hooks.mjs.
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@kadr/([a-z]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^#(mcp|sdk)$': '<rootDir>/packages/$1/src/index.ts',
    '^#([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^#([a-z]+)/(contracts|domain|json|plan|testing)$': '<rootDir>/libs/$1/src/$2/index.ts',
  },
  globalSetup: '<rootDir>/test/global-setup.mjs',
  globalTeardown: '<rootDir>/test/global-teardown.mjs',
  testSequencer: '<rootDir>/test/longest-first.mjs',
  // A rejection that nobody handled fails the spec that made it, also the last one of its file.
  waitForUnhandledRejections: true,
  testTimeout: 90_000,
};
