import { index, pair, points, shape, share } from '../src/numbers';

test('numbers stand with six digits', () => {
  expect(pair(-1.442197608, -1.19961404)).toEqual({
    yours: '-1.442198',
    expected: '-1.199614'
  });
});

test('numbers that differ late get the digits to show it', () => {
  expect(pair(0.12345678, 0.12345679)).toEqual({
    yours: '0.12345678',
    expected: '0.12345679'
  });
});

test('very small and very large numbers get an exponent, both of them', () => {
  expect(pair(2e-7, 0.5)).toEqual({
    yours: '2.000000e-7',
    expected: '5.000000e-1'
  });
});

test('what JSON cannot hold is said in words', () => {
  expect(pair(null, 0.25)).toEqual({
    yours: 'not finite',
    expected: '0.250000'
  });
});

test('numbers too close for any digits end all the same', () => {
  expect(pair(1, 1 + Number.EPSILON).yours).toMatch(/^1\.0+$/);
});

test('shapes look as NumPy prints them', () => {
  expect([shape([]), shape([5]), shape([3, 10, 4])]).toEqual([
    '()',
    '(5,)',
    '(3, 10, 4)'
  ]);
});

test('an index of nothing is nothing', () => {
  expect([index([]), index([2, 8, 0])]).toEqual(['', '[2, 8, 0]']);
});

test('a share never rounds to none or all', () => {
  expect([0, 0.0001, 0.25, 0.9999, 1].map(share)).toEqual([
    '0%',
    'under 1%',
    '25%',
    'over 99%',
    '100%'
  ]);
});

test('points have no needless zeros', () => {
  expect([8, 7.5, 2 / 3].map(points)).toEqual(['8', '7.5', '0.67']);
});
