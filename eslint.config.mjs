import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'packages/*/dist/**',
      'packages/sdk/src/generated/**',
      'apps/web/src/ui/icons.gen.ts',
      'node_modules/**',
      '.data*/**',
      'test/architecture/violations/**',
    ],
  },
  {
    files: ['apps/**/*.ts', 'apps/**/*.tsx', 'libs/**/*.ts', 'packages/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Injected classes must stay value imports (decorator metadata), which this rule knows from the decorators.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Settings are read in *.config.ts only.' }],
      // What a killed process leaves there nobody removes, and it may be small: work folders are below KADR_DATA_DIR.
      'no-restricted-imports': [
        'error',
        { paths: ['node:os', 'os'].map((name) => ({ name, importNames: ['tmpdir'], message: 'Use the folder of the task.' })) },
      ],
    },
  },
  // What runs before anything is compiled.
  { files: ['scripts/**/*.{mjs,cjs}', 'test/**/*.mjs', '*.mjs'], extends: [tseslint.configs.recommended] },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['apps/web/src/**/*.ts', 'apps/web/src/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'Text is rendered as text.' },
        {
          selector: 'JSXAttribute[name.name="style"] Property[key.name=/[cC]olor|background|fill|stroke/]',
          message: 'Colours are tokens: styles.css.',
        },
      ],
    },
  },
  {
    files: ['**/*.config.ts', '**/*.spec.ts', 'test/**', 'bench/**', '**/testing/**'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' },
  },
);
