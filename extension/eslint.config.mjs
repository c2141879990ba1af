import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['.yarn/', 'cellcheck/', 'coverage/', 'lib/', 'node_modules/'] },
  {
    files: ['src/**/*.ts', 'tests/**/*.ts'],
    extends: [
      ...tseslint.configs.strictTypeChecked,
      ...tseslint.configs.stylisticTypeChecked
    ],
    languageOptions: {
      parserOptions: {
        project: './tsconfig.test.json',
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // Lumino's signals call a slot with the object that was given to connect().
      '@typescript-eslint/unbound-method': 'off',
      // Numbers in messages read the same with and without String().
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true }
      ]
    }
  },
  {
    // Data comes from outside; text is set as text, never parsed as markup.
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Use textContent.' },
        { property: 'outerHTML', message: 'Use textContent.' },
        { property: 'insertAdjacentHTML', message: 'Use textContent.' }
      ]
    }
  },
  {
    // These are tested by jest alone, without a JupyterLab around them.
    files: [
      'src/{dom,heatmap,live,marks,memory,numbers,render,report,values}.ts'
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['@jupyterlab/*', '@lumino/*', '@jupyter-widgets/*'] }
      ]
    }
  }
);
