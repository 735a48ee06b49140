import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

const onlyPrograms =
  'Only server.ts and cli.ts use the process, and graph/embedded, which starts another: take what you need as a parameter.'

export default tseslint.config(
  { ignores: ['**/node_modules', 'admin/dist', '.data', 'artifacts'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      'no-console': 'error',
      'no-undef': 'off',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    files: ['api/src/**'],
    ignores: ['api/src/server.ts', 'api/src/cli.ts', 'api/src/graph/embedded/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'process', message: onlyPrograms }],
      'no-restricted-imports': ['error', { name: 'node:process', message: onlyPrograms }],
    },
  },
  prettier,
)
