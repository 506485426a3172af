// One configuration for all kinds of spec; scripts/test.mjs picks the kind with --testPathPatterns.
// The services that *.int.spec.ts and *.e2e.spec.ts need are started by test/global-setup.mjs.
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/packages', '<rootDir>/test'],
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/dist/'],
  testRegex: '\\.spec\\.ts$',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
      },
    ],
  },
  // Jest's resolver does not pass its conditions on to package.json "imports", so the map is said here once more.
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
  testTimeout: 30_000,
};
