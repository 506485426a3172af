import tseslint from 'typescript-eslint';

// Two rules for files that oxlint cannot judge (scripts/lib/type-imports.mjs); all others are in .oxlintrc.json.
export default tseslint.config(
  {
    ignores: ['**/dist/**', 'packages/sdk/src/generated/**', 'apps/web/src/ui/icons.gen.ts', 'test/architecture/violations/**'],
  },
  {
    files: ['**/*.{ts,tsx}'],
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    languageOptions: { parser: tseslint.parser, parserOptions: { experimentalDecorators: true, emitDecoratorMetadata: true } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      // Injected classes must stay value imports (decorator metadata), which this rule knows from the decorators.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name="style"] Property[key.name=/[cC]olor|background|fill|stroke/]',
          message: 'Colours are tokens: styles.css.',
        },
      ],
    },
  },
);
