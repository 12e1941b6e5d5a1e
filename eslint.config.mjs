import js from '@eslint/js';
import globals from 'globals';
import lit from 'eslint-plugin-lit';
import wc from 'eslint-plugin-wc';
import ts from 'typescript-eslint';

/** Rules beside the formatting, which Prettier checks, and the types, which the compiler checks. */
export default ts.config(
  {
    ignores: [
      'dist/',
      'dist-site/',
      'docs/.vitepress/{cache,.temp}/',
      'coverage/',
      'playwright-report/',
      'test-results/',
      'templates/',
      'test/integration/frameworks/*/',
      'wordpress/',
    ],
  },

  js.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off', // scripts and servers print
      'no-else-return': 'error',
      'max-lines': ['warn', { max: 250 }],
      'max-lines-per-function': ['warn', { max: 50, skipBlankLines: true, skipComments: true }],
      'no-bitwise': 'warn',
      'no-lonely-if': 'error',
      'no-param-reassign': 'error',
      'no-restricted-globals': ['error', 'event', 'name', 'status'],
      'no-unneeded-ternary': 'error',
      'no-useless-rename': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },

  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off', // types for unions, interfaces for shapes
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-base-to-string': 'off', // messages quote values of any type
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'suite', 'test'] },
            // The plugin's types declare equal() as a promise, but it returns none.
            { from: 'package', package: '@open-wc/semantic-dom-diff', name: 'Equal' },
          ],
        },
      ],
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }], // JSX types of an element are declared in a namespace
      '@typescript-eslint/no-non-null-assertion': 'warn',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'always' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // `signal.reason` is any, and an abort passes it on.
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      '@typescript-eslint/only-throw-error': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      // An empty attribute or variable counts as unset, so `||` is right for strings.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/require-await': 'off', // some interfaces require a promise
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // false positive on chained Hono apps
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      '@typescript-eslint/restrict-template-expressions': 'off', // messages quote values of any type
      '@typescript-eslint/unbound-method': 'off', // our interfaces use method syntax for functions that need no `this`
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/session-endpoint/**', 'src/sandbox/**', 'src/webhooks/**'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/best-practice']],
    languageOptions: { globals: globals.browser },
    rules: {
      'lit/no-invalid-escape-sequences': 'error',
      'lit/no-useless-template-literals': 'error',
      'lit/no-value-attribute': 'error',
      'lit/prefer-static-styles': 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      // Sellers' pages break the DOM's types: clobbered globals, no body yet, no document in Node.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    files: ['test/**/*.ts', 'test/**/*.tsx'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // a missing value fails the test
      'max-lines': ['warn', { max: 700 }],
      'max-lines-per-function': 'off', // a suite is a function
      'no-bitwise': 'off', // file modes and pixels
      '@typescript-eslint/no-unused-expressions': 'off', // expect(x).to.be.true
      // Values of a page, a JSON body or a global are any, and the assertion checks them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'no-empty-pattern': 'off', // Playwright reads a fixture's needs from the pattern of its first parameter
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  { files: ['demo/pages/**/*.js', 'test/bench/page/*.js'], languageOptions: { globals: globals.browser } },
);
