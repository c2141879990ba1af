module.exports = {
  // The built extension has a package.json of the same name.
  modulePathIgnorePatterns: ['<rootDir>/cellcheck/', '<rootDir>/lib/'],
  testEnvironment: 'jsdom',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  transform: {
    // Types are checked by `check:types`; here each file is only translated, which is fast.
    '\\.ts$': [
      'ts-jest',
      {
        tsconfig: {
          esModuleInterop: true,
          isolatedModules: true,
          module: 'commonjs',
          target: 'ES2022'
        }
      }
    ]
  }
};
